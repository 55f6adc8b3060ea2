package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conditions of Karush, Kuhn and Tucker, whatever a sample's squared norm is beside its limit. */
class SampleDualTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /**
     * With the problem's derivative by α_k, each·α_k + all·Σα - margin_k, and ν ≥ 0 the multiplier of Σα ≤ mostInAll:
     * none that can rise has derivative + ν below 0, and none that can fall has it above.
     *
     * @return by how much that is missed, in margins and in shares of the limit
     */
    private static double missed(SampleDual dual, double each, double all, double most, double mostInAll, double c) {
        double sum = 0;
        for (double v : dual.value) {
            sum += v;
        }
        double worst = Math.max(0, (sum - mostInAll) / c);
        double lowestThatFalls = INFINITE;
        double highestThatRises = 0;
        for (int k = 0; k < dual.value.length; k++) {
            double v = dual.value[k];
            worst = Math.max(worst, Math.max(-v, v - most) / c);
            double gain = dual.margin[k] - all * sum - each * v;
            if (v > 0) {
                lowestThatFalls = Math.min(lowestThatFalls, gain);
            }
            if (v < most) {
                highestThatRises = Math.max(highestThatRises, gain);
            }
        }
        // Gains at 0 or above may be left only where the sum is at its limit: then ν is among them.
        double multiplier = sum >= mostInAll * (1 - 1e-7) ? highestThatRises : 0;
        worst = Math.max(worst, highestThatRises - multiplier);
        return lowestThatFalls == INFINITE ? worst : Math.max(worst, multiplier - lowestThatFalls);
    }

    private static SampleDual random(int seed) {
        Rng rng = new Rng(seed, "margins", 0);
        SampleDual dual = new SampleDual(1 + seed % 7);
        for (int k = 0; k < dual.margin.length; k++) {
            // Those that tie, nearly tie and are far from each other.
            dual.margin[k] = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 1 + 1e-7 * rng.nextGaussian() : 1 + rng.nextGaussian();
        }
        return dual;
    }

    @ParameterizedTest
    @CsvSource({"WESTON_WATKINS, PLAIN", "WESTON_WATKINS, SQUARED", "CRAMMER_SINGER, PLAIN", "CRAMMER_SINGER, SQUARED"})
    void theConditionsOfTheOptimumHold(LinearSvm.Formulation formulation, LinearSvm.Hinge hinge) {
        boolean ww = formulation == LinearSvm.Formulation.WESTON_WATKINS;
        boolean squared = hinge == LinearSvm.Hinge.SQUARED;
        for (double c : new double[] {1e-4, 1, 1e5}) {
            for (int exponent = -17; exponent <= 6; exponent++) {
                for (int seed = 0; seed < 60; seed++) {
                    double own = exponent < -16 ? Float.MIN_VALUE : StrictMath.pow(10, exponent) / c;
                    double a = ww ? own : SampleDual.squaredNorm(own, c);
                    double diagonal = squared ? 1 / (2 * c) : 0;
                    double each = a + (ww ? diagonal : 0);
                    double all = a + (ww ? 0 : diagonal);
                    double most = ww && !squared ? c : INFINITE;
                    double mostInAll = !ww && !squared ? c : INFINITE;
                    SampleDual dual = random(seed);
                    dual.solve(each, all, most, mostInAll);
                    double missed = missed(dual, each, all, most, mostInAll, c);
                    assertTrue(missed < 1e-7, "C " + c + ", a·C 1e" + exponent + ", seed " + seed + ": " + missed);
                }
            }
        }
    }

    @Test
    void aSumAboveTheLimitIsSeen() {
        SampleDual dual = new SampleDual(2);
        dual.margin[0] = dual.margin[1] = 1;
        dual.solve(1, 1, INFINITE, 0.1);
        assertEquals(0, missed(dual, 1, 1, INFINITE, 0.1, 0.1), 1e-9);
        dual.value[0] += 0.01;
        assertTrue(missed(dual, 1, 1, INFINITE, 0.1, 0.1) > 0.09);
        dual.value[0] -= 0.03;
        assertTrue(missed(dual, 1, 1, INFINITE, 0.1, 0.1) > 0.01);
    }

    @Test
    void aNormOfItsOwnStays() {
        assertEquals(3, SampleDual.squaredNorm(3, 0.5));
        assertEquals(1e-5, SampleDual.squaredNorm(1e-5, 0.5));
    }
}
