package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * Gives every column mean 0 and standard deviation 1 over the training rows: (x - mean) / sd, where sd² is the mean of
 * the squared deviations (divided by n, as scikit-learn's {@code StandardScaler} does).
 *
 * <p>Moments are summed in double in two passes over chunks of 1,024 rows; the sums of chunks are added in chunk order.
 * The mean and 1/sd are rounded once to float and applied in float.
 *
 * @param epsilon columns whose sd is at most this, in the unit of the features, count as constant: they are centred and
 *     not scaled. At least 2<sup>-126</sup>, so that 1/sd is finite
 */
public record Standardize(double epsilon) implements Spec<Rows, Transform>, LearnedSize {
    public Standardize {
        if (!(epsilon >= Float.MIN_NORMAL && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon: got " + epsilon + ", expected a finite value of at least 2^-126");
        }
    }

    /**
     * Columns with sd ≤ 10<sup>-6</sup>, ten roundings of a float near 1, count as constant. This value is our choice.
     */
    public static Standardize defaults() {
        return new Standardize(1e-6);
    }

    @Override
    public Transform fit(Rows train, Run run) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("Standardize needs at least one row to fit to, got " + train);
        }
        train.checkFinite("features to fit Standardize to");
        int columns = train.columns();
        double[] mean = Moments.mean(train, run);
        double[] variance = Moments.variance(train, mean, run);
        float[] kept = new float[columns];
        float[] scale = new float[columns];
        for (int c = 0; c < columns; c++) {
            double sd = Math.sqrt(variance[c]);
            kept[c] = (float) mean[c];
            scale[c] = sd > epsilon ? (float) (1 / sd) : 1f;
        }
        return new Fitted(kept, scale);
    }

    /** Rebuilds from {@code mean} and {@code scale} (1/sd, or 1), one row each. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        Matrix mean = arrays.get("mean", 1, -1);
        Matrix scale = arrays.get("scale", 1, mean.columns());
        mean.requireFinite("Array 'mean'");
        scale.requireFinite("Array 'scale'");
        return new Fitted(mean.data(), scale.data());
    }

    private static final class Fitted implements Transform {
        private final float[] mean;
        private final float[] scale;

        Fitted(float[] mean, float[] scale) {
            this.mean = mean;
            this.scale = scale;
        }

        @Override
        public int columns(int columns) {
            if (columns != mean.length) {
                throw new IllegalArgumentException(
                        "Standardize was fitted to " + mean.length + " columns, got " + columns);
            }
            return columns;
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            for (int row = 0; row < n * columns; row += columns) {
                for (int c = 0; c < columns; c++) {
                    out[to + row + c] = (in[at + row + c] - mean[c]) * scale[c];
                }
            }
        }

        @Override
        public boolean valueByValue() {
            return true;
        }

        @Override
        public String toString() {
            return "standardize";
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty()
                    .with("mean", new Matrix(1, mean.length, mean))
                    .with("scale", new Matrix(1, scale.length, scale));
        }
    }
}
