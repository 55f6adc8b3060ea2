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

    /**
     * These rows, with all values checked: those of a matrix now, all others whenever they are read.
     *
     * @param where what the table is, for the message, such as "features"
     * @throws IllegalArgumentException if a value of a matrix is not finite; reading throws it for other tables
     */
    public static Rows checked(Rows rows, String where) {
        if (rows instanceof Matrix) {
            rows.checkFinite(where);
            return rows;
        }
        return new ComputedRows(rows.rows(), rows.columns(), (row, n, to, at) -> {
            rows.read(row, n, to, at);
            Finite.check(where, to, at, n, rows.columns(), row);
        });
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
