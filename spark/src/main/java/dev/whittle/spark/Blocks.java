package dev.whittle.spark;

/**
 * How rows are cut into blocks and blocks into partitions. A partition is a range of adjacent blocks; with more
 * partitions than blocks some are empty. Neither depends on the machines.
 *
 * @param rows of the table
 * @param partitions at least 1
 */
record Blocks(int rows, int partitions) implements java.io.Serializable {
    /** Rows of a block: a multiple of the rows of every chunk. */
    static final int ROWS = 4096;

    Blocks {
        if (rows < 1 || partitions < 1) {
            throw new IllegalArgumentException("At least 1 row and 1 partition are expected, got " + rows + " rows and "
                    + partitions + " partitions");
        }
    }

    private int count() {
        return (rows - 1) / ROWS + 1;
    }

    /** The first row of a partition; that of the one after the last is the number of rows. */
    int firstRow(int partition) {
        return (int) Math.min(rows, (long) partition * count() / partitions * ROWS);
    }

    /** The partition of a row. */
    int partition(int row) {
        return (int) (((row / ROWS + 1L) * partitions - 1) / count());
    }
}
