package dev.whittle.pipeline.experiment;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Floats rounded to three significant decimal digits, halves away from zero. It is what {@link BigDecimal#round} gives
 * of the exact value, in a fraction of its time: most floats need long integers only.
 */
final class ThreeDigits {
    private static final MathContext THREE = new MathContext(3);
    private static final double LEAST = 1e-9;
    private static final double MOST = 1e15;
    private static final int MANTISSA_BITS = 23;
    private static final int EXPONENT_OF_ONE = 127 + MANTISSA_BITS;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private ThreeDigits() {}

    /** Without zeros at the end. */
    static BigDecimal of(float value) {
        double size = Math.abs((double) value);
        if (!(size >= LEAST && size < MOST)) {
            return value == 0
                    ? BigDecimal.ZERO
                    : new BigDecimal(value).round(THREE).stripTrailingZeros();
        }
        int bits = Float.floatToRawIntBits(value);
        // The value is mantissa·2^exponent. Normal floats only, as these are at least 10⁻⁹.
        long mantissa = bits & (1 << MANTISSA_BITS) - 1 | 1 << MANTISSA_BITS;
        int exponent = (bits >>> MANTISSA_BITS & 0xff) - EXPONENT_OF_ONE;
        int scale = scale(size);
        // With the scale, the value is numerator/denominator, from 100 to below 1000. Both are below 2^62.
        long numerator = mantissa * (scale > 0 ? POWERS[scale] : 1) << Math.max(0, exponent);
        long denominator = (scale < 0 ? POWERS[-scale] : 1) << Math.max(0, -exponent);
        long digits = (2 * numerator + denominator) / (2 * denominator);
        return BigDecimal.valueOf(value < 0 ? -digits : digits, scale).stripTrailingZeros();
    }

    /** By which power of ten a value is multiplied to be from 100 to below 1000. */
    private static int scale(double size) {
        int scale = 0;
        if (size >= 1000) {
            while (size >= 1000.0 * POWERS[-scale]) {
                scale--;
            }
        } else {
            while (size * POWERS[scale] < 100) {
                scale++;
            }
        }
        return scale;
    }
}
