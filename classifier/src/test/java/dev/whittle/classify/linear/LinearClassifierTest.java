package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.Convergence;
import org.junit.jupiter.api.Test;

class LinearClassifierTest {
    private static final Convergence REACHED = new Convergence(1, 0, 0, 0, Convergence.Stop.TOLERANCE);

    private static String refused(double... parameters) {
        return assertThrows(ArithmeticException.class, () -> LinearClassifier.of(parameters, 2, 2, REACHED))
                .getMessage();
    }

    @Test
    void weightsThatAreNotFiniteAsFloatsAreRefused() {
        LinearClassifier.of(new double[] {1, -3e38, 0, 0, 1, 1}, 2, 2, REACHED);
        assertEquals(
                "Training diverged: the weight of class 1, feature 0 is NaN; try standardised features or a larger l2",
                refused(1, 2, Double.NaN, 0, 0, 0));
        assertEquals(
                "Training diverged: the bias of class 1 is -1.0E39; try standardised features or a larger l2",
                refused(1, 2, 3, 4, 5, -1e39));
    }
}
