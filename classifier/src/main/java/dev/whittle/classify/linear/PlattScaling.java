package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/**
 * Probabilities from the scores of any head: for each class the sigmoid 1/(1 + e^(A·s + B)) of its own score (Platt,
 * "Probabilistic outputs for support vector machines", 1999), A and B fitted on held-out samples by Newton's method
 * with Platt's smoothed targets (Lin, Lin and Weng, "A note on Platt's probabilistic outputs", Machine Learning 2007,
 * algorithm 1); then divided by their sum over the classes (Zadrozny and Elkan 2002). For Newton's method the scores of
 * each class are standardised to mean 0 and deviation 1, so that their scale does not matter. Predictions may change.
 * It is fitted to {@link Samples} whose features are the scores of a head on samples it was not trained on. All
 * computations are in double.
 */
public record PlattScaling() implements Spec<Samples, Transform> {
    private static final int ITERATIONS = 100;
    private static final double SMALLEST_STEP = 1e-10;
    /** Added to the Hessian's diagonal. */
    private static final double RIDGE = 1e-12;

    private static final double GRADIENT = 1e-5;
    private static final double LEAST_DEVIATION = 1e-30;
    /** The relative rounding error of a float. */
    private static final double ROUNDING = 1e-7;

    public static PlattScaling defaults() {
        return new PlattScaling();
    }

    @Override
    public Transform fit(Samples heldOut, Run run) {
        TemperatureScaling.requireScores(heldOut);
        int classes = heldOut.classes();
        float[] parameters = new float[2 * classes];
        run.parallel(classes, 1, (from, to) -> {
            for (int c = from; c < to; c++) {
                double[] ab = fit(heldOut, c, run);
                parameters[2 * c] = (float) ab[0];
                parameters[2 * c + 1] = (float) ab[1];
            }
        });
        return new Fitted(new Matrix(classes, 2, parameters).requireFinite("Platt scaling's A and B"));
    }

    /** A and B of a class. */
    private static double[] fit(Samples heldOut, int c, Run run) {
        int n = heldOut.size();
        double[] s = new double[n];
        float[] row = new float[heldOut.classes()];
        int positive = 0;
        for (int i = 0; i < n; i++) {
            run.checkCancelled();
            heldOut.features().read(i, 1, row, 0);
            s[i] = row[c];
            positive += heldOut.labels()[i] == c ? 1 : 0;
        }
        int negative = n - positive;
        double[] target = new double[n];
        for (int i = 0; i < n; i++) {
            target[i] = heldOut.labels()[i] == c ? (positive + 1.0) / (positive + 2.0) : 1 / (negative + 2.0);
        }
        double mean = 0;
        for (double v : s) {
            mean += v / n;
        }
        double squares = 0;
        for (double v : s) {
            squares += (v - mean) * (v - mean);
        }
        // Scores that differ only by rounding carry no information, and A must fit into a float.
        double deviation = Math.max(LEAST_DEVIATION, Math.max(Math.sqrt(squares / n), ROUNDING * Math.abs(mean)));
        for (int i = 0; i < n; i++) {
            s[i] = (s[i] - mean) / deviation;
        }
        double[] ab = newton(s, target, StrictMath.log((negative + 1.0) / (positive + 1.0)), run);
        return new double[] {ab[0] / deviation, ab[1] - ab[0] * mean / deviation};
    }

    /** Algorithm 1 of Lin, Lin and Weng from A = 0 and a first B. */
    private static double[] newton(double[] s, double[] target, double b, Run run) {
        double a = 0;
        double value = value(s, target, a, b);
        for (int k = 0; k < ITERATIONS; k++) {
            run.checkCancelled();
            double h11 = RIDGE;
            double h22 = RIDGE;
            double h21 = 0;
            double g1 = 0;
            double g2 = 0;
            for (int i = 0; i < s.length; i++) {
                double p = sigmoid(a * s[i] + b);
                double d2 = p * (1 - p);
                h11 += s[i] * s[i] * d2;
                h22 += d2;
                h21 += s[i] * d2;
                g1 += s[i] * (target[i] - p);
                g2 += target[i] - p;
            }
            if (Math.abs(g1) < GRADIENT && Math.abs(g2) < GRADIENT) {
                break;
            }
            double determinant = h11 * h22 - h21 * h21;
            double da = -(h22 * g1 - h21 * g2) / determinant;
            double db = -(h11 * g2 - h21 * g1) / determinant;
            double slope = g1 * da + g2 * db;
            double step = 1;
            while (step >= SMALLEST_STEP) {
                run.checkCancelled();
                double next = value(s, target, a + step * da, b + step * db);
                if (next < value + 1e-4 * step * slope) {
                    a += step * da;
                    b += step * db;
                    value = next;
                    break;
                }
                step /= 2;
            }
            if (step < SMALLEST_STEP) {
                break;
            }
        }
        return new double[] {a, b};
    }

    /** 1/(1 + e^f), without overflow. */
    private static double sigmoid(double f) {
        double e = StrictMath.exp(-Math.abs(f));
        return f >= 0 ? e / (1 + e) : 1 / (1 + e);
    }

    private static double value(double[] s, double[] target, double a, double b) {
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            double f = a * s[i] + b;
            sum += (f >= 0 ? target[i] * f : (target[i] - 1) * f) + StrictMath.log1p(StrictMath.exp(-Math.abs(f)));
        }
        return sum;
    }

    /** Rebuilds from {@code sigmoids}: A and B of each class in a row. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        Matrix sigmoids = arrays.get("sigmoids").requireFinite("array 'sigmoids'");
        if (sigmoids.rows() < 2 || sigmoids.columns() != 2) {
            throw new IllegalArgumentException("Array 'sigmoids' is " + sigmoids.rows() + "x" + sigmoids.columns()
                    + ", expected at least 2 classes x 2");
        }
        return new Fitted(sigmoids);
    }

    private record Fitted(Matrix sigmoids) implements Transform {
        @Override
        public int columns(int columns) {
            TemperatureScaling.checkClasses(sigmoids.rows(), columns);
            return columns;
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            int classes = sigmoids.rows();
            double[] p = new double[classes];
            for (int row = 0; row < n * classes; row += classes) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    double a = sigmoids.get(c, 0);
                    p[c] = sigmoid(a * in[at + row + c] + sigmoids.get(c, 1));
                    sum += p[c];
                }
                for (int c = 0; c < classes; c++) {
                    // If all are 0, nothing is known.
                    out[to + row + c] = sum > 0 ? (float) (p[c] / sum) : 1f / classes;
                }
            }
        }

        @Override
        public String toString() {
            return "platt-scaling";
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("sigmoids", sigmoids);
        }
    }
}
