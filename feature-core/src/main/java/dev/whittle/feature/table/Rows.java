package dev.whittle.feature.table;

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
        return new SelectedRows(this, index.clone());
    }

    /** These rows followed by other rows with as many columns, as a view. */
    default Rows then(Rows more) {
        return new JoinedRows(this, more);
    }

    /** All rows in memory; this table itself if it is in memory already. */
    default Matrix inMemory() {
        int columns = columns();
        Matrix all = new Matrix(rows(), columns);
        // Some at a time, as rows that are computed need memory of their own.
        int most = Math.max(1, (1 << 18) / Math.max(1, columns));
        for (int from = 0; from < all.rows(); from += most) {
            read(from, Math.min(most, all.rows() - from), all.data(), from * columns);
        }
        return all;
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
