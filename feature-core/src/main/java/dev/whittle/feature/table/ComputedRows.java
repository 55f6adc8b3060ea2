package dev.whittle.feature.table;

import java.util.Objects;

/** A table whose rows are computed when they are read. */
public final class ComputedRows implements Rows {
    private final int rows;
    private final int columns;
    private final Computation computation;

    /**
     * Computes the rows {@code row} to {@code row + n - 1} and writes them to {@code to[at …]}, row by row;
     * thread-safe.
     */
    @FunctionalInterface
    public interface Computation {
        void write(int row, int n, float[] to, int at);
    }

    public ComputedRows(int rows, int columns, Computation computation) {
        this.rows = rows;
        this.columns = columns;
        this.computation = computation;
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
        Objects.checkFromIndexSize(at, (long) n * columns, to.length);
        computation.write(row, n, to, at);
    }

    @Override
    public String toString() {
        return "ComputedRows[" + rows + "x" + columns + "]";
    }
}
