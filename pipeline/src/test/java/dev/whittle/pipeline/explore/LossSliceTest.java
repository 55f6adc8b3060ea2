package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LossSliceTest {
    /** The cross entropy of the softmax of linear scores is convex, so it is along every line. */
    @Test
    @Tag("long")
    void theSoftmaxLossIsConvexAlongTenThousandLines() {
        Run run = Run.defaults().withThreads(1);
        for (int line = 0; line < 10_000; line++) {
            LossSlice slice = LossSlice.linear(line, run);
            int which = line;
            assertTrue(slice.leastCurvature() > -1e-6, () -> which + ": " + slice.leastCurvature());
            assertTrue(slice.minima() <= 1, () -> "line " + which);
        }
    }

    @Test
    void theLossOfANetworkIsConvexAlongSomeLinesOnly() {
        List<LossSlice> slices = Convexity.LINES.stream()
                .map(line -> LossSlice.network(line, Run.defaults()))
                .toList();
        assertTrue(slices.get(0).leastCurvature() > 0, () -> "" + slices.get(0).leastCurvature());
        assertTrue(
                slices.get(1).leastCurvature() < Convexity.ROUNDING,
                () -> "" + slices.get(1).leastCurvature());
        assertEquals(List.of(1, 1, 2, 3), slices.stream().map(LossSlice::minima).toList());
    }

    /** Networks, samples and losses by NumPy: {@code pipeline/src/test/reference/loss_slices.py}. */
    @Test
    void lossesAreThoseOfNumPy() {
        ReferenceValues expected = ReferenceValues.read("loss-slices.csv");
        Run run = Run.defaults();
        expected.check("linear", line -> LossSlice.linear(line, run).loss(), 1e-5);
        expected.check("network", line -> LossSlice.network(line, run).loss(), 1e-5);
        assertThrows(
                AssertionError.class,
                () -> expected.check(
                        "network", line -> LossSlice.network(line + 1, run).loss(), 1e-5));
    }

    /** By hand: 1, 0, 3, 1, 2 has second differences 4, -5, 3 and minima at the second and the fourth place. */
    @Test
    void curvatureAndMinimaOfKnownValues() {
        LossSlice slice = new LossSlice(new double[] {0, 1, 2, 3, 4}, new double[] {1, 0, 3, 1, 2});
        assertEquals(-5 / 3.0, slice.leastCurvature(), 1e-15);
        assertArrayEquals(new int[] {1, 3}, slice.minimaAt());
        assertEquals(2, slice.minima());
        LossSlice square = new LossSlice(new double[] {0, 1, 2}, new double[] {0, 0.25, 1});
        assertEquals(0.5, square.leastCurvature(), 1e-15);
    }

    /** (b - a)²/4 for the square. For the cosine it is cos m·(cos h - 1), m the middle and h half the width. */
    @Test
    void gapsOfChordsByTheirFormulas() {
        for (double a = -3; a < 3; a += 0.5) {
            double b = a + 1.5;
            assertEquals(1.5 * 1.5 / 4, Convexity.gap(x -> x * x, a, b), 1e-12);
            double expected = Math.cos((a + b) / 2) * (Math.cos(0.75) - 1);
            assertEquals(expected, Convexity.gap(StrictMath::cos, a, b), 1e-12);
        }
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        LossSlice one = LossSlice.network(3, Run.defaults().withThreads(1));
        LossSlice seven = LossSlice.network(3, Run.defaults().withThreads(7));
        assertArrayEquals(one.loss(), seven.loss());
    }
}
