package dev.whittle.spark;

import dev.whittle.feature.ChunkStatistics;
import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.RowBlock;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A table whose rows are on the executors of Apache Spark. What learns from {@link Rows} learns from it, with the same
 * bits as on one machine, for any number of partitions and executors: the statistics of the same chunks are computed
 * where their rows are, and combined in chunk order on the driver.
 *
 * <p>Rows are in blocks of 4,096. A partition is a range of adjacent blocks, kept in the executor's memory, or on its
 * disk where there is no room. For each task that runs at the same time, an executor needs the memory of one block and
 * of the statistics of all chunks of a partition. On the driver, the statistics of at most two {@link PartitionJobs
 * jobs} wait. With more partitions, these are smaller.
 *
 * <p>{@link #read} and {@link #select} bring rows to the driver, with a job for each call. What trains on a cluster
 * reads only some rows this way, such as those that k-means starts with.
 *
 * <p>Executors use vector kernels where Java was given {@code --add-modules jdk.incubator.vector}
 * ({@code spark.executor.extraJavaOptions}), and scalar ones elsewhere, with the same bits.
 */
public final class SparkRows implements RemoteRows, AutoCloseable {
    /** Selected rows of at most so many values, 256 MiB, are fetched at once. */
    private static final int MOST_SELECTED = 1 << 26;

    private final JavaSparkContext context;
    /** The values of each block. */
    private final JavaRDD<float[]> values;

    /** The same as blocks. */
    private final JavaRDD<RowBlock> rdd;

    private final Blocks blocks;
    private final int columns;
    private final PartitionJobs jobs;
    private volatile boolean finite;

    /** @param values of the blocks of the table, in their order */
    private SparkRows(JavaSparkContext context, JavaRDD<float[]> values, Blocks blocks, int columns) {
        this.context = context;
        this.values = values.persist(StorageLevel.MEMORY_AND_DISK());
        this.rdd = this.values.mapPartitionsWithIndex(
                (p, own) -> new Numbered(own, blocks.rows(), columns, blocks.firstRow(p)), true);
        this.blocks = blocks;
        this.columns = columns;
        this.jobs = new PartitionJobs(this.rdd.rdd());
    }

    /** Blocks under the numbers of their rows. */
    private static final class Numbered implements Iterator<RowBlock> {
        private final Iterator<float[]> values;
        private final int rows;
        private final int columns;
        private int first;

        Numbered(Iterator<float[]> values, int rows, int columns, int first) {
            this.values = values;
            this.rows = rows;
            this.columns = columns;
            this.first = first;
        }

        @Override
        public boolean hasNext() {
            return values.hasNext();
        }

        @Override
        public RowBlock next() {
            float[] block = values.next();
            int n = block.length / columns;
            RowBlock made = new RowBlock(rows, first, new Matrix(n, columns, block));
            first += n;
            return made;
        }
    }

    /**
     * Sends a table of this machine to the executors. A copy stays with the driver, in memory or on its disk, for
     * executors that are lost.
     *
     * @param table at least 1 row
     * @param partitions at least 1; more than the table has blocks of 4,096 rows are of no use
     */
    public static SparkRows of(JavaSparkContext context, Rows table, int partitions) {
        Blocks blocks = new Blocks(table.rows(), partitions);
        List<Broadcast<ArrayList<float[]>>> sent = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            ArrayList<float[]> own = new ArrayList<>();
            for (int row = blocks.firstRow(p); row < blocks.firstRow(p + 1); row += Blocks.ROWS) {
                Matrix block = new Matrix(Math.min(Blocks.ROWS, table.rows() - row), table.columns());
                table.read(row, block.rows(), block.data(), 0);
                own.add(block.data());
            }
            sent.add(context.broadcast(own));
        }
        List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
        JavaRDD<float[]> rdd = context.parallelize(numbers, partitions)
                .flatMap(p -> sent.get(p).value().iterator());
        try {
            return new SparkRows(context, rdd, blocks, table.columns()).computedNow();
        } finally {
            sent.forEach(Broadcast::unpersist);
        }
    }

    /**
     * Rows of a Spark table, such as extracted features.
     *
     * @param features with the columns {@code row}, a long: the numbers 0 … n-1, each once, in any order; and
     *     {@code features}, an array of floats, of the same length in each row
     * @param partitions at least 1; more than the table has blocks of 4,096 rows are of no use
     * @throws IllegalArgumentException if there are no rows or more than 2<sup>31</sup>-1, a number is missing or there
     *     twice, or a row has no number, no values or another length
     */
    public static SparkRows of(Dataset<Row> features, int partitions) {
        NumberedRows numbered = NumberedRows.of(features);
        Blocks blocks = new Blocks(numbered.count(), partitions);
        return of(numbered.rows().context(), numbered.blocks(blocks), blocks, numbered.columns());
    }

    /**
     * The rows of the images that can be used.
     *
     * @throws IllegalArgumentException if there are none, or more than 2<sup>31</sup>-1
     */
    static SparkRows of(Extraction extraction, int partitions) {
        Blocks blocks = new Blocks(NumberedRows.checked(extraction.good()), partitions);
        JavaRDD<float[]> values = extraction.blocks(blocks);
        return of(values.context(), values, blocks, extraction.columns());
    }

    private static SparkRows of(SparkContext context, JavaRDD<float[]> values, Blocks blocks, int columns) {
        return new SparkRows(JavaSparkContext.fromSparkContext(context), values, blocks, columns).computedNow();
    }

    /** Computes all blocks now, so that what is wrong with the rows is found now. */
    private SparkRows computedNow() {
        try {
            forEachBlock(block -> {});
            return this;
        } catch (Exception e) {
            // Also Spark's checked ones, which its methods do not declare.
            close();
            throw e;
        }
    }

    /** What is done with a block where it is. */
    private interface BlockTask extends Consumer<RowBlock>, Serializable {}

    private void forEachBlock(BlockTask task) {
        jobs.inOrder(
                all(),
                own -> {
                    own.forEachRemaining(task);
                    return 0;
                },
                done -> {},
                Run.defaults());
    }

    /** The numbers of all partitions. */
    private List<Integer> all() {
        return IntStream.range(0, blocks.partitions()).boxed().toList();
    }

    @Override
    public int rows() {
        return blocks.rows();
    }

    @Override
    public int columns() {
        return columns;
    }

    /** How many partitions the rows are in. */
    public int partitions() {
        return blocks.partitions();
    }

    /** @throws IllegalArgumentException if 4,096 is no multiple of {@code chunkRows} */
    @Override
    public <S extends Serializable> void chunks(
            int chunkRows, ChunkStatistics<S> statistics, ChunkStatistics.Use<S> use, Run run) {
        if (chunkRows < 1 || Blocks.ROWS % chunkRows != 0) {
            throw new IllegalArgumentException("Rows on Spark are cut into chunks of which " + Blocks.ROWS
                    + " rows are a multiple, got chunks of " + chunkRows);
        }
        Broadcast<byte[]> shared = context.broadcast(JavaBytes.of(statistics));
        try {
            int[] next = {0};
            jobs.inOrder(
                    all(),
                    new ChunkWork<S>(shared, chunkRows, run.seed(), run.startSeed()),
                    ofPartition -> {
                        for (S s : ofPartition) {
                            use.chunk(next[0], s);
                            next[0] += chunkRows;
                        }
                    },
                    run);
        } finally {
            shared.destroy();
        }
    }

    /** The statistics of the chunks of a partition, in their order. */
    private record ChunkWork<S extends Serializable>(
            Broadcast<byte[]> statistics, int chunkRows, long seed, long startSeed)
            implements PartitionJobs.Work<ArrayList<S>> {
        @Override
        public ArrayList<S> of(Iterator<RowBlock> blocks) {
            Run run = ExecutorRun.get().withSeed(seed).withStartSeed(startSeed);
            @SuppressWarnings("unchecked") // what chunks() has sent
            ChunkStatistics<S> of = (ChunkStatistics<S>) JavaBytes.value(statistics.value(), JavaBytes.loader());
            ArrayList<S> all = new ArrayList<>();
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                int end = block.first() + block.count();
                for (int from = block.first(); from < end; from += chunkRows) {
                    run.checkCancelled();
                    all.add(of.of(block, from, Math.min(end, from + chunkRows), run));
                }
            }
            return all;
        }
    }

    @Override
    public SparkRows computed(int newColumns, Computation computation) {
        Broadcast<byte[]> sent = context.broadcast(JavaBytes.of(computation));
        JavaRDD<float[]> computed = rdd.mapPartitions(own -> {
            Computation of = (Computation) JavaBytes.value(sent.value(), JavaBytes.loader());
            return new Computed(own, newColumns, of, ExecutorRun.get());
        });
        return new SparkRows(context, computed, blocks, newColumns);
    }

    /** One computed block after another. */
    private record Computed(Iterator<RowBlock> own, int columns, Computation computation, Run run)
            implements Iterator<float[]> {
        @Override
        public boolean hasNext() {
            return own.hasNext();
        }

        @Override
        public float[] next() {
            RowBlock block = own.next();
            int first = block.first();
            Matrix to = new Matrix(block.count(), columns);
            Tables.rangesOf(
                    block,
                    first,
                    first + block.count(),
                    run,
                    (in, at, row, n) -> computation.write(in, at, row, n, to.data(), (row - first) * columns, run));
            return to.data();
        }
    }

    /** Sends it as a broadcast, which Spark frees when what is returned is garbage collected. */
    @Override
    public <T extends Serializable> Shared<T> shared(T value) {
        Broadcast<T> sent = context.broadcast(value);
        return sent::value;
    }

    /** Brings rows to the driver. */
    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, rows());
        Objects.checkFromIndexSize(at, (long) n * columns, to.length);
        fetch(IntStream.range(row, row + n).toArray(), to, at);
    }

    /**
     * Brings the rows to the driver at once if they have at most 2<sup>26</sup> values, or else whenever they are read.
     */
    @Override
    public Rows select(int... index) {
        if ((long) index.length * columns > MOST_SELECTED) {
            return RemoteRows.super.select(index);
        }
        Matrix selected = new Matrix(index.length, columns);
        fetch(index, selected.data(), 0);
        return selected;
    }

    private void fetch(int[] index, float[] to, int at) {
        long[] byRow = new long[index.length];
        Set<Integer> partitions = new HashSet<>();
        for (int i = 0; i < index.length; i++) {
            byRow[i] = (long) Objects.checkIndex(index[i], rows()) << 32 | i;
            partitions.add(blocks.partition(index[i]));
        }
        Arrays.sort(byRow);
        int[] sorted = Arrays.stream(byRow).mapToInt(b -> (int) (b >> 32)).toArray();
        int[] next = {0};
        jobs.inOrder(
                partitions.stream().sorted().toList(),
                own -> rowsOf(own, sorted),
                values -> {
                    for (int from = 0; from < values.length; from += columns) {
                        System.arraycopy(values, from, to, at + (int) byRow[next[0]++] * columns, columns);
                    }
                },
                Run.defaults());
    }

    /** The values of those of these rows that are in some blocks, one row after another. */
    private static float[] rowsOf(Iterator<RowBlock> blocks, int[] sorted) {
        float[] values = new float[0];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            int end = block.first() + block.count();
            int[] own = Arrays.stream(sorted)
                    .filter(row -> row >= block.first() && row < end)
                    .toArray();
            int before = values.length;
            values = Arrays.copyOf(values, before + own.length * block.columns());
            for (int i = 0; i < own.length; i++) {
                block.read(own[i], 1, values, before + i * block.columns());
            }
        }
        return values;
    }

    /** Checked on the executors, and only once, since the rows do not change. */
    @Override
    public void checkFinite(String where) {
        if (!finite) {
            forEachBlock(block -> block.checkFinite(where));
            finite = true;
        }
    }

    /** Frees the memory and the disks of the executors. Rows that are used later are computed again. */
    @Override
    public void close() {
        values.unpersist();
    }

    @Override
    public String toString() {
        return "SparkRows[" + rows() + "x" + columns + " in " + partitions() + " partitions]";
    }
}
