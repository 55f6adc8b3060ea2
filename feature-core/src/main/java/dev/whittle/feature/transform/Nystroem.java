package dev.whittle.feature.transform;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Heap;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * Nyström features of the kernel k(x, y) = exp(-γ‖x - y‖²): vectors whose dot product is nearly k (Williams and Seeger,
 * "Using the Nyström method to speed up kernel machines", NIPS 2000). So a linear head on them does nearly what a head
 * with this kernel does. For the same number of features they are nearer to it than {@link RandomFourier} if the rows
 * lie close together, as images do.
 *
 * <p>With m landmarks l, the matrix K of their kernels and k(x) = (k(x, l_1), …, k(x, l_m)) the kernel is approximated
 * by k(x)ᵀ·K⁻¹·k(y), which is exact where x or y is a landmark. With K = L·Lᵀ the features are
 *
 * <pre>{@code z(x) = L⁻¹·k(x)}</pre>
 *
 * scikit-learn has K^(-1/2)·k(x). These are the same vectors, turned, and have the same dot products.
 *
 * <p>L comes from {@link PivotedCholesky}, which takes first the landmark that the ones before explain least. A
 * landmark that the others explain but for 10<sup>-5</sup> of its kernel adds nothing: its feature is 0 everywhere. The
 * kernel is computed as {@link Rbf} says, L and its inverse in double, the product with the inverse in float.
 *
 * @param components m, the number of landmarks and of features, at least 1 and at most the number of rows. Fitting
 *     takes a time that grows with m³
 * @param gammaScale γ·d·v, where d is the number of columns and v the variance of all values, above 0; see {@link
 *     Rbf#gamma}
 * @param landmarks where the landmarks come from
 */
public record Nystroem(int components, double gammaScale, Landmarks landmarks)
        implements Spec<Rows, Transform>, LearnedSize {
    private static final double TOLERANCE = 1e-5;
    /** Landmarks that are computed on one thread. */
    private static final int CHUNK = 64;

    private static final int K_MEANS_ITERATIONS = 10;

    /** Where the landmarks come from. */
    public enum Landmarks {
        /** Different rows, each equally likely, from the generator named "nystroem", 0. */
        RANDOM,
        /**
         * The centroids of k-means from random rows, after at most 10 iterations (Zhang, Tsang and Kwok, "Improved
         * Nyström low-rank approximation and error analysis", ICML 2008).
         */
        K_MEANS
    }

    public Nystroem {
        new Checks("Nyström features")
                .atLeast(1, "components", components)
                .aboveZero("gammaScale", gammaScale)
                .refuse(landmarks == null, "landmarks must be given, one of random, k-means")
                .report();
    }

    /** 1,024 random rows; γ is scikit-learn's {@code gamma='scale'}. Both are our choice. */
    public static Nystroem defaults() {
        return new Nystroem(1024, 1, Landmarks.RANDOM);
    }

    @Override
    public Fitted fit(Rows train, Run run) {
        if (train.rows() < components) {
            throw new IllegalArgumentException("Nyström features with " + components
                    + " landmarks need at least as many rows, got " + train.rows());
        }
        train.checkFinite("rows for Nyström features");
        float gamma = Rbf.gamma(gammaScale, train, run);
        Rbf kernel = Rbf.around(chosen(train, run), gamma, run);
        return new Fitted(kernel, inverse(kernel, run));
    }

    private KMeans kMeans() {
        return new KMeans(components, K_MEANS_ITERATIONS, KMeans.Start.RANDOM, 1e-3);
    }

    private Matrix chosen(Rows train, Run run) {
        if (landmarks == Landmarks.K_MEANS) {
            return kMeans().fit(train, run).centroids();
        }
        int[] rows = Arrays.copyOf(run.random("nystroem", 0).permutation(train.rows()), components);
        // In the order of the table, which may be a file.
        Arrays.sort(rows);
        return Matrix.inMemory(train.select(rows));
    }

    /** L⁻ᵀ, m×m, a row for each landmark and a column for each feature; 0 for landmarks that add nothing. */
    private static Matrix inverse(Rbf kernel, Run run) {
        int m = kernel.size();
        double[][] lower = new double[m][];
        run.parallel(m, CHUNK, (from, to) -> {
            float[] values = new float[(to - from) * to];
            kernel.ofPoints(from, to, to, Strided.rows(values, 0, to), run);
            for (int i = from; i < to; i++) {
                lower[i] = new double[i + 1];
                for (int j = 0; j < i; j++) {
                    lower[i][j] = values[(i - from) * to + j];
                }
                lower[i][i] = 1;
            }
        });
        PivotedCholesky factor = PivotedCholesky.of(lower, m, TOLERANCE, run);
        int[] pivots = factor.pivots();
        Matrix inverse = new Matrix(m, m);
        run.parallel(pivots.length, CHUNK, (from, to) -> {
            double[][] units = new double[to - from][pivots.length];
            for (int c = from; c < to; c++) {
                units[c - from][c] = 1;
            }
            factor.solveTransposed(units);
            for (int c = from; c < to; c++) {
                for (int i = 0; i <= c; i++) {
                    inverse.set(pivots[i], c, (float) units[c - from][i]);
                }
            }
        });
        return inverse;
    }

    /** Rebuilds from {@code centre}, {@code landmarks} less the centre, {@code gamma} and {@code inverse}. */
    @Override
    public Fitted restore(NamedArrays arrays, Run run) {
        Matrix landmarksLessCentre = arrays.get("landmarks", components, -1).requireFinite("Array 'landmarks'");
        Matrix centre = arrays.get("centre", 1, landmarksLessCentre.columns()).requireFinite("Array 'centre'");
        Matrix gamma = arrays.get("gamma", 1, 1).requireFinite("Array 'gamma'");
        Matrix inverse = arrays.get("inverse", components, components).requireFinite("Array 'inverse'");
        return new Fitted(new Rbf(centre, landmarksLessCentre, gamma.data()[0]), inverse);
    }

    @Override
    public int length(int columns) {
        if ((long) components * Math.max(components, columns) > Heap.LONGEST_ARRAY) {
            throw new IllegalArgumentException("Nyström features: " + components + " landmarks of " + columns
                    + " values, or their kernels with each other, do not fit into an array; take fewer components");
        }
        return components;
    }

    /** The landmarks twice, half of their kernels in double, and the inverse; before that k-means, if it finds them. */
    @Override
    public long heapBytes(int rows, int columns) {
        long m = components;
        long kernel = 2L * Float.BYTES * m * columns + Double.BYTES * m * (m + 1) / 2 + Float.BYTES * m * m;
        return landmarks == Landmarks.K_MEANS ? Math.max(kernel, kMeans().heapBytes(rows, columns)) : kernel;
    }

    @Override
    public String instead() {
        return "fewer components";
    }

    @Override
    public int leastRows() {
        return components;
    }

    /** Features of landmarks. */
    public static final class Fitted implements Transform {
        private final Rbf kernel;
        private final Matrix inverse;

        private Fitted(Rbf kernel, Matrix inverse) {
            this.kernel = kernel;
            this.inverse = inverse;
        }

        @Override
        public int columns(int columns) {
            if (columns != kernel.columns()) {
                throw new IllegalArgumentException(
                        "Nyström features were fitted to " + kernel.columns() + " columns, got " + columns);
            }
            return kernel.size();
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            int m = kernel.size();
            float[] values = new float[n * m];
            kernel.values(in, at, n, 0, m, Strided.rows(values, 0, m), run);
            Arrays.fill(out, to, to + n * m, 0);
            run.kernels()
                    .linear()
                    .gemm(
                            0,
                            n,
                            m,
                            m,
                            Strided.rows(values, 0, m),
                            Strided.rows(inverse.data(), 0, m),
                            Strided.rows(out, to, m));
        }

        /** The kernel with the landmarks. */
        public Rbf kernel() {
            return kernel;
        }

        /**
         * The weights a of the kernels that do what weights w of the features do: Σ a_i·k(x, l_i) = Σ w_j·z_j(x) for
         * all x. So a = L⁻ᵀ·w, in double and then rounded.
         *
         * @param w several such, each with a value for each feature
         * @return a row for each landmark, and a column for each w
         */
        public Matrix kernelWeights(double[][] w, Run run) {
            int m = kernel.size();
            Matrix weights = new Matrix(m, w.length);
            run.parallel(m, CHUNK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    for (int c = 0; c < w.length; c++) {
                        double sum = 0;
                        for (int j = 0; j < m; j++) {
                            sum += inverse.get(i, j) * w[c][j];
                        }
                        weights.set(i, c, (float) sum);
                    }
                }
            });
            return weights;
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty()
                    .with("centre", kernel.centre())
                    .with("landmarks", kernel.points())
                    .with("gamma", Matrix.of(new float[] {kernel.gamma()}))
                    .with("inverse", inverse);
        }

        @Override
        public String toString() {
            return "Nyström features";
        }
    }
}
