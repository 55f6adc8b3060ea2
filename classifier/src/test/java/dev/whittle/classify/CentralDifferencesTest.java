package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CentralDifferencesTest {
    private static final ToDoubleFunction<double[]> F = x -> x[0] * x[0] * x[1] + StrictMath.sin(x[1]);
    private static final double[] AT = {1.5, -0.7};

    private static double[] gradient() {
        return new double[] {2 * AT[0] * AT[1], AT[0] * AT[0] + StrictMath.cos(AT[1])};
    }

    @Test
    void acceptsTheRightGradient() {
        CentralDifferences.check(F, AT, gradient(), 1e-5, 1e-8);
        CentralDifferences.check(x -> 3, AT, new double[2], 1e-5, 1e-8);
    }

    @Test
    void refusesPlantedFaults() {
        double[] onePermille = gradient();
        onePermille[1] *= 1.001;
        assertThrows(AssertionError.class, () -> CentralDifferences.check(F, AT, onePermille, 1e-5, 1e-4));
        double[] sign = gradient();
        sign[0] = -sign[0];
        assertThrows(AssertionError.class, () -> CentralDifferences.check(F, AT, sign, 1e-5, 1e-4));
        double[] nan = gradient();
        nan[0] = Double.NaN;
        assertThrows(AssertionError.class, () -> CentralDifferences.check(F, AT, nan, 1e-5, 1e-4));
        assertThrows(AssertionError.class, () -> CentralDifferences.check(x -> 3, AT, gradient(), 1e-5, 1e-4));
    }
}
