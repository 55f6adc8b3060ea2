package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/**
 * The weights, to which {@link DualCoordinateDescent} adds multiples of samples, and b. Each row of W is a weighted sum
 * of samples, W = V·X. With fewer samples than features, V is kept in place of W and X·Xᵀ in place of X. The cost of a
 * step falls by the ratio of samples to features.
 */
final class DualWeights {
    /** The largest number of samples whose products, one float for each two samples, are kept: 256 MB. */
    private static final int MOST_COMBINED = 8192;

    /** The bytes of the products of the samples, if they are kept. */
    static long heapBytes(int samples, int features) {
        return samples < features && samples <= MOST_COMBINED ? 4L * samples * samples : 0;
    }

    private static final int BLOCK = 128;

    private final Run run;
    private final Intercept intercept;
    /** X if V is kept in place of W, or null. */
    private final Rows combined;
    /** The features are X or X·Xᵀ. */
    private final Samples samples;

    private final Rows features;
    private final int n;
    private final int d;
    private final int classes;
    /** W or V row by row, then b. */
    private final float[] w;

    DualWeights(Samples samples, Intercept intercept, Run run) {
        this.run = run;
        this.intercept = intercept;
        n = samples.size();
        classes = samples.classes();
        Checks.length("The weights", classes, samples.features().columns() + 1);
        combined = n < samples.features().columns() && n <= MOST_COMBINED ? samples.features() : null;
        this.samples = combined == null ? samples : new Samples(products(combined), samples.labels(), classes);
        features = this.samples.features();
        d = features.columns();
        w = new float[classes * (d + 1)];
    }

    /** X·Xᵀ. */
    private Matrix products(Rows x) {
        Matrix products = new Matrix(n, n);
        int columns = x.columns();
        run.parallel(n, BLOCK, (from, to) -> {
            float[] left = new float[(to - from) * columns];
            x.read(from, to - from, left, 0);
            float[] right = new float[Math.min(n, BLOCK) * columns];
            for (int j = 0; j < n; j += BLOCK) {
                run.checkCancelled();
                int m = Math.min(BLOCK, n - j);
                x.read(j, m, right, 0);
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                to - from,
                                m,
                                columns,
                                Strided.rows(left, 0, columns),
                                Strided.columns(right, 0, columns),
                                Strided.rows(products.data(), from * n + j, n));
            }
        });
        return products;
    }

    /** The samples whose linear model {@link #values} are: the features are X or X·Xᵀ. */
    Samples samples() {
        return samples;
    }

    /** The squared norms of the samples, with the 1 of a penalised intercept; above 0. */
    double[] squaredNorms() {
        double[] squaredNorms = new double[n];
        run.parallel(n, FullBatch.CHUNK_ROWS, (from, to) -> {
            float[] buffer = buffer();
            for (int i = from; i < to; i++) {
                int at = row(i, buffer);
                float[] x = data(buffer);
                double squares = (combined == null ? run.kernels().linear().dot(x, at, x, at, d) : x[at + i])
                        + (intercept == Intercept.PENALIZED ? 1.0 : 0);
                // The loss of a sample of zeros does not change. Its dual reaches its bound in one finite step.
                squaredNorms[i] = squares == 0 ? Float.MIN_VALUE : squares;
            }
        });
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(squaredNorms[i])) {
                throw new ArithmeticException("Training diverged: the squared norm of sample " + i + " is "
                        + squaredNorms[i] + ", as its features are too large for float; standardise them");
            }
        }
        return squaredNorms;
    }

    /** Working memory of {@link #row}. */
    float[] buffer() {
        return new float[features instanceof Matrix ? 0 : d];
    }

    /** The start of row i in {@link #data}. */
    int row(int i, float[] buffer) {
        if (features instanceof Matrix) {
            return i * d;
        }
        features.read(i, 1, buffer, 0);
        return 0;
    }

    /** The place of the row that {@link #row} returns. */
    float[] data(float[] buffer) {
        return features instanceof Matrix matrix ? matrix.data() : buffer;
    }

    /** The score for class c of the row that begins at {@code at} of x. */
    float score(int c, float[] x, int at) {
        return run.kernels().linear().dot(w, c * d, x, at, d) + w[classes * d + c];
    }

    /** Adds a multiple of sample i to the weights of class c. Its row begins at {@code at} of x. */
    void add(int c, double step, int i, float[] x, int at) {
        float s = (float) step;
        int from = c * d;
        if (combined != null) {
            w[from + i] += s;
        } else {
            run.kernels().linear().addScaled(s, x, at, w, from, d);
        }
        if (intercept == Intercept.PENALIZED) {
            w[classes * d + c] += s;
        }
    }

    /** Copies W or V row by row, then b, to {@code values}. */
    void values(double[] values) {
        for (int i = 0; i < w.length; i++) {
            values[i] = w[i];
        }
    }

    /** The number of {@link #values}. */
    int size() {
        return w.length;
    }

    /** ‖W‖², including the intercept if it counts as a weight. */
    double squares() {
        double squares = 0;
        if (combined == null) {
            for (float v : w) {
                squares += (double) v * v;
            }
            return squares;
        }
        float[] products = samples.inMemory("Products").data();
        double[] terms = new double[n];
        for (int c = 0; c < classes; c++) {
            double b = w[classes * d + c];
            squares += b * b;
            int start = c * d;
            run.parallel(n, BLOCK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    float v = w[start + i];
                    terms[i] = v == 0 ? 0 : (double) v * run.kernels().linear().dot(w, start, products, i * n, n);
                }
            });
            for (double term : terms) {
                squares += term;
            }
        }
        return squares;
    }

    /** W and b as a classifier. */
    LinearClassifier classifier(Convergence convergence) {
        int columns = combined == null ? d : combined.columns();
        float[] weights = w;
        if (combined != null) {
            weights = new float[classes * (columns + 1)];
            float[] rows = new float[Math.min(n, BLOCK) * columns];
            for (int i = 0; i < n; i += BLOCK) {
                run.checkCancelled();
                int m = Math.min(BLOCK, n - i);
                combined.read(i, m, rows, 0);
                run.kernels()
                        .linear()
                        .gemm(
                                0,
                                classes,
                                columns,
                                m,
                                Strided.rows(w, i, n),
                                Strided.rows(rows, 0, columns),
                                Strided.rows(weights, 0, columns));
            }
            System.arraycopy(w, classes * n, weights, classes * columns, classes);
        }
        double[] point = new double[weights.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = weights[i];
        }
        return LinearClassifier.of(point, classes, columns, convergence);
    }
}
