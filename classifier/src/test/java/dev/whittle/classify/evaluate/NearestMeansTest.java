package dev.whittle.classify.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Messages;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;

class NearestMeansTest {
    /** Means (1, 0) and (5, 0); the class between them has no training row. */
    private static final Matrix TRAIN = Matrix.of(new float[] {0, 0}, new float[] {2, 0}, new float[] {5, 0});

    private static final int[] LABELS = {0, 0, 2};

    private static double accuracy(int[] labels, float[]... test) {
        return NearestMeans.accuracy(TRAIN, LABELS, Matrix.of(test), labels, 3);
    }

    @Test
    void byHand() {
        float[][] test = {{2.9f, 9}, {3.1f, -9}, {100, 0}, {1, 0}};
        assertEquals(1, accuracy(new int[] {0, 2, 2, 0}, test));
        assertEquals(0, accuracy(new int[] {2, 0, 0, 2}, test));
        assertEquals(0.75, accuracy(new int[] {0, 2, 2, 1}, test), "no row is nearest to a class without a mean");
        assertEquals(1, accuracy(new int[] {0}, new float[] {3, 0}), "of equally near means the first");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Messages.says(() -> accuracy(new int[] {0}, new float[] {1}), "3x2", "1x1");
        Messages.says(() -> accuracy(new int[] {0, 1}, new float[] {1, 2}), "1x2 with 2");
        Messages.says(() -> NearestMeans.accuracy(TRAIN, LABELS, new Matrix(0, 2), new int[0], 3), "0x2");
    }
}
