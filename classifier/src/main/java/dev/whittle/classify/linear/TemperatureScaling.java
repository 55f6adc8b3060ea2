package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;

/**
 * Probabilities from the scores of any head: the softmax of s/T, with the temperature T > 0 at which the labels of held-out samples are
 * likeliest (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, §4.2). Predictions stay as they
 * were. Fitted to {@link Samples} whose features are the scores of a head on samples it was not trained on.
 *
 * <p>The log-likelihood is concave in 1/T; its maximum for 10<sup>-6</sup> ≤ 1/T ≤ 10<sup>6</sup> is found by bisection of the derivative to 10<sup>-12</sup>, in
 * double.
 */
public record TemperatureScaling() implements Spec<Samples, Transform> {
    private static final int CHUNK_ROWS = 256;

    public static TemperatureScaling defaults() {
        return new TemperatureScaling();
    }

    @Override
    public Transform fit(Samples heldOut, Run run) {
        requireScores(heldOut);
        double low = 1e-6;
        double high = 1e6;
        while (high / low > 1 + 1e-12) {
            double middle = Math.sqrt(low * high);
            if (middle <= low || middle >= high) {
                break;
            }
            if (slope(heldOut, middle, run) < 0) {
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

    /** The derivative of the negative log-likelihood by 1/T: Σ_i (Σ_k p_k s_k - s_y). */
    private static double slope(Samples heldOut, double inverse, Run run) {
        int classes = heldOut.classes();
        double[] partial = new double[(heldOut.size() + CHUNK_ROWS - 1) / CHUNK_ROWS];
        run.parallel(heldOut.size(), CHUNK_ROWS, (from, to) -> {
            float[] s = new float[classes];
            double sum = 0;
            for (int i = from; i < to; i++) {
                heldOut.features().read(i, 1, s, 0);
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
                sum += mean / total - s[heldOut.labels()[i]];
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

    @Override
    public boolean needsData() {
        return true;
    }

    private record Fitted(int classes, float inverse) implements Transform {
        @Override
        public Matrix apply(Matrix scores, Run run) {
            if (scores.columns() != classes) {
                throw new IllegalArgumentException("Calibration was fitted to " + classes + " classes, got " + scores);
            }
            Matrix scaled = scores.copy();
            for (int i = 0; i < scaled.data().length; i++) {
                scaled.data()[i] *= inverse;
            }
            return Softmax.probabilities(scaled, run);
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty()
                    .with("inverseTemperature", new Matrix(1, 1, new float[] {inverse}))
                    .with("classes", new Matrix(1, 1, new float[] {classes}));
        }
    }
}
