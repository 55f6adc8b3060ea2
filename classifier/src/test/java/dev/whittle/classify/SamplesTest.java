package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Matrix;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static String refused(Matrix features, int[] labels, int classes) {
        return assertThrows(IllegalArgumentException.class, () -> new Samples(features, labels, classes))
                .getMessage();
    }

    @Test
    void refusesWhatNoHeadCanLearnFrom() {
        Matrix two = Matrix.of(new float[] {1}, new float[] {2});
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
}
