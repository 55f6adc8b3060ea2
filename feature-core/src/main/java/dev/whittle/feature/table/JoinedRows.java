package dev.whittle.feature.table;

import java.util.Objects;

/** The rows of one table, followed by the rows of another. */
final class JoinedRows implements Rows {
    private final Rows first;
    private final Rows second;

    JoinedRows(Rows first, Rows second) {
        if (first.columns() != second.columns()) {
            throw new IllegalArgumentException(
                    "Tables that are joined have as many columns, got " + first.columns() + " and " + second.columns());
        }
        Math.addExact(first.rows(), second.rows());
        this.first = first;
        this.second = second;
    }

    @Override
    public int rows() {
        return first.rows() + second.rows();
    }

    @Override
    public int columns() {
        return first.columns();
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, rows());
        int ofFirst = Math.max(0, Math.min(n, first.rows() - row));
        if (ofFirst > 0) {
            first.read(row, ofFirst, to, at);
        }
        if (n > ofFirst) {
            second.read(row + ofFirst - first.rows(), n - ofFirst, to, at + ofFirst * columns());
        }
    }

    @Override
    public String toString() {
        return "JoinedRows[" + first + ", " + second + "]";
    }
}
