package dev.whittle.feature.transform;

import dev.whittle.feature.Checks;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * The homogeneous kernel map of the additive χ² kernel: vectors whose dot product is nearly k(x, y) = Σ 2·x·y/(x + y)
 * over the values of two histograms (Vedaldi and Zisserman, "Efficient additive kernels via explicit feature maps",
 * PAMI 2012). So a linear head on them does nearly what a head with this kernel does.
 *
 * <p>The signature of the kernel is the Fourier transform of κ(ω) = sech(πω) (table 1 of the paper). Sampled at the
 * multiples of an interval L (equation 11), a value x above 0 becomes 2·order + 1 values:
 *
 * <pre>{@code
 * z_0      = √(x·L·κ(0))
 * z_(2j-1) = √(2·x·L·κ(jL))·cos(jL·log x)     for j = 1 … order
 * z_(2j)   = √(2·x·L·κ(jL))·sin(jL·log x)
 * }</pre>
 *
 * 0 becomes zeros, and a value below 0, for which the kernel is not defined, is refused. The values that one value
 * becomes stand together. This is scikit-learn's {@code AdditiveChi2Sampler} with {@code sample_steps} = order +
 * 1, in another order. Computed in double.
 *
 * @param order the number of frequencies above 0, from 0 to 16
 * @param interval L, above 0. Good ones are 0.8 for order 0, 0.5 for order 1 and 0.4 for order 2
 */
public record AdditiveChiSquared(int order, double interval) implements NeedsNoData<Rows, Transform>, LearnedSize {
    private static final int MOST = 16;

    public AdditiveChiSquared {
        Checks checks = new Checks("Additive chi squared");
        checks.refuse(order < 0 || order > MOST, "order must be from 0 to " + MOST + ", got " + order);
        checks.refuse(!(interval > 0 && interval <= 10), "interval must be above 0 and at most 10, got " + interval);
        checks.report();
    }

    /** Three values for each, at intervals of 0.5, as in scikit-learn; the paper's section 5 finds it enough. */
    public static AdditiveChiSquared defaults() {
        return new AdditiveChiSquared(1, 0.5);
    }

    @Override
    public Transform fitted() {
        return new Fitted(order, interval);
    }

    @Override
    public int length(int columns) {
        return length(columns, 2 * order + 1);
    }

    /** The rows that are transformed at once. */
    @Override
    public long heapBytes(int rows, int columns) {
        return (long) Float.BYTES * Tables.rowsAtOnce(columns) * length(columns);
    }

    @Override
    public String instead() {
        return "a smaller order";
    }

    private static int length(int columns, int each) {
        long length = (long) columns * each;
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Additive chi squared makes " + each + " values of each, which are too many" + " for rows of "
                            + columns + " values; take a smaller order");
        }
        return (int) length;
    }

    private static final class Fitted implements NonNegative {
        private final int each;
        private final double interval;
        /** √(L·κ(0)), then √(2·L·κ(jL)). */
        private final double[] amplitude;

        Fitted(int order, double interval) {
            this.each = 2 * order + 1;
            this.interval = interval;
            amplitude = new double[order + 1];
            for (int j = 0; j <= order; j++) {
                amplitude[j] = Math.sqrt((j == 0 ? 1 : 2) * interval / StrictMath.cosh(Math.PI * j * interval));
            }
        }

        @Override
        public int columns(int columns) {
            return length(columns, each);
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            NonNegative.check(toString(), in, at, n, columns, 0);
            for (int i = 0; i < n * columns; i++) {
                map(in[at + i], out, to + i * each);
            }
        }

        private void map(float value, float[] out, int to) {
            double x = value;
            if (x == 0) {
                Arrays.fill(out, to, to + each, 0f);
                return;
            }
            double root = Math.sqrt(x);
            double log = amplitude.length == 1 ? 0 : StrictMath.log(x);
            out[to] = (float) (root * amplitude[0]);
            for (int j = 1; j < amplitude.length; j++) {
                out[to + 2 * j - 1] = (float) (root * amplitude[j] * StrictMath.cos(j * interval * log));
                out[to + 2 * j] = (float) (root * amplitude[j] * StrictMath.sin(j * interval * log));
            }
        }

        @Override
        public String toString() {
            return "additive chi squared";
        }
    }
}
