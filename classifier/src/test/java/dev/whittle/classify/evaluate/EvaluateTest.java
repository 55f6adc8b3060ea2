package dev.whittle.classify.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluateTest {
    @Test
    void confusionCountsTruthByRow() {
        ConfusionMatrix m = ConfusionMatrix.of(new int[] {0, 0, 1, 2, 2}, new int[] {0, 1, 1, 0, 2}, 3);
        assertArrayEquals(new int[][] {{1, 1, 0}, {0, 1, 0}, {1, 0, 1}}, m.counts());
        assertEquals(3 / 5.0, m.accuracy());
        assertEquals(5, m.total());
    }

    @Test
    void confusionRefusesUnequalLengths() {
        assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(new int[2], new int[3], 2));
        assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(new int[2][3]));
    }

    @Test
    void deviationIsThatOfASample() {
        // Deviations -0.1, 0, 0.1: variance (0.01 + 0 + 0.01) / 2.
        Accuracy a = Accuracy.over(List.of(0.4, 0.5, 0.6));
        assertEquals(0.5, a.mean(), 1e-15);
        assertEquals(0.1, a.sd(), 1e-15);
    }

    @Test
    void oneSeedHasNoDeviation() {
        assertNull(Accuracy.over(List.of(0.25)).sd());
        assertThrows(IllegalArgumentException.class, () -> Accuracy.over(List.of()));
    }
}
