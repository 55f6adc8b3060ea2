package dev.whittle.feature.transform;

import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The kernel of radial basis functions, k(x, y) = exp(-γ‖x - y‖²), between any rows x and the rows y of a table. A
 * centre m is subtracted from both, which changes no distance and keeps the terms small. With a = x - m and b = y - m
 * in float the exponent is a chain of fma in float that begins at -γ(‖a‖² + ‖b‖²), from norms in double:
 *
 * <pre>{@code for (j = 0; j < columns; j++) exponent = fma((float) (2γ·a[j]), b[j], exponent)}</pre>
 *
 * An exponent above 0 counts as 0.
 */
public final class Rbf implements Serializable {
    private final Matrix centre;
    private final Matrix points;
    private final double gamma;
    /** -γ‖b‖². */
    private final double[] ends;

    /**
     * @param centre m, one row
     * @param points b: the rows y less the centre; not copied
     * @param gamma γ
     */
    public Rbf(Matrix centre, Matrix points, float gamma) {
        if (centre.rows() != 1 || centre.columns() != points.columns()) {
            throw new IllegalArgumentException("The kernel needs a centre of 1x" + points.columns() + ", got "
                    + centre.rows() + "x" + centre.columns());
        }
        if (!(gamma > 0 && gamma < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gamma of the kernel is above 0 and finite, got " + gamma);
        }
        this.centre = centre;
        this.points = points;
        this.gamma = gamma;
        ends = new double[points.rows()];
        for (int p = 0; p < ends.length; p++) {
            ends[p] = -this.gamma * squares(points.data(), p * points.columns());
        }
    }

    /** The rows themselves as y, with their mean as the centre. */
    public static Rbf around(Rows rows, float gamma, Run run) {
        int d = rows.columns();
        double[] mean = Moments.mean(rows, run);
        Matrix centre = new Matrix(1, d);
        for (int j = 0; j < d; j++) {
            centre.data()[j] = (float) mean[j];
        }
        Matrix points = rows instanceof Matrix matrix ? matrix.copy() : Tables.inMemory(rows, run);
        for (int i = 0; i < points.data().length; i++) {
            points.data()[i] -= centre.data()[i % d];
        }
        return new Rbf(centre, points, gamma);
    }

    /**
     * γ = gammaScale/(d·v) for rows of d values, where v is the variance of all values of the table. With a gammaScale
     * of 1 it is scikit-learn's {@code gamma='scale'}. If all columns have one mean, the mean exponent of two rows is
     * then -2.
     *
     * @throws IllegalArgumentException if all values of the rows are the same
     */
    public static float gamma(double gammaScale, Rows rows, Run run) {
        double[] mean = Moments.mean(rows, run);
        double[] variance = Moments.variance(rows, mean, run);
        double all = 0;
        for (double m : mean) {
            all += m / mean.length;
        }
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
            sum += variance[j] + (mean[j] - all) * (mean[j] - all);
        }
        float gamma = (float) (gammaScale / sum);
        if (!(gamma > 0 && gamma < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The values of the " + rows.rows()
                    + " rows have a variance of " + sum / mean.length
                    + ", for which there is no kernel with gammaScale "
                    + gammaScale + "; take features that differ more");
        }
        return gamma;
    }

    private double squares(float[] x, int at) {
        double sum = 0;
        for (int j = at; j < at + points.columns(); j++) {
            sum += (double) x[j] * x[j];
        }
        return sum;
    }

    /** A copy of the centre m, as one row. */
    public Matrix centre() {
        return centre.copy();
    }

    /** A copy of the rows y less the centre. */
    public Matrix points() {
        return points.copy();
    }

    /** The number of rows y. */
    public int size() {
        return points.rows();
    }

    /** The number of values of a row. */
    public int columns() {
        return points.columns();
    }

    /** γ, which is a float. */
    public float gamma() {
        return (float) gamma;
    }

    /**
     * The kernel of n rows x, which lie one after another from {@code in[at]} on, and the rows y from {@code from} to
     * {@code to - 1}.
     *
     * @param out a row of {@code to - from} values for each x, adjacent in a row
     */
    public void values(float[] in, int at, int n, int from, int to, Strided out, Run run) {
        int d = points.columns();
        float[] differences = new float[n * d];
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < d; j++) {
                differences[r * d + j] = in[at + r * d + j] - centre.data()[j];
            }
        }
        values(differences, n, from, to, out, run);
    }

    /** The kernel of the rows y from {@code first} to {@code end - 1} as x and those below {@code to}; see values. */
    public void ofPoints(int first, int end, int to, Strided out, Run run) {
        int d = points.columns();
        values(Arrays.copyOfRange(points.data(), first * d, end * d), end - first, 0, to, out, run);
    }

    /** @param a n rows, which are scaled */
    private void values(float[] a, int n, int from, int to, Strided out, Run run) {
        int d = points.columns();
        int count = to - from;
        float[] c = out.data();
        for (int r = 0; r < n; r++) {
            double begin = -gamma * squares(a, r * d);
            int row = out.offset() + r * out.row();
            for (int p = 0; p < count; p++) {
                c[row + p] = (float) (begin + ends[from + p]);
            }
            for (int i = r * d; i < (r + 1) * d; i++) {
                a[i] = (float) (2 * gamma * a[i]);
            }
        }
        run.kernels()
                .linear()
                .gemm(0, n, count, d, Strided.rows(a, 0, d), Strided.columns(points.data(), from * d, d), out);
        for (int r = 0; r < n; r++) {
            int row = out.offset() + r * out.row();
            for (int p = row; p < row + count; p++) {
                c[p] = Math.min(c[p], 0f);
            }
            run.kernels().linear().exp(c, row, count);
        }
    }
}
