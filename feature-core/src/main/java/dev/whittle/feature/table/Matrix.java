package dev.whittle.feature.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dense matrix of floats, row-major: element (r, c) is {@code data()[r * columns() + c]}. In Whittle a row is an
 * image (or a patch, or a centroid) and a column is one feature.
 *
 * <p>The array is shared, not copied. At most 2<sup>31</sup>-1 elements.
 */
public final class Matrix implements Rows, Serializable {
    private final int rows;
    private final int columns;
    private final float[] data;

    /** A matrix of zeros. */
    public Matrix(int rows, int columns) {
        this(rows, columns, new float[checkedLength(rows, columns)]);
    }

    /**
     * A matrix over an existing array.
     *
     * @throws IllegalArgumentException if {@code data.length != rows * columns}
     */
    public Matrix(int rows, int columns, float[] data) {
        int length = checkedLength(rows, columns);
        if (data.length != length) {
            throw new IllegalArgumentException("A " + rows + "x" + columns + " matrix needs " + length
                    + " values, but the array holds " + data.length);
        }
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /** Copies rows of equal length. */
    public static Matrix of(float[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Matrix m = new Matrix(rows.length, columns);
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != columns) {
                throw new IllegalArgumentException(
                        "Row " + r + " has " + rows[r].length + " values, but row 0 has " + columns);
            }
            System.arraycopy(rows[r], 0, m.data, r * columns, columns);
        }
        return m;
    }

    /** All rows of a table in memory; the table itself if it is a matrix already. */
    public static Matrix inMemory(Rows table) {
        if (table instanceof Matrix matrix) {
            return matrix;
        }
        int columns = table.columns();
        Matrix all = new Matrix(table.rows(), columns);
        // Some at a time, as rows that are computed need memory of their own.
        int most = Math.max(1, (1 << 18) / Math.max(1, columns));
        for (int from = 0; from < all.rows(); from += most) {
            table.read(from, Math.min(most, all.rows() - from), all.data(), from * columns);
        }
        return all;
    }

    private static int checkedLength(int rows, int columns) {
        long length = (long) rows * columns;
        if (rows < 0 || columns < 0 || length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("A matrix has 0 or more rows and columns and at most 2^31-9 values, got "
                    + rows + " rows and " + columns + " columns");
        }
        return (int) length;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, rows);
        System.arraycopy(data, row * columns, to, at, n * columns);
    }

    @Override
    public void checkFinite(String where) {
        Finite.check(where, data, 0, rows, columns, 0);
    }

    /** The backing array itself. */
    public float[] data() {
        return data;
    }

    public float get(int row, int column) {
        return data[index(row, column)];
    }

    public void set(int row, int column, float value) {
        data[index(row, column)] = value;
    }

    private int index(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return row * columns + column;
    }

    /** A copy of one row. */
    public float[] row(int row) {
        Objects.checkIndex(row, rows);
        return Arrays.copyOfRange(data, row * columns, (row + 1) * columns);
    }

    /** A new matrix of the given rows, in the given order; a row may occur more than once. */
    public Matrix selectRows(int... index) {
        Matrix m = new Matrix(index.length, columns);
        for (int i = 0; i < index.length; i++) {
            Objects.checkIndex(index[i], rows);
            System.arraycopy(data, index[i] * columns, m.data, i * columns, columns);
        }
        return m;
    }

    public Matrix copy() {
        return new Matrix(rows, columns, data.clone());
    }

    /**
     * Returns this matrix if all its values are finite.
     *
     * @param where what the matrix is, for the message, such as "features of 'HoG'"
     * @throws IllegalArgumentException if there is a NaN or an infinity, with the first one and its place
     */
    public Matrix requireFinite(String where) {
        checkFinite(where);
        return this;
    }

    /** Whether shapes and the raw bits of all values are the same (so 0.0 differs from -0.0). */
    public boolean bitsEqual(Matrix other) {
        if (rows != other.rows || columns != other.columns) {
            return false;
        }
        for (int i = 0; i < data.length; i++) {
            if (Float.floatToRawIntBits(data[i]) != Float.floatToRawIntBits(other.data[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + "x" + columns + "]";
    }
}
