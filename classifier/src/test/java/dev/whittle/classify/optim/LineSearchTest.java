package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSearchTest {
    /** x⁴/4 - 2x³/3 - x²/2 + 2x: two valleys. */
    private static double wavy(double[] x, double[] g) {
        double v = x[0];
        g[0] = v * v * v - 2 * v * v - v + 2;
        return v * v * v * v / 4 - 2 * v * v * v / 3 - v * v / 2 + 2 * v;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-2, 0.3, 1, 2.9, 30, 1e4})
    void endsAtAPointThatSatisfiesBothConditions(double firstStep) {
        for (double start : new double[] {-4, -1.5, 0, 1.4, 5}) {
            LineSearch search = new LineSearch(LineSearchTest::wavy, new double[] {start});
            double value = search.value();
            double slope = -Math.abs(search.gradient()[0]);
            double direction = -Math.signum(search.gradient()[0]);
            assertTrue(search.advance(new double[] {direction}, firstStep));
            double alpha = (search.point()[0] - start) * direction;
            assertTrue(alpha > 0);
            assertTrue(search.value() <= value + 1e-4 * alpha * slope, "decrease from " + start);
            assertTrue(Math.abs(search.gradient()[0]) <= 0.9 * Math.abs(slope), "curvature from " + start);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -1})
    void staysWhereTheDirectionDoesNotDescend(double sign) {
        LineSearch search = new LineSearch(LineSearchTest::wavy, new double[] {3});
        boolean moved = search.advance(new double[] {sign}, 0.1);
        assertEquals(sign < 0, moved);
        if (!moved) {
            assertEquals(3, search.point()[0]);
        }
        assertFalse(search.advance(new double[] {0}, 1));
    }
}
