package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.nn.SquaredHinge;
import dev.whittle.feature.Spec;
import org.junit.jupiter.api.Test;

class SquaredHingeSvmTest extends HeadContract {
    private static LinearSvm svm(double l2, int iterations, double tolerance) {
        return new LinearSvm(Formulation.ONE_VS_REST_SQUARED_HINGE, l2, 1, 0, 1, 1, iterations, tolerance);
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return svm(1e-3, 100, 1e-3);
    }

    @Override
    protected long pinnedCrc() {
        return 0x2a80aaa5L;
    }

    @Test
    void findsTheOptimumOfLiblinear() {
        Samples samples = Reference.samples();
        Reference.Optimum expected = Reference.optimum("squared-hinge");
        LinearClassifier head = (LinearClassifier) svm(Reference.L2, 1000, 1e-6).fit(samples, RUN);
        assertEquals(
                expected.objective(),
                Reference.objective(head, samples, new SquaredHinge()),
                1e-6 * expected.objective());
        // Within 1e-7 of the minimum, which is what float scores can tell apart, parameters still move in the third
        // decimal.
        for (int i = 0; i < expected.weights().length; i++) {
            assertEquals(expected.weights()[i], head.arrays().get("weights").data()[i], 2e-3);
        }
        for (int c = 0; c < expected.bias().length; c++) {
            assertEquals(expected.bias()[c], head.arrays().get("bias").data()[c], 2e-3);
        }
    }
}
