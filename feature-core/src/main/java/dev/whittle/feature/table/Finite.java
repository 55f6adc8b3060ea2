package dev.whittle.feature.table;

/** Searches for NaN and infinities. */
public final class Finite {
    private Finite() {}

    /**
     * How many values before the first NaN or infinity among {@code values[at]} to {@code values[at + n - 1]}; -1 if
     * there is none.
     */
    public static int firstOther(float[] values, int at, int n) {
        int any = 0;
        for (int i = at; i < at + n; i++) {
            // NaN and infinities have an exponent of all ones, which carries into the sign.
            any |= (Float.floatToRawIntBits(values[i]) & 0x7FFFFFFF) + 0x00800000;
        }
        if (any >= 0) {
            return -1;
        }
        int i = 0;
        while (Float.isFinite(values[at + i])) {
            i++;
        }
        return i;
    }

    /**
     * Checks rows that lie one after another from {@code values[at]} on.
     *
     * @param where what the table is, for the message
     * @param first the number of the first row, for the message
     * @throws IllegalArgumentException if there is a NaN or an infinity, with the first one and its place, or the array
     *     is too short
     */
    public static void check(String where, float[] values, int at, int n, int columns, long first) {
        if (at < 0 || n < 0 || (long) n * columns > values.length - (long) at) {
            throw new IllegalArgumentException(where + ": expected " + n + " rows of " + columns + " values from index "
                    + at + " on, but the array has " + values.length + " values");
        }
        int other = firstOther(values, at, n * columns);
        if (other >= 0) {
            throw new IllegalArgumentException(where + ": row " + (first + other / columns) + ", column "
                    + other % columns + " is " + values[at + other] + "; only finite values can be used");
        }
    }
}
