package dev.whittle.classify.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;

/** The comparison sees what differs. */
class OnnxRunsTest {
    private static final Matrix SCORES = new Matrix(2, 2, new float[] {1, 2, -1000, 3});

    private static void differs(float... other) {
        assertThrows(AssertionError.class, () -> OnnxRuns.assertClose(SCORES, new Matrix(other.length / 2, 2, other)));
    }

    @Test
    void aPlantedFaultIsSeen() {
        OnnxRuns.assertClose(SCORES, new Matrix(2, 2, new float[] {1.00001f, 2, -1000, 3.009f}));
        differs(1.00003f, 2, -1000, 3);
        differs(1, 2, -1000, 3.02f);
        differs(1, Float.NaN, -1000, 3);
        differs(1, 2);
        assertThrows(
                AssertionError.class,
                () -> OnnxRuns.assertClose(SCORES, new Matrix(1, 4, new float[] {1, 2, -1000, 3})));
    }

    @Test
    void aPlantedFaultInAllIsSeen() {
        OnnxRuns.assertCloseInAll(SCORES, new Matrix(2, 2, new float[] {1.009f, 2, -1000, 3.009f}));
        for (float[] other : new float[][] {{1.02f, 2, -1000, 3}, {1, 2, -1000, Float.NaN}, {1, 2, 1000, 3}}) {
            assertThrows(AssertionError.class, () -> OnnxRuns.assertCloseInAll(SCORES, new Matrix(2, 2, other)));
        }
        assertThrows(
                AssertionError.class,
                () -> OnnxRuns.assertCloseInAll(SCORES, new Matrix(1, 4, new float[] {1, 2, -1000, 3})));
    }
}
