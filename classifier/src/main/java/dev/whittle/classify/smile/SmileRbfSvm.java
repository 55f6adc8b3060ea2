package dev.whittle.classify.smile;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import java.util.Arrays;
import smile.classification.OneVersusRest;
import smile.classification.SVM;
import smile.math.kernel.GaussianKernel;

/**
 * Smile's support vector machine with the kernel exp(-γ‖u-v‖²), trained by LASVM (Bordes, Ertekin, Weston and Bottou
 * 2005); for more than two classes it is one-vs-rest, and scores are Platt's probabilities. For two classes the scores
 * are minus and plus the signed distance.
 *
 * <p>Time and memory of training grow with the square of the number of samples, so it is meant for some thousand
 * samples. Training cannot be cancelled while it runs: a cancelled run ends only before or after it.
 *
 * @param gammaScale γ·d·v, where d is the number of features and v the variance of all their values, above 0; so the
 *     same value suits features of any length and scale, and 1 is scikit-learn's {@code gamma='scale'}
 * @param c the penalty C of a violated margin, above 0
 * @param tolerance of the optimality conditions at which training stops, above 0
 */
public record SmileRbfSvm(double gammaScale, double c, double tolerance) implements SmileSpec {
    public SmileRbfSvm {
        new Checks("Smile RBF SVM")
                .aboveZero("gammaScale", gammaScale)
                .aboveZero("c", c)
                .aboveZero("tolerance", tolerance)
                .report();
    }

    /** LIBSVM's: C = 1 and tolerance 10<sup>-3</sup>; γ is scikit-learn's. */
    public static SmileRbfSvm defaults() {
        return new SmileRbfSvm(1, 1, 1e-3);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        double variance = variance(train.inMemory("RBF SVM").data());
        if (!(variance > 0)) {
            throw new IllegalArgumentException(
                    "All training features are the same: no kernel can distinguish the samples");
        }
        double gamma = gammaScale / (train.features().columns() * variance);
        GaussianKernel kernel = new GaussianKernel(Math.sqrt(0.5 / gamma));
        return SmileClassifier.train(train, run, (x, y) -> {
            if (Arrays.stream(y).max().orElse(0) == 1) {
                SVM<double[]> svm =
                        SVM.fit(x, Arrays.stream(y).map(label -> 2 * label - 1).toArray(), kernel, c, tolerance);
                return (sample, scores) -> {
                    scores[1] = svm.score(sample);
                    scores[0] = -scores[1];
                };
            }
            return SmileClassifier.scorer(
                    OneVersusRest.fit(x, y, (rows, sides) -> SVM.fit(rows, sides, kernel, c, tolerance)));
        });
    }

    private static double variance(float[] values) {
        double mean = 0;
        for (float v : values) {
            mean += v;
        }
        mean /= values.length;
        double squares = 0;
        for (float v : values) {
            squares += (v - mean) * (v - mean);
        }
        return squares / values.length;
    }
}
