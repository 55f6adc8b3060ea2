package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PolarRingTest {
    /** By hand: 3, 4 and 5; the axes. */
    @Test
    void polarCoordinatesOfKnownPoints() {
        assertArrayEquals(new double[] {5, Math.atan2(4, 3)}, PolarRing.toPolar(3, 4), 1e-15);
        assertArrayEquals(new double[] {2, Math.PI}, PolarRing.toPolar(-2, 0), 1e-15);
        assertArrayEquals(new double[] {1, -Math.PI / 2}, PolarRing.toPolar(0, -1), 1e-15);
        assertArrayEquals(new double[] {0, 0}, PolarRing.toPolar(0, 0));
    }

    /** With a gap a line separates r and θ, and by symmetry it is near the middle of the gap and hardly slopes. */
    @Test
    void aLineSeparatesPolarCoordinatesOnly() {
        PolarRing ring = PolarRing.of(0.4, Run.defaults());
        assertEquals(1, ring.polarAccuracy());
        assertTrue(ring.radius() > 1 && ring.radius() < 1.4, () -> "the line crosses r = " + ring.radius());
        assertEquals(0, ring.slope(), 0.02);
        assertTrue(ring.cartesianAccuracy() < 0.7, () -> "" + ring.cartesianAccuracy());
        for (int i = 0; i < ring.labels().length; i++) {
            double r = ring.polar().get(i, 0);
            assertTrue(ring.labels()[i] == 0 ? r <= 1.000001 : r >= 1.399999 && r <= 1.900001, "r is " + r);
        }
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        PolarRing one = PolarRing.of(0.2, Run.defaults().withThreads(1));
        PolarRing seven = PolarRing.of(0.2, Run.defaults().withThreads(7));
        assertTrue(one.points().bitsEqual(seven.points()));
        assertEquals(one.radius(), seven.radius());
        assertEquals(one.slope(), seven.slope());
    }
}
