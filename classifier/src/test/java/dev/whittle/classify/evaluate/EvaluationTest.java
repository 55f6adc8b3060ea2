package dev.whittle.classify.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    /** Labels of the rows: 0, 0, 0, 0, 1, 2. */
    private static final Matrix SCORES = Matrix.of(
            new float[] {3, 2, 1, 0}, // right
            new float[] {3, 2, 1, 0}, // right
            new float[] {2, 3, 1, 0}, // class 0 is second
            new float[] {0, 3, 2, 1}, // class 0 is last
            new float[] {3, 2, 1, 0}, // class 1 is second
            new float[] {0, 1, 2, 2}); // right: of 2 and 3, which are equal, the first

    private static final int[] LABELS = {0, 0, 0, 0, 1, 2};

    @Test
    void byHand() {
        Evaluation e = Evaluation.of(SCORES, LABELS);
        int[][] confusion = {{2, 2, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 0}};
        assertArrayEquals(confusion, e.confusion().counts());
        assertEquals(6, e.samples());
        assertEquals(3 / 6.0, e.accuracy());
        // 2 of 4, 0 of 1, 1 of 1; the fourth class has no sample.
        assertEquals((0.5 + 0 + 1) / 3, e.balancedAccuracy());
        assertEquals(List.of(3, 5, 5, 6), e.top());
        assertEquals(0.5, e.topAccuracy(1));
        assertEquals(5 / 6.0, e.topAccuracy(2));
        assertEquals(1, e.topAccuracy(5), "4 classes are never outside of the top 5");
    }

    /** One score changed changes each of the numbers, so none of the comparisons above can pass by itself. */
    @Test
    void aPlantedFaultIsSeen() {
        Matrix wrong = SCORES.copy();
        wrong.set(1, 1, 4);
        Evaluation right = Evaluation.of(SCORES, LABELS);
        Evaluation other = Evaluation.of(wrong, LABELS);
        assertNotEquals(right, other);
        assertNotEquals(right.confusion(), other.confusion());
        assertNotEquals(right.accuracy(), other.accuracy());
        assertNotEquals(right.balancedAccuracy(), other.balancedAccuracy());
        assertNotEquals(right.top(), other.top());
        assertEquals(right, Evaluation.of(SCORES.copy(), LABELS.clone()), "and equal ones are equal");
        assertEquals(
                right.hashCode(), Evaluation.of(SCORES.copy(), LABELS.clone()).hashCode());
    }

    @Test
    void theConfusionIsThatOfThePredictions() {
        assertEquals(
                ConfusionMatrix.of(LABELS, Classifier.largest(SCORES), 4),
                Evaluation.of(SCORES, LABELS).confusion());
    }

    @Test
    void equalScoresGoToTheFirstClass() {
        Evaluation e = Evaluation.of(new Matrix(2, 3), new int[] {0, 2});
        assertEquals(List.of(1, 1, 2), e.top());
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(SCORES, new int[5]));
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(SCORES, new int[] {0, 0, 0, 0, 0, 4}));
        Matrix nan = SCORES.copy();
        nan.set(2, 3, Float.NaN);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Evaluation.of(nan, LABELS))
                .getMessage()
                .contains("2"));
        ConfusionMatrix two = new ConfusionMatrix(new int[][] {{1, 1}, {0, 1}});
        assertThrows(IllegalArgumentException.class, () -> new Evaluation(two, List.of(2)), "k = 2 is missing");
        assertThrows(IllegalArgumentException.class, () -> new Evaluation(two, List.of(1, 3)), "2 are right");
        assertThrows(IllegalArgumentException.class, () -> new Evaluation(two, List.of(2, 4)), "of 3 samples");
        assertThrows(
                IllegalArgumentException.class,
                () -> Evaluation.of(SCORES, LABELS).topAccuracy(6));
    }

    @Test
    void whatIsHandedOutIsACopy() {
        int[][] counts = {{1, 0}, {0, 1}};
        ConfusionMatrix m = new ConfusionMatrix(counts);
        counts[0][0] = 9;
        m.counts()[1][1] = 9;
        assertEquals(2, m.total());
    }

    @Test
    void matricesAreAdded() {
        ConfusionMatrix a = new ConfusionMatrix(new int[][] {{1, 2}, {3, 4}});
        ConfusionMatrix b = new ConfusionMatrix(new int[][] {{10, 20}, {30, 40}});
        assertEquals(new ConfusionMatrix(new int[][] {{11, 22}, {33, 44}}), a.plus(b));
    }
}
