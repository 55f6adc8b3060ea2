package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extraction and training on a master and three workers, all processes of their own. A worker that a test kills is
 * replaced before the next one.
 */
@Tag("long")
class ClusterTest {
    private static final int WORKERS = 3;
    private static final int D = 6;
    private static final int CLASSES = 3;
    /** So that each of nine partitions has rows. */
    private static final int ROWS = 9 * Blocks.ROWS + 77;

    private static final Run RUN = Run.defaults().withSeed(3);

    @TempDir
    private static Path temp;

    private static StandaloneCluster cluster;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        cluster = new StandaloneCluster(temp.resolve("cluster"), WORKERS, 512);
        spark = SparkSession.builder().config(cluster.conf()).getOrCreate();
    }

    @BeforeEach
    void threeExecutors() throws IOException, InterruptedException {
        cluster.replaceKilled();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        // The driver is one of them.
        while (spark.sparkContext().statusTracker().getExecutorInfos().length < 1 + WORKERS) {
            assertTrue(System.nanoTime() < end, "no three executors");
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
        if (cluster == null) {
            return;
        }
        List<Long> processes = cluster.started();
        cluster.close();
        assertTrue(processes.size() >= 1 + WORKERS + 2, "a master, workers and executors: " + processes);
        for (long id : processes) {
            Optional<ProcessHandle> process = ProcessHandle.of(id);
            // Executors end by themselves when their worker is gone.
            if (process.isPresent()) {
                assertDoesNotThrow(() -> process.get().onExit().get(60, TimeUnit.SECONDS), id + " is alive");
            }
        }
    }

    /** Kills a worker once some tasks are done, and counts what is done and lost. */
    private static final class Killer extends SparkListener implements AutoCloseable {
        private final int after;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        Killer(int after) {
            this.after = after;
            spark.sparkContext().addSparkListener(this);
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().successful() && done.incrementAndGet() == after) {
                cluster.kill(1);
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }

        void requireOneKilledInTheMiddle() {
            assertEquals(1, removed.get(), "executors lost");
            assertTrue(done.get() > after + 3, done + " tasks");
        }

        @Override
        public void close() {
            spark.sparkContext().removeSparkListener(this);
        }
    }

    @Test
    void theSameRowsWithAWorkerKilledInTheMiddle() throws IOException {
        Path odd = TestFolder.odd(temp.resolve("odd"), 600);
        LocalExtraction local = LocalExtraction.of(odd, temp, "--feature", "hog", "--scale", "64");
        SparkImages images = SparkImages.folder(spark, odd.toString());
        SparkFeature hog = SparkFeature.of("hog", false, Preparation.NONE.withSize(64, 64, Fit.PAD));
        String out = temp.resolve("features.parquet").toString();
        try (Killer killer = new Killer(3);
                Extraction extraction = Extraction.of(images, hog, line -> {})) {
            extraction.table().write().parquet(out);
            assertEquals(4, extraction.bad());
            killer.requireOneKilledInTheMiddle();
        }
        assertEquals(
                local.lines(), LocalExtraction.lines(spark.read().parquet(out).collectAsList()));
    }

    /** A row, which depends only on its number. */
    private static float[] row(int i) {
        Rng rng = new Rng(5, "row", i);
        float[] row = new float[D];
        for (int j = 0; j < D; j++) {
            row[j] = (float) rng.nextGaussian() + (j == label(i) ? 1.5f : 0);
        }
        return row;
    }

    private static int label(int i) {
        return i * 7 % 5 == 0 ? 0 : 1 + i % 2;
    }

    private static Matrix here() {
        Matrix rows = new Matrix(ROWS, D);
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(row(i), 0, rows.data(), i * D, D);
        }
        return rows;
    }

    /** The same rows, made on the executors and sorted there. */
    private static SparkRows there(int partitions) {
        StructType type = new StructType()
                .add("row", DataTypes.LongType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType));
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, ROWS).boxed().toList(), WORKERS)
                .map(i -> RowFactory.create((long) i, row(i)));
        return SparkRows.of(spark.createDataFrame(rows, type), partitions);
    }

    @Test
    void modelsHaveTheBytesOfTheLocalOnes() {
        KMeans start = new KMeans(5, 2, KMeans.Start.KMEANS_PARALLEL, 0);
        LinearSvm svm = LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, 0.01);
        GaussianMixture mixture = new GaussianMixture(start, 2, 0, 0.01, 1e-4, true);
        int[] labels = IntStream.range(0, ROWS).map(ClusterTest::label).toArray();
        List<TablePipeline> pipelines = List.of(
                new TablePipeline(List.of(Standardize.defaults(), new Pca(4, true, 1e-5)), Softmax.defaults()),
                TablePipeline.of(svm));
        Matrix here = here();
        for (int partitions : new int[] {2, 9}) {
            try (SparkRows there = there(partitions)) {
                for (TablePipeline pipeline : pipelines) {
                    assertEquals(
                            pipeline.fit(new Samples(here, labels, CLASSES), RUN)
                                    .sha256(),
                            pipeline.fit(new Samples(there, labels, CLASSES), RUN)
                                    .sha256());
                }
                assertTrue(mixture.fit(here, RUN)
                        .arrays()
                        .get("means")
                        .bitsEqual(mixture.fit(there, RUN).arrays().get("means")));
            }
        }
    }

    /** What was lost are rows in memory, and the sorted rows that they were made of. */
    @Test
    void kMeansWithAWorkerKilledInTheMiddle() {
        int iterations = 6;
        KMeans spec = new KMeans(7, iterations, KMeans.Start.RANDOM, 0);
        AtomicInteger iteration = new AtomicInteger();
        Run run = RUN.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                iteration.set((int) done);
            }
        });
        int partitions = 9;
        try (SparkRows rows = there(partitions)) {
            // The first job fetches the start rows. Then it is the middle of the third iteration.
            try (Killer killer = new Killer(partitions + 2 * partitions + 4)) {
                Codebook there = spec.fit(rows, run);
                killer.requireOneKilledInTheMiddle();
                assertEquals(iterations, iteration.get());
                Codebook here = spec.fit(here(), RUN);
                assertTrue(here.centroids().bitsEqual(there.centroids()));
                assertEquals(here.training(), there.training());
            }
        }
        Matrix planted = here();
        planted.set(ROWS - 1, 0, 300);
        assertNotEquals(spec.fit(here(), RUN).training(), spec.fit(planted, RUN).training());
    }
}
