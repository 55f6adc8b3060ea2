package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;

/**
 * The signed power of every value: sign(x)·|x|^exponent (Perronnin, Sánchez and Mensink, "Improving the Fisher kernel
 * for large-scale image classification", ECCV 2010, section 2.3).
 *
 * @param exponent above 0 and at most 1; 0.5 is the signed square root, computed by {@code Math.sqrt}, every other by
 *     {@code StrictMath.pow}
 */
public record Power(double exponent) implements NeedsNoData<Rows, Transform>, LearnedSize {
    public Power {
        if (!(exponent > 0 && exponent <= 1)) {
            throw new IllegalArgumentException("Power: exponent must be above 0 and at most 1, got " + exponent);
        }
    }

    /** The signed square root, as in the paper. */
    public static Power defaults() {
        return new Power(0.5);
    }

    @Override
    public Transform fitted() {
        return new Fitted(exponent);
    }

    private record Fitted(double exponent) implements Transform {
        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            boolean root = exponent == 0.5;
            for (int i = 0; i < n * columns; i++) {
                double x = Math.abs((double) in[at + i]);
                double power = root ? Math.sqrt(x) : StrictMath.pow(x, exponent);
                out[to + i] = (float) Math.copySign(power, in[at + i]);
            }
        }

        @Override
        public boolean valueByValue() {
            return true;
        }

        @Override
        public String toString() {
            return "power";
        }
    }
}
