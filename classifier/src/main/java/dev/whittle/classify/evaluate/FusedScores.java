package dev.whittle.classify.evaluate;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;

/**
 * The weighted sum of the scores of several heads, as {@link LateFusion} chose the weights. A score is Σ (w<sub>p</sub>
 * / scale<sub>p</sub>)·s<sub>p</sub>, added in double in the order of the parts and rounded to float.
 */
public final class FusedScores implements Fitted {
    private static final String WEIGHTS = "weights";
    private static final String SCALES = "scales";

    private final float[] weights;
    private final float[] scales;

    /**
     * @param weights of the parts, at least 0, with the sum 1
     * @param scales by which the scores of the parts are divided, above 0
     * @throws IllegalArgumentException if they are not like that, or not equally many
     */
    public FusedScores(float[] weights, float[] scales) {
        this.weights = weights.clone();
        this.scales = scales.clone();
        boolean fit = weights.length == scales.length && weights.length > 0;
        double sum = 0;
        for (int p = 0; fit && p < weights.length; p++) {
            fit = weights[p] >= 0 && scales[p] > 0 && Double.isFinite(scales[p]);
            sum += weights[p];
        }
        if (!fit || !(Math.abs(sum - 1) < 1e-6)) {
            throw new IllegalArgumentException("Fused scores need weights of at least 0 with the sum 1, and as many"
                    + " scales above 0, got " + Arrays.toString(weights) + " and " + Arrays.toString(scales));
        }
    }

    /** The weight of each part. */
    public float[] weights() {
        return weights.clone();
    }

    /** What the scores of each part are divided by. */
    public float[] scales() {
        return scales.clone();
    }

    /**
     * The fused scores of images.
     *
     * @param scores of each part: a row for each image, a column for each class
     * @throws IllegalArgumentException if there are not as many parts as weights, or they differ in their size
     */
    public Matrix of(List<Matrix> scores) {
        if (scores.size() != weights.length) {
            throw new IllegalArgumentException(
                    "There are weights for " + weights.length + " parts, got scores of " + scores.size());
        }
        Matrix first = scores.get(0);
        double[] sums = new double[first.data().length];
        for (int p = 0; p < weights.length; p++) {
            Matrix part = scores.get(p);
            if (part.rows() != first.rows() || part.columns() != first.columns()) {
                throw new IllegalArgumentException("Part 0 has scores of " + first.rows() + " images and "
                        + first.columns() + " classes, part " + p + " of " + part.rows() + " and " + part.columns());
            }
            double factor = (double) weights[p] / scales[p];
            float[] data = part.data();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * data[i];
            }
        }
        Matrix fused = new Matrix(first.rows(), first.columns());
        for (int i = 0; i < sums.length; i++) {
            fused.data()[i] = (float) sums[i];
        }
        return fused;
    }

    @Override
    public NamedArrays arrays() {
        return NamedArrays.empty().with(WEIGHTS, Matrix.of(weights)).with(SCALES, Matrix.of(scales));
    }

    static FusedScores restore(NamedArrays arrays) {
        return new FusedScores(arrays.get(WEIGHTS).data(), arrays.get(SCALES).data());
    }
}
