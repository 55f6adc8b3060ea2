package dev.whittle.pipeline.experiment;

import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Rows;

/**
 * A table whose values are checked as they are read.
 *
 * @param where what the table is, for the message
 */
record FiniteRows(Rows table, String where) implements Rows {
    @Override
    public int rows() {
        return table.rows();
    }

    @Override
    public int columns() {
        return table.columns();
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        table.read(row, n, to, at);
        Finite.check(where, to, at, n, table.columns(), row);
    }
}
