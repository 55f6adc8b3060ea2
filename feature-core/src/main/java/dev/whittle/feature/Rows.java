package dev.whittle.feature;

/**
 * A table of floats that is read row by row: a {@link Matrix} in memory, or one that is larger than memory and lies in a file. Immutable
 * while in use; may be read by several threads at once.
 */
public interface Rows {
    int rows();

    int columns();

    /**
     * Copies the rows {@code row} to {@code row + n - 1} to {@code to}, row by row, from {@code to[at]} on.
     *
     * @throws IndexOutOfBoundsException if a row or a place in {@code to} is not there
     */
    void read(int row, int n, float[] to, int at);

    /**
     * Checks that all values are finite.
     *
     * @param where what the table is, for the message, such as "training features"
     * @throws IllegalArgumentException naming the first NaN or infinity and its place
     */
    default void checkFinite(String where) {
        float[] values = new float[columns()];
        for (int r = 0; r < rows(); r++) {
            read(r, 1, values, 0);
            for (int c = 0; c < values.length; c++) {
                if (!Float.isFinite(values[c])) {
                    throw new IllegalArgumentException(where + ": row " + r + ", column " + c + " is " + values[c]
                            + "; only finite values can be used");
                }
            }
        }
    }
}
