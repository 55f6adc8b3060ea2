package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Run;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private static String refused(Matrix features, int[] labels, int classes) {
        return assertThrows(IllegalArgumentException.class, () -> new Samples(features, labels, classes))
                .getMessage();
    }

    @Test
    void refusesWhatNoHeadCanLearnFrom() {
        Matrix two = Matrix.of(new float[] {1}, new float[] {2});
        assertEquals("Samples need features and labels, got no features", refused(null, new int[2], 2));
        assertEquals("Samples need features and labels, got no labels", refused(two, null, 2));
        assertEquals("Samples need features and labels, got no features and no labels", refused(null, null, 2));
        assertEquals("Label of sample 1 is 3, expected 0 to 2", refused(two, new int[] {0, 3}, 3));
        assertEquals("Label of sample 0 is -1, expected 0 to 2", refused(two, new int[] {-1, 0}, 3));
        assertEquals("There are 2 samples, but 1 labels", refused(two, new int[] {0}, 3));
        assertEquals("At least 2 classes are needed, got 1", refused(two, new int[] {0, 0}, 1));
        assertEquals(
                "Training needs at least one sample and one feature, got 0 samples of 3 features",
                refused(new Matrix(0, 3), new int[0], 2));
        assertEquals(
                "training features: row 1, column 0 is NaN; only finite values can be used",
                refused(Matrix.of(new float[] {1}, new float[] {Float.NaN}), new int[] {0, 1}, 2));
    }

    @Test
    void laterChangesOfLabelsDoNotReachTheSamples() {
        int[] labels = {0, 1};
        Samples samples = new Samples(Matrix.of(new float[] {1}, new float[] {2}), labels, 2);
        labels[1] = 7;
        assertArrayEquals(new int[] {0, 1}, samples.labels());
    }

    @Test
    void featuresMayLieInAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("features.npy");
        Matrix features = Matrix.of(new float[] {1, 2}, new float[] {3, Float.NaN});
        NpyFile.write(file, features);
        try (MappedRows mapped = NpyFile.map(file)) {
            assertEquals(
                    "training features: row 1, column 1 is NaN; only finite values can be used",
                    assertThrows(IllegalArgumentException.class, () -> new Samples(mapped, new int[] {0, 1}, 2))
                            .getMessage());
        }
        features.set(1, 1, 4);
        NpyFile.write(file, features);
        try (MappedRows mapped = NpyFile.map(file)) {
            Samples samples = new Samples(mapped, new int[] {0, 1}, 2);
            float[] last = new float[2];
            samples.features().read(1, 1, last, 0);
            assertArrayEquals(new float[] {3, 4}, last);
            assertTrue(samples.inMemory("Forest").bitsEqual(features));
        }
    }

    @Test
    void rowsThatAreAllAlikeAreWarnedOf() {
        List<String> warnings = new ArrayList<>();
        Run run = Run.defaults().withProgress(new Warnings(warnings));
        Matrix x = new Matrix(50, 3);
        for (int i = 0; i < 150; i++) {
            x.data()[i] = i % 3;
        }
        int[] labels = new int[50];
        labels[7] = 1;
        TablePipeline.of(Softmax.defaults()).fit(new Samples(x, labels, 2), run);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("all 50 training rows are alike"), warnings.get(0));
        x.set(49, 2, 5);
        TablePipeline.of(Softmax.defaults()).fit(new Samples(x, labels, 2), run);
        new Samples(new Matrix(1, 3), new int[1], 2).warnIfAlike(run);
        assertEquals(1, warnings.size(), warnings.toString());
    }
}
