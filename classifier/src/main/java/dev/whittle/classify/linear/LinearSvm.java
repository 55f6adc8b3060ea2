package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.SquaredHinge;
import dev.whittle.classify.nn.WestonWatkins;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.util.Locale;

/**
 * A linear support vector machine for several classes: minimises a mean hinge plus (l2/2)‖W‖², from zero. The bias is not
 * penalised. Scores are signed distances from the hyperplanes times ‖w‖; standardise features of different scale.
 *
 * <p>{@link Formulation} says which hinge, and how it is trained.
 *
 * @param formulation which multi-class hinge
 * @param l2 weight of the penalty per sample, at least 0; LIBLINEAR's C is 1/(n·l2)
 * @param learningRate η of SGD at the start, above 0; it falls to 0 over the epochs as half a cosine
 * @param momentum μ of SGD, at least 0 and below 1
 * @param epochs passes of SGD over the shuffled samples, at least 1
 * @param batchSize samples per step of SGD, at least 1
 * @param iterations of L-BFGS at most, at least 1
 * @param tolerance of L-BFGS for the Euclidean norm of the gradient, at least 0
 */
public record LinearSvm(
        Formulation formulation,
        double l2,
        double learningRate,
        double momentum,
        int epochs,
        int batchSize,
        int iterations,
        double tolerance)
        implements Spec<Samples, Classifier> {

    /** What "SVM" means for more than two classes. */
    public enum Formulation {
        /**
         * The lectures' sum over violators, Σ_{j≠y} max(0, s_j - s_y + 1), by mini-batch SGD with momentum: {@code learningRate},
         * {@code momentum}, {@code epochs} and {@code batchSize} count, {@code iterations} and {@code tolerance} do not.
         */
        WESTON_WATKINS,
        /**
         * One against the rest with the squared hinge, LIBLINEAR's L2-loss, by full-batch L-BFGS without random numbers: {@code
         * iterations} and {@code tolerance} count, the settings of SGD do not.
         */
        ONE_VS_REST_SQUARED_HINGE
    }

    /** Rows of a mini-batch that one task works on. */
    private static final int CHUNK_ROWS = 64;

    public LinearSvm {
        new Checks("Linear SVM")
                .require(formulation != null, "formulation must be given", formulation)
                .atLeastZero("l2", l2)
                .aboveZero("learningRate", learningRate)
                .fraction("momentum", momentum)
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "batchSize", batchSize)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .report();
    }

    /**
     * Weston and Watkins' hinge (the lectures'), with settings chosen on a validation split of CIFAR-10, the same for raw pixels,
     * HoG and HoG with colour, all standardised.
     */
    public static LinearSvm defaults() {
        return new LinearSvm(Formulation.WESTON_WATKINS, 0.2, 5e-4, 0.9, 10, 256, 60, 1e-3);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        return switch (formulation) {
            case WESTON_WATKINS -> stochasticGradientDescent(train, run);
            case ONE_VS_REST_SQUARED_HINGE ->
                FullBatch.train(train, new SquaredHinge(), l2, iterations, tolerance, run);
        };
    }

    private LinearClassifier stochasticGradientDescent(Samples train, Run run) {
        int n = train.size();
        int features = train.features().columns();
        LinearPass pass = new LinearPass(train, new WestonWatkins(), CHUNK_ROWS, run);
        double[] w = new double[pass.parameters()];
        double[] v = new double[w.length];
        double[] gradient = new double[w.length];
        int weights = train.classes() * features;
        int stepsPerEpoch = (n + batchSize - 1) / batchSize;
        long step = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            Rng rng = run.random("LinearSvm order", epoch);
            int[] order = rng.permutation(n);
            double loss = 0;
            int correct = 0;
            for (int from = 0; from < n; from += batchSize, step++) {
                int to = Math.min(n, from + batchSize);
                loss += (to - from) * pass.meanAndGradient(order, from, to, w, gradient);
                correct += pass.correct();
                double rate = Schedule.COSINE.rate(learningRate, step, (long) stepsPerEpoch * epochs);
                for (int i = 0; i < w.length; i++) {
                    double g = i < weights ? gradient[i] + l2 * w[i] : gradient[i];
                    v[i] = momentum * v[i] - rate * g;
                    w[i] += v[i];
                }
            }
            double objective = loss / n + l2 / 2 * squares(w, weights);
            if (!Double.isFinite(objective)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Training of the linear SVM diverged in epoch %d: the objective is %s at learningRate %s; try a smaller one",
                        epoch,
                        objective,
                        learningRate));
            }
            run.iteration(epoch, objective, correct / (double) n);
        }
        return LinearClassifier.of(w, train.classes(), features);
    }

    private static double squares(double[] w, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += w[i] * w[i];
        }
        return sum;
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        return LinearClassifier.restore(arrays);
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
