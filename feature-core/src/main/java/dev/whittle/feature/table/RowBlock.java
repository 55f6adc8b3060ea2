package dev.whittle.feature.table;

import java.io.Serializable;
import java.util.Objects;

/**
 * Adjacent rows of a larger table, under the numbers that they have in it. Only these can be read. For statistics of
 * chunks that are computed far from the rest of the table.
 */
public final class RowBlock implements Rows, Serializable {
    private final int all;
    private final int first;
    private final int count;
    private final int columns;
    private final float[] data;

    /**
     * @param all how many rows the whole table has
     * @param first the number of the block's first row in it
     * @param block the rows of the block; shared, not copied
     */
    public RowBlock(int all, int first, Matrix block) {
        Objects.checkFromIndexSize(first, block.rows(), all);
        this.all = all;
        this.first = first;
        this.count = block.rows();
        this.columns = block.columns();
        this.data = block.data();
    }

    /** How many rows the whole table has. */
    @Override
    public int rows() {
        return all;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** The number of the block's first row. */
    public int first() {
        return first;
    }

    /** How many rows the block has. */
    public int count() {
        return count;
    }

    /** The rows of the block, one after another. Not a copy. */
    public float[] data() {
        return data;
    }

    /**
     * Where a row begins in {@link #data}.
     *
     * @param n how many rows from this one on are needed
     * @throws IndexOutOfBoundsException if one of them is not in the block
     */
    public int offset(int row, int n) {
        return Objects.checkFromIndexSize(row - first, n, count) * columns;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        System.arraycopy(data, offset(row, n), to, at, n * columns);
    }

    /** Checks the rows of the block. */
    @Override
    public void checkFinite(String where) {
        Finite.check(where, data, 0, count, columns, first);
    }

    @Override
    public String toString() {
        return "RowBlock[" + first + " to " + (first + count - 1) + " of " + all + "x" + columns + "]";
    }
}
