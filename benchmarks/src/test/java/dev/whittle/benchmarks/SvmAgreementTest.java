package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.benchmarks.LinearProblem.Weights;
import org.junit.jupiter.api.Test;

class SvmAgreementTest {
    private static final HeadData DATA = HeadData.of("2000x20");

    @Test
    void theSmallerTheToleranceTheNearer() {
        Weights optimum = NewtonSvm.solve(DATA.samples(), 1e-9);
        SvmAgreement.Reached loose = SvmAgreement.toward(optimum, 1e-1, DATA);
        SvmAgreement.Reached tight = SvmAgreement.toward(optimum, 1e-6, DATA);
        assertTrue(tight.above() < 1e-6 && tight.distance() < 1e-3, tight.toString());
        assertTrue(tight.above() < loose.above() && tight.distance() < loose.distance(), loose + "; " + tight);
    }

    @Test
    void wrongWeightsAreFound() {
        Weights wrong = NewtonSvm.solve(DATA.samples(), 1e-9);
        double norm = 0;
        for (double[] of : wrong.weights()) {
            for (double w : of) {
                norm += w * w;
            }
        }
        wrong.weights()[1][2] += 0.1 * Math.sqrt(norm);
        assertEquals(0.1, SvmAgreement.toward(wrong, 1e-6, DATA).distance(), 2e-3);
    }
}
