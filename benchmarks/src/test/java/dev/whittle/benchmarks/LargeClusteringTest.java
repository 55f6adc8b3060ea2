package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeClusteringTest {
    @Test
    void siftIsWrittenAndClustered(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sift.npy");
        LargeClustering.sift(Pictures.of(2, 80, 60, 1), file, 501, Run.defaults());
        assertEquals(501, NpyFile.readMatrix(file).rows());
        KMeans spec = new KMeans(16, 3, KMeans.Start.KMEANS_PARALLEL, 0, 2, 0);
        String text = LargeClustering.kMeans(file, spec, Run.defaults());
        assertTrue(text.contains("501 x 128") && text.contains("energy"), text);
        text = LargeClustering.mixture(file, 4, 2, Run.defaults());
        assertTrue(text.contains("mean log density"), text);
    }
}
