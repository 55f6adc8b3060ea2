package dev.whittle.feature.table;

import java.util.Objects;

/**
 * A table of floats that is read by ranges of rows: a {@link Matrix} in memory, or a table in a file that may be larger
 * than memory. Immutable while in use; several threads may read it at the same time.
 */
public interface Rows {
    int rows();

    int columns();

    /**
     * Copies the rows {@code row} to {@code row + n - 1} to {@code to}, row by row, from {@code to[at]} on.
     *
     * @throws IndexOutOfBoundsException if a row or a place in {@code to} does not exist
     */
    void read(int row, int n, float[] to, int at);

    /** The rows with these numbers, in this order, as a view; a row may occur more than once. */
    default Rows select(int... index) {
        Rows all = this;
        int[] numbers = index.clone();
        for (int i : numbers) {
            Objects.checkIndex(i, rows());
        }
        return new Rows() {
            @Override
            public int rows() {
                return numbers.length;
            }

            @Override
            public int columns() {
                return all.columns();
            }

            @Override
            public void read(int row, int n, float[] to, int at) {
                Objects.checkFromIndexSize(row, n, numbers.length);
                int end = row + n;
                for (int from = row; from < end; ) {
                    // Adjacent rows are read together.
                    int run = 1;
                    while (from + run < end && numbers[from + run] == numbers[from] + run) {
                        run++;
                    }
                    all.read(numbers[from], run, to, at + (from - row) * columns());
                    from += run;
                }
            }

            @Override
            public String toString() {
                return "SelectedRows[" + rows() + " of " + all + "]";
            }
        };
    }

    /** These rows followed by other rows with as many columns, as a view. */
    default Rows then(Rows more) {
        Rows first = this;
        if (columns() != more.columns()) {
            throw new IllegalArgumentException(
                    "Tables that are joined have as many columns, got " + columns() + " and " + more.columns());
        }
        Math.addExact(rows(), more.rows());
        return new Rows() {
            @Override
            public int rows() {
                return first.rows() + more.rows();
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
                    more.read(row + ofFirst - first.rows(), n - ofFirst, to, at + ofFirst * columns());
                }
            }

            @Override
            public String toString() {
                return "JoinedRows[" + first + ", " + more + "]";
            }
        };
    }

    /**
     * Checks that all values are finite.
     *
     * @param where what the table is, for the message, such as "training features"
     * @throws IllegalArgumentException if there is a NaN or an infinity, with the first one and its place
     */
    default void checkFinite(String where) {
        int rows = rows();
        int columns = columns();
        if (rows == 0 || columns == 0) {
            return;
        }
        // 256 KiB at a time, which stays in a core's cache.
        int chunk = Math.min(rows, Math.max(1, (1 << 16) / columns));
        float[] values = new float[Math.multiplyExact(chunk, columns)];
        for (int from = 0; from < rows; ) {
            int n = Math.min(chunk, rows - from);
            read(from, n, values, 0);
            Finite.check(where, values, 0, n, columns, from);
            from += n;
        }
    }
}
