package dev.whittle.feature.table;

import java.util.Objects;

/** Some rows of a table, in some order. */
final class SelectedRows implements Rows {
    private final Rows all;
    private final int[] index;

    SelectedRows(Rows all, int[] index) {
        for (int i : index) {
            Objects.checkIndex(i, all.rows());
        }
        this.all = all;
        this.index = index;
    }

    @Override
    public int rows() {
        return index.length;
    }

    @Override
    public int columns() {
        return all.columns();
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, index.length);
        int end = row + n;
        for (int from = row; from < end; ) {
            // Adjacent rows are read together.
            int run = 1;
            while (from + run < end && index[from + run] == index[from] + run) {
                run++;
            }
            all.read(index[from], run, to, at + (from - row) * columns());
            from += run;
        }
    }

    @Override
    public String toString() {
        return "SelectedRows[" + rows() + " of " + all + "]";
    }
}
