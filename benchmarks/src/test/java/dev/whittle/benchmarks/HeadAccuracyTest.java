package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.feature.table.NpyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadAccuracyTest {
    /**
     * Ten overlapping clouds are recognised better than by chance, after few steps too, and not at all with labels of
     * another order.
     */
    @Test
    void countsWhatIsRight(@TempDir Path folder) throws Exception {
        Samples samples = HeadData.of("600x32").samples();
        var right = HeadAccuracy.write(folder, "600x32", samples, samples, 2);
        assertEquals(Set.of("softmax", "svm", "mlp", "mlp cosine"), right.keySet());
        for (List<Double> accuracies : right.values()) {
            assertEquals(2, accuracies.size());
            assertTrue(accuracies.stream().allMatch(a -> a > 0.2 && a <= 1), accuracies.toString());
        }
        int[] labels = samples.labels().clone();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (labels[i] + 1) % HeadData.CLASSES;
        }
        Samples wrong = new Samples(samples.features(), labels, HeadData.CLASSES);
        assertTrue(HeadAccuracy.write(folder, "600x32", samples, wrong, 1)
                        .get("softmax")
                        .get(0)
                < 0.1);
        assertArrayEquals(new long[] {600, 32}, shape(folder.resolve("600x32-train.npy")));
        assertNotEquals(
                Files.mismatch(folder.resolve("600x32-rows-1.npy"), folder.resolve("600x32-rows-2.npy")),
                -1L,
                "each seed draws its own rows");
    }

    private static long[] shape(Path file) throws Exception {
        try (var rows = NpyFile.map(file)) {
            return new long[] {rows.rows(), rows.columns()};
        }
    }
}
