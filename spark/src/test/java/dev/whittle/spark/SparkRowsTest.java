package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Cancellation;
import dev.whittle.feature.Chunks;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class SparkRowsTest {
    private static final Run RUN = Run.defaults();
    private static final Matrix ROWS = TestData.gaussians(2 * Blocks.ROWS + 100, 3, 4);
    private static SparkSession spark;
    private static SparkRows rows;

    @BeforeAll
    static void start() {
        spark = SparkSessions.local();
        rows = onSpark(ROWS, 2);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static SparkRows onSpark(Matrix rows, int partitions) {
        return SparkRows.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), rows, partitions);
    }

    @Test
    void everyRowHasOnePartition() {
        for (int[] sizes : new int[][] {{1, 1}, {100_000, 1}, {100_000, 7}, {100_000, 64}, {Blocks.ROWS * 64, 64}}) {
            Blocks blocks = new Blocks(sizes[0], sizes[1]);
            assertEquals(0, blocks.firstRow(0));
            assertEquals(sizes[0], blocks.firstRow(sizes[1]));
            for (int row = 0; row < sizes[0]; row++) {
                int p = blocks.partition(row);
                int at = row;
                assertTrue(blocks.firstRow(p) <= row && row < blocks.firstRow(p + 1), () -> blocks + ", row " + at);
                assertEquals(0, blocks.firstRow(p) % Blocks.ROWS);
            }
        }
        Messages.says(() -> new Blocks(0, 1), "1 row", "0 rows");
    }

    @Test
    void rowsComeBack() {
        float[] read = new float[3 * 300 + 1];
        rows.read(Blocks.ROWS - 100, 300, read, 1);
        assertArrayEquals(
                Arrays.copyOfRange(ROWS.data(), 3 * (Blocks.ROWS - 100), 3 * (Blocks.ROWS + 200)),
                Arrays.copyOfRange(read, 1, read.length));
        int[] index = {8000, 3, 3, 0, 5000, 8291, 4095, 4096};
        assertTrue(ROWS.selectRows(index).bitsEqual(Matrix.inMemory(rows.select(index))));
        assertTrue(ROWS.bitsEqual(Matrix.inMemory(rows)));
        assertThrows(IndexOutOfBoundsException.class, () -> rows.read(ROWS.rows() - 1, 2, read, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> rows.select(ROWS.rows()));
    }

    @Test
    void valuesThatAreNotFiniteAreFoundWhereTheyAre() {
        rows.checkFinite("rows");
        Matrix planted = ROWS.copy();
        planted.set(5000, 1, Float.NaN);
        planted.set(8000, 2, Float.POSITIVE_INFINITY);
        try (SparkRows there = onSpark(planted, 2)) {
            String here = Messages.says(() -> planted.checkFinite("these rows"), "row 5000");
            assertEquals(here, Messages.says(() -> there.checkFinite("these rows"), "row 5000"));
        }
    }

    @Test
    void whatAChunkThrowsArrives() {
        Messages.says(
                () -> Chunks.fold(
                        rows,
                        256,
                        (x, from, to, there) -> {
                            if (from == 512) {
                                throw new IllegalArgumentException("chunk of row " + from);
                            }
                            return 1;
                        },
                        Integer::sum,
                        RUN),
                "chunk of row 512");
        Messages.says(() -> Chunks.fold(rows, 3000, (x, from, to, there) -> 1, Integer::sum, RUN), "4096", "3000");
    }

    @Test
    void seedsAreThoseOfTheCaller() {
        Run seeded = RUN.withSeed(7).withStartSeed(8);
        List<Long> seeds = new ArrayList<>();
        Chunks.inOrder(
                rows,
                4096,
                (x, from, to, there) -> new long[] {there.seed(), there.startSeed(), there.threads()},
                (from, there) -> Arrays.stream(there).forEach(seeds::add),
                seeded);
        assertEquals(List.of(7L, 8L, 1L, 7L, 8L, 1L, 7L, 8L, 1L), seeds);
    }

    @Test
    void cancelledWorkEnds() {
        Cancellation cancellation = new Cancellation();
        Run run = RUN.withCancellation(cancellation);
        List<Integer> used = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> Chunks.inOrder(
                        rows,
                        4096,
                        (x, from, to, there) -> 1,
                        (from, s) -> {
                            used.add(from);
                            cancellation.cancel();
                        },
                        run));
        assertFalse(used.isEmpty());
        assertTrue(used.size() < 3, "the second partition is not used, got " + used);
    }

    /** A table of numbered rows, in an order of its own. */
    private static Dataset<Row> numbered(int n, IntFunction<Long> number, IntFunction<float[]> values) {
        StructType type = new StructType()
                .add("row", DataTypes.LongType)
                .add("name", DataTypes.StringType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType));
        List<Row> all = IntStream.of(RUN.random("order", 1).permutation(n))
                .mapToObj(i -> RowFactory.create(number.apply(i), "image " + i, values.apply(i)))
                .toList();
        return spark.createDataFrame(all, type).repartition(3);
    }

    @Test
    void aSparkTableIsSorted() {
        Dataset<Row> table = numbered(ROWS.rows(), i -> (long) i, ROWS::row);
        try (SparkRows sorted = SparkRows.of(table, 2)) {
            assertEquals(2, sorted.partitions());
            assertTrue(ROWS.bitsEqual(Matrix.inMemory(sorted)));
        }
    }

    @Test
    void wrongTablesAreRefused() {
        int n = 50;
        IntFunction<Long> number = i -> (long) i;
        IntFunction<float[]> values = i -> new float[] {i, 1};
        Messages.says(
                () -> SparkRows.of(numbered(n, i -> i == 7 ? 8L : (long) i, values), 2), "Row 7 is missing", "0 to 49");
        Messages.says(() -> SparkRows.of(numbered(n, i -> i == 8 ? 7L : (long) i, values), 2), "Row 7 is there twice");
        Messages.says(() -> SparkRows.of(numbered(n, i -> 1L + i, values), 2), "Row 0 is missing");
        Messages.says(() -> SparkRows.of(numbered(n, i -> i == 9 ? -3L : (long) i, values), 1), "a row -3");
        Messages.says(
                () -> SparkRows.of(numbered(n, number, i -> i == 9 ? new float[3] : values.apply(i)), 1), "2 to 3");
        Messages.says(
                () -> SparkRows.of(numbered(n, i -> i == 9 ? null : Long.valueOf(i), values), 1),
                "1 of 50",
                "no number");
        Messages.says(
                () -> SparkRows.of(numbered(n, number, i -> i == 9 ? null : values.apply(i)), 1),
                "1 of 50",
                "no features");
    }
}
