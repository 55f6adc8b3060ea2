package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives every column mean 0 and standard deviation 1 over the training rows: (x - mean) / sd, where sd² is the mean of the
 * squared deviations (divided by n, as scikit-learn's {@code StandardScaler} does).
 *
 * <p>Moments are summed in double in two passes, over chunks of 1,024 rows whose sums are added in their order. What is kept
 * and applied is float: the mean and 1/sd, each rounded once.
 *
 * @param epsilon columns whose sd is at most this, in the unit of the features, are constant but for noise: they are centred
 *     and not scaled. At least 2<sup>-126</sup>, so that 1/sd is finite
 */
public record Standardize(double epsilon) implements Spec<Matrix, Transform> {
    private static final int FIT_ROWS = 1024;
    private static final int APPLY_ROWS = 64;

    public Standardize {
        if (!(epsilon >= Float.MIN_NORMAL && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon: got " + epsilon + ", expected a finite value of at least 2^-126");
        }
    }

    /** Columns with sd ≤ 10<sup>-6</sup>, ten roundings of a float near 1, count as constant. Our choice. */
    public static Standardize defaults() {
        return new Standardize(1e-6);
    }

    @Override
    public Transform fit(Matrix train, Run run) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("Standardize needs at least one row to fit to, got " + train);
        }
        train.requireFinite("features to fit Standardize to");
        int n = train.rows();
        int columns = train.columns();
        double[] mean = sums(train, run, null);
        for (int c = 0; c < columns; c++) {
            mean[c] /= n;
        }
        double[] squares = sums(train, run, mean);
        float[] kept = new float[columns];
        float[] scale = new float[columns];
        for (int c = 0; c < columns; c++) {
            double sd = Math.sqrt(squares[c] / n);
            kept[c] = (float) mean[c];
            scale[c] = sd > epsilon ? (float) (1 / sd) : 1f;
        }
        return new Fitted(kept, scale);
    }

    /** The sum of each column or, around given means, of its squared deviations. */
    private static double[] sums(Matrix m, Run run, double[] mean) {
        int columns = m.columns();
        float[] data = m.data();
        double[][] partial = new double[(m.rows() + FIT_ROWS - 1) / FIT_ROWS][];
        run.parallel(m.rows(), FIT_ROWS, (from, to) -> {
            double[] sum = new double[columns];
            for (int r = from; r < to; r++) {
                int row = r * columns;
                if (mean == null) {
                    for (int c = 0; c < columns; c++) {
                        sum[c] += data[row + c];
                    }
                } else {
                    for (int c = 0; c < columns; c++) {
                        double d = data[row + c] - mean[c];
                        sum[c] += d * d;
                    }
                }
            }
            partial[from / FIT_ROWS] = sum;
        });
        double[] total = partial[0];
        for (int p = 1; p < partial.length; p++) {
            for (int c = 0; c < columns; c++) {
                total[c] += partial[p][c];
            }
        }
        return total;
    }

    /** Rebuilds from {@code mean} and {@code scale} (1/sd, or 1), one row each. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        Matrix mean = arrays.get("mean", 1, -1);
        Matrix scale = arrays.get("scale", 1, mean.columns());
        mean.requireFinite("Array 'mean'");
        scale.requireFinite("Array 'scale'");
        return new Fitted(mean.data().clone(), scale.data().clone());
    }

    @Override
    public boolean needsData() {
        return true;
    }

    private static final class Fitted implements Transform {
        private final float[] mean;
        private final float[] scale;

        Fitted(float[] mean, float[] scale) {
            this.mean = mean;
            this.scale = scale;
        }

        @Override
        public Matrix apply(Matrix rows, Run run) {
            int columns = mean.length;
            if (rows.columns() != columns) {
                throw new IllegalArgumentException("Standardize was fitted to " + columns + " columns, got " + rows);
            }
            Matrix result = new Matrix(rows.rows(), columns);
            float[] in = rows.data();
            float[] out = result.data();
            AtomicBoolean allFinite = new AtomicBoolean(true);
            run.parallel(rows.rows(), APPLY_ROWS, (from, to) -> {
                int largest = 0;
                for (int r = from; r < to; r++) {
                    int row = r * columns;
                    for (int c = 0; c < columns; c++) {
                        out[row + c] = (in[row + c] - mean[c]) * scale[c];
                    }
                    for (int i = row; i < row + columns; i++) {
                        largest = Math.max(largest, Float.floatToRawIntBits(out[i]) & Integer.MAX_VALUE);
                    }
                }
                if (largest >= Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
                    allFinite.set(false);
                }
            });
            if (!allFinite.get()) {
                rows.requireFinite("features to standardise");
                result.requireFinite("standardised features");
            }
            return result;
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.of(Map.of(
                    "mean", new Matrix(1, mean.length, mean.clone()),
                    "scale", new Matrix(1, scale.length, scale.clone())));
        }
    }
}
