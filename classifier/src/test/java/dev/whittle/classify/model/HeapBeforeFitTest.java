package dev.whittle.classify.model;

import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.ridge.KernelRidge;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Unread;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Nystroem;
import dev.whittle.feature.transform.Pca;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A pipeline that needs more than Java's heap is refused before anything is read or extracted. */
class HeapBeforeFitTest {
    private static final int MANY = 46_000;

    private static Samples unread(int rows, int columns) {
        AtomicBoolean made = new AtomicBoolean();
        Rows table = new ComputedRows(rows, columns, (row, n, to, at) -> {
            if (made.get()) {
                throw new AssertionError("rows were read");
            }
        });
        // Samples are read once, for values that are not finite.
        Samples samples = new Samples(table, new int[rows], 2);
        made.set(true);
        return samples;
    }

    @Test
    void aTransformOfATable() {
        TablePipeline pipeline = new TablePipeline(
                List.of(L2Normalize.defaults(), new Nystroem(MANY, 1, Nystroem.Landmarks.RANDOM)),
                LinearSvm.defaults());
        Messages.says(
                () -> pipeline.fit(unread(MANY, 30), Run.defaults()),
                "nystroem on 46,000 rows of 30 values",
                "GiB",
                "-Xmx",
                "fewer components");
    }

    @Test
    void aHeadOfATable() {
        Messages.says(
                () -> TablePipeline.of(L2Normalize.defaults(), KernelRidge.defaults())
                        .fit(unread(MANY, 30), Run.defaults()),
                "training on 46,000 rows of 30 values",
                "GiB",
                "-Xmx",
                "fewer rows",
                "set landmarks");
    }

    @Test
    void aTransformOfFeatures() {
        Pipeline pipeline = Pipeline.of(new Unread(MANY), new Pca(2, false, 1e-5), LinearSvm.defaults());
        Messages.says(
                () -> pipeline.fit(TestData.images(5, 1), Run.defaults()),
                "pca on 5 rows of 46,000 values",
                "GiB",
                "-Xmx");
    }

    @Test
    void aFeatureThatLearns() {
        BagOfWords words = new BagOfWords(
                new Patches(6, 1), 20_000_000, true, new KMeans(20_000_000, 1, KMeans.Start.RANDOM, 0), 1, false);
        Messages.says(
                () -> Pipeline.of(words, LinearSvm.defaults()).fit(TestData.images(5, 1), Run.defaults()),
                "learning it",
                "GiB",
                "-Xmx",
                "fewer samples");
    }
}
