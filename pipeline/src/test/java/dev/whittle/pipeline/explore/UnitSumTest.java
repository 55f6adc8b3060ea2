package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.nn.Activation;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.explore.UnitSum.Bump;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference values are those of {@code pipeline/src/test/reference/unit_sums.py}. */
class UnitSumTest {
    private static final Run RUN = Run.defaults();

    private static double wave(double x) {
        return Math.sin(Math.PI * x) + 0.3 * Math.cos(3 * Math.PI * x);
    }

    /** By hand: 0, half-way up, at the top, half-way down, and 0 for ever. */
    @Test
    void aBumpHasItsHeights() {
        UnitSum bump = UnitSum.bumps(List.of(new Bump(0, 1, 2, 4, 3)));
        double[] x = {-5, 0, 0.5, 1, 1.5, 2, 3, 4, 100};
        assertArrayEquals(new double[] {0, 0, 1.5, 3, 3, 3, 1.5, 0, 0}, bump.values(x, RUN), 1e-4);
    }

    @Test
    void aBumpWithoutWidthIsRefused() {
        Messages.says(() -> new Bump(0, 0, 1, 2, 1), "s1 < s2 <= s3 < s4", "0.0, 0.0, 1.0, 2.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.5012526295557123",
        "2, 1.2999999999999998",
        "4, 1.2192388155425125",
        "8, 0.5678784026555592",
        "16, 0.2456494383253574",
        "32, 0.11093503960991946"
    })
    void largestErrorsOfBumps(int k, double expected) {
        UnitSum sum = UnitSum.bumps(UnitSumTest::wave, k);
        assertEquals(4 * k, sum.units());
        assertEquals(expected, sum.supError(UnitSumTest::wave, RUN), 1e-4);
        assertTrue(Math.abs(expected - UnitSum.bumps(Math::abs, k).supError(UnitSumTest::wave, RUN)) > 1e-3);
    }

    @ParameterizedTest
    @CsvSource({"5, 0.6517547466397421", "20, 0.21092230398443768", "80, 0.11288511523144884"})
    void largestErrorsOfSteps(double steepness, double expected) {
        assertEquals(expected, UnitSum.steps(UnitSumTest::wave, 31, steepness).supError(UnitSumTest::wave, RUN), 1e-4);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.026096992089567245", "8, 0.006414879244897147", "32, 0.0002996327064284142"})
    void meanSquaredErrorsOfSteps(int n, double expected) {
        double error = UnitSum.steps(x -> Math.cos(4 * x), n, 4 * n).meanSquaredError(x -> Math.cos(4 * x), RUN);
        assertEquals(expected, error, 1e-6);
    }

    /** By hand: 4·1·4²/8 = 8, and what was measured lies below the bound. */
    @Test
    void errorsStayBelowBarronsBound() {
        assertEquals(8, Approximation.barronBound(1, 4, 8));
        assertEquals(4, Approximation.barronBound(0.5, 8, 16));
        UnitSum steps = UnitSum.steps(x -> Math.cos(4 * x), 8, 32);
        assertTrue(steps.meanSquaredError(x -> Math.cos(4 * x), RUN) < 8);
    }

    @Test
    void bumpsAreCounted() {
        List<Bump> two = List.of(new Bump(-0.9, -0.7, -0.5, -0.2, 1), new Bump(0.1, 0.2, 0.3, 0.6, -2));
        assertEquals(2, CurveFit.bumps(UnitSum.bumps(two)));
        UnitSum zigzag = UnitSum.of(
                Activation.RELU,
                new double[] {1, -1, 1, 1},
                new double[] {0.5, 0.1, -0.2, -0.4},
                new double[] {1, 1, -1, 1},
                0);
        assertEquals(0, CurveFit.bumps(zigzag));
        assertEquals(4, CurveFit.bends(zigzag).size());
        assertEquals(-0.5, CurveFit.bends(zigzag).get(0).x(), 1e-6);
        assertEquals(0.1, CurveFit.bends(zigzag).get(1).x(), 1e-6);
        assertEquals(1, CurveFit.bends(zigzag).get(1).change(), 1e-6);
    }

    /** |x| bends once, so that one or two units suffice; training makes no bump of the four. */
    @Test
    void trainingFindsTheAbsoluteValue() {
        UnitSum fit = CurveFit.of(Math::abs, Activation.RELU, 4, RUN);
        assertTrue(fit.supError(Math::abs, RUN) < 0.02, () -> "" + fit.supError(Math::abs, RUN));
        assertEquals(0, CurveFit.bumps(fit));
        float[] w = fit.network().parameters().get(0).values();
        float[] b = fit.network().parameters().get(1).values();
        float[] a = fit.network().parameters().get(2).values();
        double sum = fit.network().parameters().get(3).values()[0];
        for (int j = 0; j < 4; j++) {
            sum += a[j] * Math.max(0, 0.3 * w[j] + b[j]);
        }
        assertEquals(sum, fit.values(new double[] {0.3}, RUN)[0], 1e-6);
    }

    /** The same training in NumPy: {@code pipeline/src/test/reference/loss_slices.py}. */
    @Test
    void trainingFindsWhatNumPyFinds() {
        ReferenceValues expected = ReferenceValues.read("loss-slices.csv");
        expected.check("relu", units -> errors(UnitSumTest::wave, Activation.RELU, units), 1e-3);
        expected.check("sigmoid", units -> errors(x -> Math.cos(4 * x), Activation.SIGMOID, units), 1e-3);
        assertThrows(
                AssertionError.class,
                () -> expected.check("relu", units -> errors(UnitSumTest::wave, Activation.RELU, units + 1), 1e-3));
    }

    private static double[] errors(DoubleUnaryOperator f, Activation activation, int units) {
        UnitSum fit = CurveFit.of(f, activation, units, RUN);
        return new double[] {fit.supError(f, RUN), fit.meanSquaredError(f, RUN)};
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        UnitSum one = CurveFit.of(UnitSumTest::square, Activation.SIGMOID, 8, RUN.withThreads(1));
        UnitSum seven = CurveFit.of(UnitSumTest::square, Activation.SIGMOID, 8, RUN.withThreads(7));
        assertArrayEquals(
                one.network().parameters().get(0).values(),
                seven.network().parameters().get(0).values());
    }

    private static double square(double x) {
        return x * x;
    }
}
