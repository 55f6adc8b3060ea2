package dev.whittle.feature.kernel.linear;

/**
 * A matrix that lies in an array: element (i, j) is {@code data[offset + i * row + j * column]}. The array is not
 * copied.
 *
 * @param data the array
 * @param offset where element (0, 0) lies
 * @param row the distance from a row to the next
 * @param column the distance from a column to the next
 */
public record Strided(float[] data, int offset, int row, int column) {
    /** A matrix row by row, without gaps, that begins at {@code offset}. */
    public static Strided rows(float[] data, int offset, int columns) {
        return new Strided(data, offset, columns, 1);
    }

    /** The transpose of {@link #rows}: the array holds column after column, each of {@code rows} elements. */
    public static Strided columns(float[] data, int offset, int rows) {
        return new Strided(data, offset, 1, rows);
    }

    /** The part that begins at this element; this object itself for element (0, 0). */
    public Strided from(int i, int j) {
        return i == 0 && j == 0 ? this : new Strided(data, offset + i * row + j * column, row, column);
    }
}
