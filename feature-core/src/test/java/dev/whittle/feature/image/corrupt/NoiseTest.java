package dev.whittle.feature.image.corrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that noise makes of a gray of one brightness have the distribution of the definition. */
class NoiseTest {
    private static final Run RUN = Run.defaults().withThreads(1).withSeed(3);
    private static final int SIDE = 256;

    /** How often each value came up, of SIDE² pixels. */
    private static int[] counts(Corruption corruption, int severity, int gray) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, SIDE, SIDE, 1);
        Arrays.fill(image.getBand(0).data, (byte) gray);
        int[] counts = new int[256];
        for (byte v : corruption.apply(image, severity, 0, RUN).getBand(0).data) {
            counts[v & 0xFF]++;
        }
        return counts;
    }

    /**
     * The largest distance between the distribution of the counts and the expected one, times √n (Kolmogorov and
     * Smirnov). Of a right one it is above 1.95 once in a thousand times.
     *
     * @param below the chance of a value of at most v
     */
    private static double distance(int[] counts, IntToDoubleFunction below) {
        double largest = 0;
        int seen = 0;
        for (int v = 0; v < 256; v++) {
            seen += counts[v];
            largest = Math.max(largest, Math.abs((double) seen / (SIDE * SIDE) - below.applyAsDouble(v)));
        }
        return largest * SIDE;
    }

    /** Rounded down, a value is at most v if it was below v + 1. */
    private static IntToDoubleFunction normal(double mean, double deviation) {
        NormalDistribution normal = NormalDistribution.of(mean, deviation);
        return v -> v == 255 ? 1 : normal.cumulativeProbability(v + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void gaussianNoiseIsNormal(int severity) {
        double c = new double[] {0.04, 0.06, 0.08, 0.09, 0.10}[severity - 1];
        for (int gray : new int[] {0, 20, 128, 255}) {
            int[] counts = counts(Corruption.GAUSSIAN_NOISE, severity, gray);
            assertTrue(distance(counts, normal(gray, 255 * c)) < 1.95, "gray " + gray);
        }
        int[] counts = counts(Corruption.GAUSSIAN_NOISE, severity, 128);
        assertTrue(distance(counts, normal(128, 1.06 * 255 * c)) > 1.95, "another deviation is noticed");
        assertTrue(distance(counts, normal(129, 255 * c)) > 1.95, "another mean is noticed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void speckleNoiseIsNormalAndGrowsWithTheLight(int severity) {
        double c = new double[] {0.06, 0.1, 0.12, 0.16, 0.2}[severity - 1];
        for (int gray : new int[] {20, 128, 255}) {
            int[] counts = counts(Corruption.SPECKLE_NOISE, severity, gray);
            assertTrue(distance(counts, normal(gray, c * gray)) < 1.95, "gray " + gray);
        }
        assertEquals(SIDE * SIDE, counts(Corruption.SPECKLE_NOISE, severity, 0)[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shotNoiseIsPoisson(int severity) {
        int c = new int[] {500, 250, 100, 75, 50}[severity - 1];
        for (int gray : new int[] {1, 20, 128, 255}) {
            int[] counts = counts(Corruption.SHOT_NOISE, severity, gray);
            assertTrue(distance(counts, poisson(c, gray / 255.0 * c)) < 1.95, "gray " + gray);
        }
        int[] counts = counts(Corruption.SHOT_NOISE, severity, 128);
        assertTrue(distance(counts, poisson(c, 1.01 * 128 / 255.0 * c)) > 1.95, "another mean is noticed");
        assertEquals(SIDE * SIDE, counts(Corruption.SHOT_NOISE, severity, 0)[0]);
    }

    /** k photons of c give the value 255·k/c, rounded down. */
    private static IntToDoubleFunction poisson(int c, double mean) {
        PoissonDistribution poisson = PoissonDistribution.of(mean);
        return v -> v == 255 ? 1 : poisson.cumulativeProbability(((v + 1) * c - 1) / 255);
    }

    /** The sums of probabilities end at 1, and each is that of another library. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 3, 77.5, 500})
    void sumsOfPoissonProbabilities(double mean) {
        double[] sums = Noise.poisson(mean);
        assertEquals(1, sums[sums.length - 1], 1e-12);
        for (int k = 0; k < sums.length; k++) {
            double expected = mean == 0 ? 1 : PoissonDistribution.of(mean).cumulativeProbability(k);
            assertEquals(expected, sums[k], 1e-10, "k = " + k);
        }
    }

    /** The part of values that are hit is within four deviations of the expected, and half of them become white. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void impulseNoiseHitsItsPart(int severity) {
        double c = new double[] {0.01, 0.02, 0.03, 0.05, 0.07}[severity - 1];
        int n = SIDE * SIDE;
        int[] counts = counts(Corruption.IMPULSE_NOISE, severity, 100);
        int hit = counts[0] + counts[255];
        assertEquals(n, hit + counts[100]);
        assertEquals(n * c, hit, 4 * Math.sqrt(n * c * (1 - c)));
        assertEquals(hit / 2.0, counts[0], 2 * Math.sqrt(hit));
    }

    /** Severities share their draws: what is hit by few impulses is hit by many as well. */
    @Test
    void aPixelHitAtOneSeverityIsHitAtTheNext() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, SIDE, SIDE, 1);
        Arrays.fill(image.getBand(0).data, (byte) 100);
        byte[] weak = Corruption.IMPULSE_NOISE.apply(image, 1, 0, RUN).getBand(0).data;
        byte[] strong = Corruption.IMPULSE_NOISE.apply(image, 5, 0, RUN).getBand(0).data;
        for (int i = 0; i < weak.length; i++) {
            if (weak[i] != 100) {
                assertEquals(weak[i], strong[i]);
            }
        }
    }

    @Test
    void anotherSeedAndAnotherNumberHaveOtherDraws() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 8, 8, 3);
        Arrays.fill(image.getBand(0).data, (byte) 100);
        byte[] one = Corruption.GAUSSIAN_NOISE.apply(image, 3, 0, RUN).getBand(0).data;
        byte[] number = Corruption.GAUSSIAN_NOISE.apply(image, 3, 1, RUN).getBand(0).data;
        byte[] seed =
                Corruption.GAUSSIAN_NOISE.apply(image, 3, 0, RUN.withSeed(4)).getBand(0).data;
        assertNotEquals(Arrays.hashCode(one), Arrays.hashCode(number));
        assertNotEquals(Arrays.hashCode(one), Arrays.hashCode(seed));
    }
}
