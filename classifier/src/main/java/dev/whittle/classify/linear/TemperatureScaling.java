package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/**
 * Probabilities from the scores of any head: the softmax of s/T, with the temperature T > 0 at which the labels of
 * held-out samples are likeliest (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML
 * 2017, §4.2). Predictions do not change. It is fitted to {@link Samples} whose features are the scores of a head on
 * samples it was not trained on.
 *
 * <p>The log-likelihood is concave in 1/T; its maximum for 10<sup>-6</sup> ≤ 1/T ≤ 10<sup>6</sup> is found by bisection
 * of the derivative to 10<sup>-12</sup>, in double. If every held-out label has the strictly largest score of its row,
 * the likelihood grows without limit as T falls, so it has no maximum. Then T is chosen such that the mean probability
 * of the n labels is (n + 1)/(n + 2). By Laplace's rule of succession this is the probability of a correct prediction
 * after n correct ones of n.
 */
public record TemperatureScaling() implements Spec<Samples, Transform> {
    private static final int CHUNK_ROWS = 256;

    public static TemperatureScaling defaults() {
        return new TemperatureScaling();
    }

    @Override
    public Transform fit(Samples heldOut, Run run) {
        requireScores(heldOut);
        boolean separated = separated(heldOut, run);
        double low = 1e-6;
        double high = 1e6;
        while (high / low > 1 + 1e-12) {
            double middle = Math.sqrt(low * high);
            if (middle <= low || middle >= high) {
                break;
            }
            if ((separated ? unsure(heldOut, middle, run) : slope(heldOut, middle, run)) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Fitted(heldOut.classes(), (float) Math.sqrt(low * high));
    }

    static void requireScores(Samples heldOut) {
        if (heldOut.features().columns() != heldOut.classes()) {
            throw new IllegalArgumentException("Calibration is fitted to a score for each of " + heldOut.classes()
                    + " classes, got " + heldOut.features().columns() + " columns");
        }
    }

    static void checkClasses(int fitted, int columns) {
        if (columns != fitted) {
            throw new IllegalArgumentException(
                    "Calibration was fitted to " + fitted + " classes, got " + columns + " columns");
        }
    }

    private static boolean separated(Samples heldOut, Run run) {
        float[] s = new float[heldOut.classes()];
        for (int i = 0; i < heldOut.size(); i++) {
            run.checkCancelled();
            heldOut.features().read(i, 1, s, 0);
            for (int c = 0; c < s.length; c++) {
                if (c != heldOut.labels()[i] && !(s[c] < s[heldOut.labels()[i]])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Negative while the mean probability of the labels is below (n + 1)/(n + 2). */
    private static double unsure(Samples heldOut, double inverse, Run run) {
        double n = heldOut.size();
        // Σ_i (1 - p_y) is compared with n/(n + 2), since p_y is too near 1 to have enough digits.
        return n / (n + 2)
                - sum(heldOut, run, (s, y) -> {
                    double others = 0;
                    for (int c = 0; c < s.length; c++) {
                        others += c == y ? 0 : StrictMath.exp(inverse * ((double) s[c] - s[y]));
                    }
                    return others / (1 + others);
                });
    }

    /** The derivative of the negative log-likelihood by 1/T: Σ_i (Σ_k p_k s_k - s_y). */
    private static double slope(Samples heldOut, double inverse, Run run) {
        return sum(heldOut, run, (s, y) -> {
            double largest = s[0];
            for (float v : s) {
                largest = Math.max(largest, v);
            }
            double total = 0;
            double mean = 0;
            for (float v : s) {
                double e = StrictMath.exp(inverse * (v - largest));
                total += e;
                mean += e * v;
            }
            return mean / total - s[y];
        });
    }

    private interface OfSample {
        double value(float[] scores, int label);
    }

    private static double sum(Samples heldOut, Run run, OfSample of) {
        int classes = heldOut.classes();
        double[] partial = new double[(heldOut.size() + CHUNK_ROWS - 1) / CHUNK_ROWS];
        run.parallel(heldOut.size(), CHUNK_ROWS, (from, to) -> {
            float[] s = new float[classes];
            double sum = 0;
            for (int i = from; i < to; i++) {
                heldOut.features().read(i, 1, s, 0);
                sum += of.value(s, heldOut.labels()[i]);
            }
            partial[from / CHUNK_ROWS] = sum;
        });
        double sum = 0;
        for (double p : partial) {
            sum += p;
        }
        return sum;
    }

    /** Rebuilds from {@code inverseTemperature}, 1 × 1, and {@code classes}, 1 × 1. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        float inverse = arrays.get("inverseTemperature", 1, 1)
                .requireFinite("array 'inverseTemperature'")
                .get(0, 0);
        float classes =
                arrays.get("classes", 1, 1).requireFinite("array 'classes'").get(0, 0);
        if (!(inverse > 0) || classes < 2 || classes != Math.rint(classes)) {
            throw new IllegalArgumentException("Array 'inverseTemperature' holds " + inverse + " and 'classes' "
                    + classes + ", expected a value above 0 and a whole one of at least 2");
        }
        return new Fitted((int) classes, inverse);
    }

    private record Fitted(int classes, float inverse) implements Transform {
        @Override
        public int columns(int columns) {
            checkClasses(classes, columns);
            return classes;
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            for (int i = 0; i < n * classes; i++) {
                out[to + i] = in[at + i] * inverse;
            }
            Softmax.probabilities(out, to, n, classes, run.kernels());
        }

        @Override
        public String toString() {
            return "temperature-scaling";
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty()
                    .with("inverseTemperature", new Matrix(1, 1, new float[] {inverse}))
                    .with("classes", new Matrix(1, 1, new float[] {classes}));
        }
    }
}
