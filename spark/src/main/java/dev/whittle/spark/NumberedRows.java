package dev.whittle.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/**
 * Rows of a Spark table, which are in any order and have their numbers. Spark sorts them, and they are cut into blocks.
 *
 * @param rows the number and the values of each row
 * @param count how many there are
 * @param columns how many values each has
 */
record NumberedRows(JavaPairRDD<Long, float[]> rows, int count, int columns) {
    /** @throws IllegalArgumentException if there are no rows, or too many */
    static int checked(long count) {
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("1 to " + Integer.MAX_VALUE + " rows are expected, got " + count);
        }
        return (int) count;
    }

    /**
     * Counts the rows of a table and their values.
     *
     * @throws IllegalArgumentException if there are none or too many, a row has no number or no values, or rows have
     *     different lengths
     */
    static NumberedRows of(Dataset<Row> features) {
        Encoder<float[]> floats = features.sparkSession().implicits().newFloatArrayEncoder();
        Row sizes = features.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.col("features")),
                        functions.min(functions.size(functions.col("features"))),
                        functions.max(functions.size(functions.col("features"))),
                        functions.count(functions.col("row")))
                .first();
        int rows = checked(sizes.getLong(0));
        if (sizes.getLong(1) < rows) {
            throw new IllegalArgumentException((rows - sizes.getLong(1)) + " of " + rows
                    + " rows have no features; leave them out, and number the others from 0 on");
        }
        if (sizes.getLong(4) < rows) {
            throw new IllegalArgumentException((rows - sizes.getLong(4)) + " of " + rows
                    + " rows have no number in column 'row'; number them from 0 on");
        }
        if (sizes.getInt(2) != sizes.getInt(3)) {
            throw new IllegalArgumentException("Rows with the same number of values are expected, got rows of "
                    + sizes.getInt(2) + " to " + sizes.getInt(3));
        }
        Dataset<Tuple2<Long, float[]>> table = features.select(
                        functions.col("row").cast("long").as("_1"),
                        functions.col("features").cast("array<float>").as("_2"))
                .as(Encoders.tuple(Encoders.LONG(), floats));
        return new NumberedRows(table.javaRDD().mapToPair(row -> row), rows, sizes.getInt(2));
    }

    /** The rows as blocks, sorted by Spark's shuffle. */
    JavaRDD<float[]> blocks(Blocks cut) {
        int d = columns;
        return rows.repartitionAndSortWithinPartitions(new ByRow(cut))
                .mapPartitionsWithIndex((p, sorted) -> new Assembly(cut, p, d, sorted), true);
    }

    /** A number that no row should have goes to the nearest partition, which refuses it. */
    private static final class ByRow extends Partitioner {
        private final Blocks cut;

        ByRow(Blocks cut) {
            this.cut = cut;
        }

        @Override
        public int numPartitions() {
            return cut.partitions();
        }

        @Override
        public int getPartition(Object row) {
            return cut.partition((int) Math.max(0, Math.min(cut.rows() - 1L, (Long) row)));
        }
    }

    /** Makes one block after another of the sorted rows of a partition. */
    private static final class Assembly implements Iterator<float[]> {
        private final Blocks cut;
        private final int d;
        private final Iterator<Tuple2<Long, float[]>> sorted;
        private final int end;
        private int next;

        Assembly(Blocks cut, int partition, int d, Iterator<Tuple2<Long, float[]>> sorted) {
            this.cut = cut;
            this.d = d;
            this.sorted = sorted;
            this.next = cut.firstRow(partition);
            this.end = cut.firstRow(partition + 1);
        }

        @Override
        public boolean hasNext() {
            if (next == end && sorted.hasNext()) {
                throw wrong(sorted.next()._1());
            }
            return next < end;
        }

        @Override
        public float[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int first = next;
            int rows = Math.min(Blocks.ROWS, end - first);
            float[] block = new float[Math.multiplyExact(rows, d)];
            for (; next < first + rows; next++) {
                if (!sorted.hasNext()) {
                    throw new IllegalArgumentException("Row " + next + " is missing; " + expected());
                }
                Tuple2<Long, float[]> row = sorted.next();
                if (row._1() != next) {
                    throw wrong(row._1());
                }
                System.arraycopy(row._2(), 0, block, (next - first) * d, d);
            }
            return block;
        }

        private IllegalArgumentException wrong(long row) {
            return new IllegalArgumentException(
                    row < 0 || row >= cut.rows()
                            ? "There is a row " + row + "; " + expected()
                            : row < next
                                    ? "Row " + row + " is there twice; " + expected()
                                    : "Row " + next + " is missing; " + expected());
        }

        private String expected() {
            return "expected the numbers 0 to " + (cut.rows() - 1) + " in column 'row', each once";
        }
    }
}
