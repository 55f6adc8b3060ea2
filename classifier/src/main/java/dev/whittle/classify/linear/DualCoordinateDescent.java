package dev.whittle.classify.linear;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.List;

/**
 * Support vector machines by ascent in the dual, one sample at a time in random order, from zero. With C = 1/(n·l2) and U_i = C times the
 * sample's class weight, the problem is ½‖W‖² + Σ U_i·loss_i.
 *
 * <p>One-vs-rest: Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual coordinate descent method for large-scale linear SVM", ICML
 * 2008, algorithm 1, for each class on its own, classes in parallel. Weston and Watkins, Crammer and Singer: all duals of a sample
 * at once, exactly ({@link SampleDual}), as Keerthi, Sundararajan, Chang, Hsieh and Lin, "A sequential dual method for large scale
 * multi-class linear SVMs", KDD 2008, do for the latter; samples follow one another, so this runs on one thread.
 *
 * <p>Each row of W is a sum of samples, W = V·X. With fewer samples than features, V is kept in place of W and X·Xᵀ in place of X, which costs
 * less for each step by that ratio.
 *
 * <p>After each pass over the samples the duality gap is computed; training stops when it is at most {@code tolerance} times the
 * primal. W (or V) is float, the duals double.
 */
record DualCoordinateDescent(
        Formulation formulation,
        Hinge hinge,
        double l2,
        Intercept intercept,
        List<Double> classWeights,
        int iterations,
        double tolerance) {
    /** Samples whose products, a float for each two, are kept: 256 MB. */
    private static final int MOST_COMBINED = 8192;

    private static final int BLOCK = 128;

    /** What a gap of 0 comes out as at least, W being float. */
    private static final double NOISE = -1e-4;

    /** What an ascent keeps: the duals and, with fewer samples than features, the products of the samples. */
    static long heapBytes(int samples, int features, int classes) {
        long products = samples < features && samples <= MOST_COMBINED ? 4L * samples * samples : 0;
        return products + 8L * samples * classes;
    }

    LinearClassifier train(Samples train, Run run) {
        return new Ascent(train, run).run();
    }

    /** One training. */
    final class Ascent {
        private final Run run;
        /** X if V is kept in place of W, or null. */
        private final Rows combined;
        /** With X or X·Xᵀ. */
        private final Samples samples;

        private final Rows features;
        private final int[] labels;
        private final int n;
        private final int d;
        private final int classes;
        /** W or V row by row, then b. */
        private final float[] w;
        /** n × classes; the column of the label is used by one-vs-rest only. */
        final double[] duals;

        private final double[] squaredNorms;
        private final Rests rests;

        Ascent(Samples samples, Run run) {
            this.run = run;
            n = samples.size();
            Checks.length("The weights", samples.classes(), samples.features().columns() + 1);
            combined = n < samples.features().columns() && n <= MOST_COMBINED ? samples.features() : null;
            this.samples =
                    combined == null ? samples : new Samples(products(combined), samples.labels(), samples.classes());
            features = this.samples.features();
            labels = samples.labels();
            d = features.columns();
            classes = samples.classes();
            w = new float[classes * (d + 1)];
            duals = new double[Checks.length("Dual coordinate descent", n, classes)];
            squaredNorms = new double[n];
            rests = new Rests(formulation == Formulation.ONE_VS_REST ? duals.length : n);
        }

        LinearClassifier run() {
            run.parallel(n, FullBatch.CHUNK_ROWS, (from, to) -> {
                float[] buffer = new float[d];
                for (int i = from; i < to; i++) {
                    int at = row(i, buffer);
                    float[] x = data(buffer);
                    double squares = (combined == null ? run.kernels().dot(x, at, x, at, d) : x[at + i])
                            + (intercept == Intercept.PENALIZED ? 1.0 : 0);
                    // A sample of zeros, whose loss does not change, goes to its bound in one step, which stays finite.
                    squaredNorms[i] = squares == 0 ? Float.MIN_VALUE : squares;
                }
            });
            for (int i = 0; i < n; i++) {
                if (!Double.isFinite(squaredNorms[i])) {
                    throw new ArithmeticException("Training diverged: the squared norm of sample " + i + " is "
                            + squaredNorms[i] + ", as its features are too large for float; standardise them");
                }
            }
            LinearPass pass = new LinearPass(
                    samples, LinearSvm.loss(formulation, hinge), classWeights, FullBatch.CHUNK_ROWS, run);
            double[] point = new double[w.length];
            for (int epoch = 1; ; epoch++) {
                int number = epoch;
                if (formulation == Formulation.ONE_VS_REST) {
                    run.parallel(classes, 1, (c, to) -> oneVsRest(c, number));
                } else {
                    coupled(number);
                }
                for (int i = 0; i < w.length; i++) {
                    point[i] = w[i];
                }
                double squares = squares();
                double primal = pass.mean(point) + l2 / 2 * squares;
                double gap = (primal - dual(squares)) / primal;
                run.iteration(epoch, primal, pass.correct() / (double) n);
                if (gap <= tolerance && gap >= NOISE || epoch == iterations) {
                    return LinearClassifier.of(
                            point(),
                            classes,
                            combined == null ? d : combined.columns(),
                            new Convergence(epoch, primal, Double.NaN, bound(gap), stop(gap)));
                }
            }
        }

        /** No loss is below 0, so nor is the minimum. A dual clearly above the primal is no bound. */
        private static double bound(double gap) {
            return gap < NOISE ? 1 : Math.min(1, Math.max(0, gap));
        }

        /** Where the dual comes above the primal, W in float is too far from the sum in the duals to tell. */
        private Convergence.Stop stop(double gap) {
            if (gap > tolerance || gap < NOISE) {
                return Convergence.Stop.ITERATIONS;
            }
            return gap > 0 ? Convergence.Stop.TOLERANCE : Convergence.Stop.NO_DESCENT;
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
                    int m = Math.min(BLOCK, n - j);
                    x.read(j, m, right, 0);
                    run.kernels()
                            .gemm(
                                    to - from,
                                    m,
                                    columns,
                                    left,
                                    0,
                                    columns,
                                    1,
                                    right,
                                    0,
                                    1,
                                    columns,
                                    products.data(),
                                    from * n + j,
                                    n);
                }
            });
            return products;
        }

        /** W row by row, then b. */
        private double[] point() {
            float[] weights = w;
            if (combined != null) {
                int columns = combined.columns();
                weights = new float[classes * (columns + 1)];
                float[] rows = new float[Math.min(n, BLOCK) * columns];
                for (int i = 0; i < n; i += BLOCK) {
                    int m = Math.min(BLOCK, n - i);
                    combined.read(i, m, rows, 0);
                    run.kernels().gemm(classes, columns, m, w, i, n, 1, rows, 0, columns, 1, weights, 0, columns);
                }
                System.arraycopy(w, classes * n, weights, classes * columns, classes);
            }
            double[] point = new double[weights.length];
            for (int i = 0; i < point.length; i++) {
                point[i] = weights[i];
            }
            return point;
        }

        /** ‖W‖², with the intercept's where it counts as a weight. */
        private double squares() {
            double squares = 0;
            if (combined == null) {
                for (float v : w) {
                    squares += (double) v * v;
                }
                return squares;
            }
            float[] products = samples.inMemory("Products").data();
            for (int c = 0; c < classes; c++) {
                double b = w[classes * d + c];
                squares += b * b;
                for (int i = 0; i < n; i++) {
                    float v = w[c * d + i];
                    if (v != 0) {
                        squares += (double) v * run.kernels().dot(w, c * d, products, i * n, n);
                    }
                }
            }
            return squares;
        }

        private double limit(int i) {
            return (classWeights.isEmpty() ? 1 : classWeights.get(labels[i])) / (l2 * n);
        }

        /** The start of row i in {@link #data}. */
        private int row(int i, float[] buffer) {
            if (features instanceof Matrix) {
                return i * d;
            }
            features.read(i, 1, buffer, 0);
            return 0;
        }

        private float[] data(float[] buffer) {
            return features instanceof Matrix matrix ? matrix.data() : buffer;
        }

        private float score(int c, float[] x, int at) {
            return run.kernels().dot(w, c * d, x, at, d) + w[classes * d + c];
        }

        /** Adds so much of sample i, whose row of {@link #features} is at {@code at} of x. */
        private void add(int c, double step, int i, float[] x, int at) {
            float s = (float) step;
            int from = c * d;
            if (combined != null) {
                w[from + i] += s;
            } else {
                run.kernels().addScaled(s, x, at, w, from, d);
            }
            if (intercept == Intercept.PENALIZED) {
                w[classes * d + c] += s;
            }
        }

        /** A pass of the binary problem of class c. */
        private void oneVsRest(int c, int epoch) {
            float[] buffer = new float[d];
            float[] x = data(buffer);
            boolean squared = hinge == Hinge.SQUARED;
            for (int i : run.random("dual order of class " + c, epoch).permutation(n)) {
                if (rests.rests(i * classes + c)) {
                    continue;
                }
                double limit = limit(i);
                // D_ii and U of Hsieh et al., table 1.
                double diagonal = squared ? 1 / (2 * limit) : 0;
                double most = squared ? Double.POSITIVE_INFINITY : limit;
                int at = row(i, buffer);
                double t = labels[i] == c ? 1 : -1;
                double old = duals[i * classes + c];
                double gradient = t * score(c, x, at) - 1 + diagonal * old;
                double now = Math.min(most, Math.max(0, old - gradient / (squaredNorms[i] + diagonal)));
                if (now != old) {
                    duals[i * classes + c] = now;
                    add(c, (now - old) * t, i, x, at);
                }
                rests.visited(i * classes + c, now != old);
            }
        }

        private void coupled(int epoch) {
            float[] buffer = new float[d];
            float[] x = data(buffer);
            SampleDual dual = new SampleDual(classes - 1);
            boolean squared = hinge == Hinge.SQUARED;
            boolean each = formulation == Formulation.WESTON_WATKINS;
            for (int i : run.random("dual order", epoch).permutation(n)) {
                if (rests.rests(i)) {
                    continue;
                }
                double limit = limit(i);
                int y = labels[i];
                int at = row(i, buffer);
                double a = each ? squaredNorms[i] : SampleDual.squaredNorm(squaredNorms[i], limit);
                double label = score(y, x, at);
                double oldSum = 0;
                for (int c = 0; c < classes; c++) {
                    oldSum += c == y ? 0 : duals[i * classes + c];
                }
                for (int c = 0, k = 0; c < classes; c++) {
                    if (c != y) {
                        // The margin without what this sample itself put into W.
                        dual.margin[k++] = 1 + (score(c, x, at) + a * duals[i * classes + c]) - (label - a * oldSum);
                    }
                }
                double diagonal = squared ? 1 / (2 * limit) : 0;
                double most = squared ? Double.POSITIVE_INFINITY : limit;
                dual.solve(
                        a + (each ? diagonal : 0),
                        a + (each ? 0 : diagonal),
                        each ? most : Double.POSITIVE_INFINITY,
                        each ? Double.POSITIVE_INFINITY : most);
                double sum = 0;
                boolean changed = false;
                for (int c = 0, k = 0; c < classes; c++) {
                    if (c != y) {
                        double now = dual.value[k++];
                        double old = duals[i * classes + c];
                        sum += now;
                        if (now != old) {
                            changed = true;
                            duals[i * classes + c] = now;
                            add(c, old - now, i, x, at);
                        }
                    }
                }
                if (sum != oldSum) {
                    add(y, sum - oldSum, i, x, at);
                }
                rests.visited(i, changed);
            }
        }

        /** The dual objective, in the scale of the primal's mean loss. */
        private double dual(double squares) {
            double sum = -squares / 2;
            boolean squared = hinge == Hinge.SQUARED;
            for (int i = 0; i < n; i++) {
                double diagonal = squared ? 1 / (2 * limit(i)) : 0;
                double ofSample = 0;
                for (int c = 0; c < classes; c++) {
                    double a = duals[i * classes + c];
                    ofSample += a;
                    sum += formulation == Formulation.CRAMMER_SINGER ? a : a - diagonal / 2 * a * a;
                }
                if (formulation == Formulation.CRAMMER_SINGER) {
                    sum -= diagonal / 2 * ofSample * ofSample;
                }
            }
            return l2 * sum;
        }
    }
}
