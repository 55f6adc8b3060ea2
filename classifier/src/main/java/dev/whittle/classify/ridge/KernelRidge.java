package dev.whittle.classify.ridge;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.optim.Cholesky;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.Rbf;
import java.util.Arrays;
import java.util.Locale;

/**
 * Ridge regression with the kernel k(x, y) = exp(-γ‖x - y‖²), exactly (Saunders, Gammerman and Vovk, "Ridge regression
 * learning algorithm in dual variables", ICML 1998). For each class the targets Y are 1 for its samples and -1 for all
 * others. With K the kernels of all pairs of training samples x_i
 *
 * <pre>{@code
 * (K + λI)·α = Y
 * score(x) = Σ α_i·k(x, x_i)
 * }</pre>
 *
 * There is no intercept. This is scikit-learn's {@code KernelRidge(kernel='rbf')} with its {@code alpha} for λ.
 *
 * <p>Training holds n² floats for n samples, and takes a time that grows with n³. {@link RidgeSystem} finds α to the
 * rounding of float. For more samples take the transform {@code nystroem} and a linear head. The fitted head holds all
 * training samples, and so does its model file.
 *
 * @param lambda λ, above 0. It is added to kernels of 1, so it means the same for any features
 * @param gammaScale γ·d·v, where d is the number of features and v the variance of all their values, above 0; see
 *     {@link Rbf#gamma}
 */
public record KernelRidge(double lambda, double gammaScale) implements Spec<Samples, Classifier>, TrainingNeeds {
    /** n² floats are one array. */
    private static final int MOST_SAMPLES = 46_340;
    /** Rows of K that are computed on one thread. */
    private static final int ROWS = 64;

    public KernelRidge {
        new Checks("Kernel ridge")
                .aboveZero("lambda", lambda)
                .aboveZero("gammaScale", gammaScale)
                .report();
    }

    /** λ = 0.1, with which images of MNIST and Fashion-MNIST do well, and scikit-learn's {@code gamma='scale'}. */
    public static KernelRidge defaults() {
        return new KernelRidge(0.1, 1);
    }

    /** @throws IllegalArgumentException if n² floats do not fit into Java's heap, with how many samples do */
    @Override
    public Classifier fit(Samples train, Run run) {
        int n = train.size();
        int d = train.features().columns();
        long heap = Runtime.getRuntime().maxMemory();
        if (heapBytes(n, d, train.classes()) > heap) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Kernel ridge on %,d samples: ", n) + advice(d, train.classes(), heap));
        }
        Matrix x = train.inMemory("Kernel ridge");
        Rbf kernel = Rbf.around(x, Rbf.gamma(gammaScale, x, run), run);
        float[] values = new float[n * n];
        run.parallel(n, ROWS, (from, to) -> {
            kernel.ofPoints(from, to, n, Strided.rows(values, from * n, n), run);
            run.progress("kernels", to, n);
        });
        int classes = train.classes();
        double[][] targets = new double[classes][n];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < n; i++) {
                targets[c][i] = train.labels()[i] == c ? 1 : -1;
            }
        }
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        double[][] solution = new RidgeSystem("Kernel ridge", n, values, ones, lambda, run).solve(targets);
        Matrix weights = new Matrix(n, classes);
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < n; i++) {
                weights.set(i, c, (float) solution[c][i]);
            }
        }
        return new KernelRidgeClassifier(kernel, weights);
    }

    /** Rebuilds from {@code centre}, {@code points} less the centre, {@code gamma} and {@code weights}. */
    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        Matrix points = arrays.get("points").requireFinite("Array 'points'");
        Matrix centre = arrays.get("centre", 1, points.columns()).requireFinite("Array 'centre'");
        Matrix gamma = arrays.get("gamma", 1, 1).requireFinite("Array 'gamma'");
        Matrix weights = arrays.get("weights", points.rows(), -1).requireFinite("Array 'weights'");
        return new KernelRidgeClassifier(new Rbf(centre, points, gamma.data()[0]), weights);
    }

    @Override
    public boolean needsData() {
        return true;
    }

    /** Those of K and its blocks, of the samples less their centre, and of the solver. */
    @Override
    public long heapBytes(int samples, int features, int classes) {
        if (samples > MOST_SAMPLES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Kernel ridge holds n² floats for n samples, which are one array: at most %,d samples, got %,d;"
                            + " take fewer, or transforms: [{type: nystroem}] and the head linear-svm",
                    MOST_SAMPLES,
                    samples));
        }
        return 4L * samples * (samples + Cholesky.BLOCK + features) + 8L * 8 * samples * classes;
    }

    @Override
    public String advice(int features, int classes, long heap) {
        int fits = 0;
        for (int step = 1 << 15; step > 0; step /= 2) {
            int more = fits + step;
            fits = more <= MOST_SAMPLES && heapBytes(more, features, classes) <= heap ? more : fits;
        }
        return String.format(
                Locale.ROOT,
                "it holds n² floats for n samples, so at most %,d samples of %,d features fit into %,d MiB; for"
                        + " more take transforms: [{type: nystroem}] and the head linear-svm",
                fits,
                features,
                heap >> 20);
    }
}
