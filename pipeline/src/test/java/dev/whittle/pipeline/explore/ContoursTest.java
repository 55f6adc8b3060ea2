package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContoursTest {
    private static final double[] BOX = {-2, 2};

    private static double[][] level(DoubleBinaryOperator f, double level) {
        return Contours.of(f, BOX, BOX, 40).level(level);
    }

    private static int lines(double[][] line) {
        int lines = 0;
        for (double x : line[0]) {
            lines += Double.isNaN(x) ? 1 : 0;
        }
        return lines;
    }

    private static void isCircle(double[][] line, double radius) {
        for (int i = 0; i < line[0].length; i++) {
            if (!Double.isNaN(line[0][i])) {
                assertEquals(radius, Math.sqrt(line[0][i] * line[0][i] + line[1][i] * line[1][i]), 2e-3);
            }
        }
    }

    /** The error of linear interpolation in x² over a cell of width h is h²/4 at most, so in r it is h²/(8r). */
    @Test
    void theLevelOfABowlIsOneClosedCircle() {
        double[][] circle = level((x, y) -> x * x + y * y, 1.44);
        assertEquals(1, lines(circle));
        isCircle(circle, 1.2);
        int last = circle[0].length - 2;
        assertEquals(circle[0][0], circle[0][last]);
        assertEquals(circle[1][0], circle[1][last]);
        double area = 0;
        for (int i = 0; i < last; i++) {
            area += (circle[0][i] * circle[1][i + 1] - circle[0][i + 1] * circle[1][i]) / 2;
        }
        assertEquals(Math.PI * 1.44, Math.abs(area), 0.02);
        assertThrows(AssertionError.class, () -> isCircle(circle, 1.25));
    }

    /** A hyperbola has two branches from border to border, which do not cross in the cell between them. */
    @Test
    void branchesOfASaddleStaySeparate() {
        for (double level : new double[] {0.3, -0.3}) {
            double[][] hyperbola = level((x, y) -> x * y, level);
            assertEquals(2, lines(hyperbola));
            for (int i = 0; i < hyperbola[0].length; i++) {
                if (!Double.isNaN(hyperbola[0][i])) {
                    assertEquals(level, hyperbola[0][i] * hyperbola[1][i], 1e-9);
                }
            }
        }
        // One cell: all four edges are crossed, and the middle is below the level or above it.
        for (double level : new double[] {0.1, -0.1}) {
            double[][] lines = Contours.of((x, y) -> x * y, new double[] {-1, 1}, new double[] {-1, 1}, 1)
                    .level(level);
            assertEquals(2, lines(lines));
            for (int i : new int[] {0, 3}) {
                double x = (lines[0][i] + lines[0][i + 1]) / 2;
                double y = (lines[1][i] + lines[1][i + 1]) / 2;
                assertTrue(x * y * level > 0, "a branch cuts off a corner of its own sign: " + x + ", " + y);
            }
        }
    }

    @Test
    void aLevelThatIsNotThereHasNoLine() {
        assertEquals(0, level((x, y) -> x * x + y * y, -1)[0].length);
    }
}
