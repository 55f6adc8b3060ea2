package dev.whittle.feature.table;

/** The search for values that are no numbers. */
final class Finite {
    private Finite() {}

    /** The index of the first NaN or infinity among the first {@code n} values, or -1. */
    static int firstOther(float[] values, int n) {
        int any = 0;
        for (int i = 0; i < n; i++) {
            // An exponent of all ones, which NaN and infinities have, carries into the sign.
            any |= (Float.floatToRawIntBits(values[i]) & 0x7FFFFFFF) + 0x00800000;
        }
        if (any >= 0) {
            return -1;
        }
        int i = 0;
        while (Float.isFinite(values[i])) {
            i++;
        }
        return i;
    }

    static IllegalArgumentException error(String where, long row, int column, float value) {
        return new IllegalArgumentException(
                where + ": row " + row + ", column " + column + " is " + value + "; only finite values can be used");
    }
}
