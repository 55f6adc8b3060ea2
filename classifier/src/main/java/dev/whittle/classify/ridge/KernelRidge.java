package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.optim.Cholesky;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Rbf;
import java.util.Arrays;
import java.util.Locale;

/**
 * Ridge regression with the kernel k(x, y) = exp(-γ‖x - y‖²). For each class the targets Y are 1 for its samples and -1
 * for all others. There is no intercept.
 *
 * <p><b>Exact</b>, without landmarks (Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual
 * variables", ICML 1998). With K the kernels of all pairs of training samples x_i
 *
 * <pre>{@code
 * (K + λI)·α = Y
 * score(x) = Σ α_i·k(x, x_i)
 * }</pre>
 *
 * This is scikit-learn's {@code KernelRidge(kernel='rbf')} with its {@code alpha} for λ. Training holds n² floats for n
 * samples, and takes a time that grows with n³. {@link RidgeSystem} finds α to the rounding of float. The fitted head
 * holds all training samples, and so does its model file.
 *
 * <p><b>Nyström</b>, with m landmarks l (Williams and Seeger, "Using the Nyström method to speed up kernel machines",
 * NIPS 2000; Rudi, Camoriano and Rosasco, "Less is more: Nyström computational regularization", NIPS 2015). The same
 * sum of squares and penalty are minimised, but only over sums of the kernels of landmarks. With K_nm the kernels of
 * all samples and all landmarks, and K_mm those of the landmarks
 *
 * <pre>{@code
 * (K_nmᵀ·K_nm + λ·K_mm)·a = K_nmᵀ·Y
 * score(x) = Σ a_j·k(x, l_j)
 * }</pre>
 *
 * With all samples as landmarks, a is α. Landmarks are training samples, drawn as {@link
 * dev.whittle.feature.transform.Nystroem} draws them. A landmark that the others explain but for 10<sup>-5</sup> of its
 * kernel has a weight of 0, so that K_mm of the others is not singular. Training holds some m² values, reads samples in
 * chunks, and takes a time that grows with n·m² and m³. In the paper λ is for the mean over samples: λ here is n times
 * as large.
 *
 * @param lambda λ, above 0, on the sum over samples. It is added to kernels of 1, so it means the same for any features
 * @param gammaScale γ·d·v, where d is the number of features and v the variance of all their values, above 0; see
 *     {@link Rbf#gamma}
 * @param landmarks m, from 1 to 46,340 and at most the number of samples; null for the exact solution
 */
public record KernelRidge(double lambda, double gammaScale, Integer landmarks)
        implements Spec<Samples, Classifier>, TrainingNeeds {
    /** n² floats are one array. */
    private static final int MOST_SAMPLES = 46_340;
    /** Rows of K that are computed on one thread. */
    private static final int ROWS = 64;

    public KernelRidge {
        new Checks("Kernel ridge")
                .aboveZero("lambda", lambda)
                .aboveZero("gammaScale", gammaScale)
                .require(
                        landmarks == null || landmarks >= 1 && landmarks <= NormalEquations.MOST_COLUMNS,
                        "landmarks must be from 1 to " + NormalEquations.MOST_COLUMNS,
                        landmarks)
                .report();
    }

    /** The exact solution. */
    public KernelRidge(double lambda, double gammaScale) {
        this(lambda, gammaScale, null);
    }

    /** λ = 0.1, with which images of MNIST and Fashion-MNIST do well, and scikit-learn's {@code gamma='scale'}. */
    public static KernelRidge defaults() {
        return new KernelRidge(0.1, 1);
    }

    /** Of the kernels, and of Cholesky's factorisation of the equations. */
    @Override
    public double operations(int samples, int features, int classes) {
        double n = samples;
        if (landmarks == null) {
            return 2 * n * n * features + n * n * n / 3;
        }
        double m = landmarks;
        return n * (2 * m * features + 3 * m * m) + m * m * features + 5 * m * m * m / 3;
    }

    /** @throws IllegalArgumentException if there are too few samples, or training needs more than Java's heap */
    @Override
    public Classifier fit(Samples train, Run run) {
        TrainingNeeds.check(this, train.size(), train.features().columns(), train.classes(), "sample", 0);
        return landmarks == null ? exact(train, run) : NystroemRidge.fit(landmarks, gammaScale, lambda, train, run);
    }

    private Classifier exact(Samples train, Run run) {
        int n = train.size();
        Rows x = train.features();
        Checks.length("Kernel ridge needs all features in memory, which", n, x.columns());
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
        Matrix points =
                arrays.get("points", landmarks == null ? -1 : landmarks, -1).requireFinite("Array 'points'");
        Matrix centre = arrays.get("centre", 1, points.columns()).requireFinite("Array 'centre'");
        Matrix gamma = arrays.get("gamma", 1, 1).requireFinite("Array 'gamma'");
        Matrix weights = arrays.get("weights", points.rows(), -1).requireFinite("Array 'weights'");
        return new KernelRidgeClassifier(new Rbf(centre, points, gamma.data()[0]), weights);
    }

    @Override
    public void checkSamples(int samples) {
        if (landmarks != null && landmarks > samples) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Kernel ridge: landmarks are training samples, so %,d landmarks need as many samples, got %,d; take"
                            + " fewer landmarks",
                    landmarks,
                    samples));
        }
    }

    /** Exact: those of K and its blocks, of the samples less their centre, and of the solver. */
    @Override
    public long heapBytes(int samples, int features, int classes) {
        if (landmarks != null) {
            Checks.length("The landmarks of kernel ridge", landmarks, features);
            return NystroemRidge.heapBytes(landmarks, gammaScale, samples, features, classes);
        }
        if (samples > MOST_SAMPLES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Kernel ridge holds n² floats for n samples, which are one array: at most %,d samples, got %,d;"
                            + " take fewer, or set landmarks, such as landmarks: 2000",
                    MOST_SAMPLES,
                    samples));
        }
        return 4L * samples * (samples + Cholesky.BLOCK + features) + 8L * 8 * samples * classes;
    }

    @Override
    public String advice(int features, int classes, long heap) {
        if (landmarks != null) {
            return "fewer landmarks need less";
        }
        int fits = 0;
        for (int step = 1 << 15; step > 0; step /= 2) {
            int more = fits + step;
            fits = more <= MOST_SAMPLES && heapBytes(more, features, classes) <= heap ? more : fits;
        }
        return String.format(
                Locale.ROOT,
                "it holds n² floats for n samples, so at most %,d samples of %,d features fit into %,d MiB; for more"
                        + " set landmarks, such as landmarks: 2000",
                fits,
                features,
                heap >> 20);
    }
}
