package dev.whittle.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extraction on a master and three workers, all processes of their own, of which one is killed in the middle. */
@Tag("long")
class ExtractionOnClusterTest {
    private static final int KILLED_AFTER = 3;

    @TempDir
    private Path temp;

    /** Kills a worker once some tasks are done, and counts what is done later and lost. */
    private static final class Killer extends SparkListener {
        private final StandaloneCluster cluster;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        Killer(StandaloneCluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().successful() && done.incrementAndGet() == KILLED_AFTER) {
                cluster.kill(1);
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }

    @Test
    void theSameRowsWithAWorkerKilledInTheMiddle() throws IOException {
        Path odd = TestFolder.odd(temp.resolve("odd"), 600);
        LocalExtraction local = LocalExtraction.of(odd, temp, "--feature", "hog", "--scale", "64");
        List<Long> processes = new ArrayList<>();
        try (StandaloneCluster cluster = new StandaloneCluster(temp.resolve("cluster"), 3);
                SparkSession spark =
                        SparkSession.builder().config(cluster.conf()).getOrCreate()) {
            Killer killer = new Killer(cluster);
            spark.sparkContext().addSparkListener(killer);
            SparkImages images = SparkImages.folder(spark, odd.toString());
            SparkFeature hog = SparkFeature.of("hog", false, Preparation.NONE.withSize(64, 64, Fit.PAD));
            String out = temp.resolve("features.parquet").toString();
            try (Extraction extraction = Extraction.of(images, hog, line -> {})) {
                processes.addAll(cluster.alive());
                extraction.table().write().parquet(out);
                assertEquals(4, extraction.bad());
            }
            assertEquals(1, killer.removed.get(), "executors lost");
            assertTrue(killer.done.get() > KILLED_AFTER + 3, killer.done + " tasks");
            assertEquals(
                    local.lines(),
                    LocalExtraction.lines(spark.read().parquet(out).collectAsList()));
        }
        assertTrue(processes.size() >= 3, "a master and two workers were alive: " + processes);
        for (long id : processes) {
            Optional<ProcessHandle> process = ProcessHandle.of(id);
            // Executors end by themselves when their worker is gone.
            if (process.isPresent()) {
                assertDoesNotThrow(() -> process.get().onExit().get(60, TimeUnit.SECONDS), id + " is alive");
            }
        }
    }
}
