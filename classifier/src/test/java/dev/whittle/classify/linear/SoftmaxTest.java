package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.nn.CrossEntropy;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Spec;
import org.junit.jupiter.api.Test;

class SoftmaxTest extends HeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return new Softmax(1e-3, 100, 1e-3);
    }

    @Override
    protected long pinnedCrc() {
        return 0x6c344048L;
    }

    @Test
    void findsTheOptimumOfScikitLearn() {
        Samples samples = Reference.samples();
        Reference.Optimum expected = Reference.optimum("softmax");
        LinearClassifier head = (LinearClassifier) new Softmax(Reference.L2, 1000, 1e-6).fit(samples, RUN);
        assertEquals(
                expected.objective(),
                Reference.objective(head, samples, new CrossEntropy()),
                1e-6 * expected.objective());
        Matrix w = head.arrays().get("weights");
        for (int i = 0; i < expected.weights().length; i++) {
            assertEquals(expected.weights()[i], w.data()[i], 2e-4);
        }
        // The loss does not change if all biases move together, so only their differences can be compared.
        float[] b = head.arrays().get("bias").data();
        for (int c = 1; c < b.length; c++) {
            assertEquals(expected.bias()[c] - expected.bias()[0], b[c] - b[0], 5e-4);
        }
    }

    @Test
    void perturbedOptimumIsSeenToBeWorse() {
        Samples samples = Reference.samples();
        Classifier worse = new Softmax(Reference.L2, 5, 1e-6).fit(samples, RUN);
        double objective = Reference.objective((LinearClassifier) worse, samples, new CrossEntropy());
        assertTrue(objective > Reference.optimum("softmax").objective() * (1 + 1e-4));
    }

    @Test
    void cannotSolveExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        double accuracy = TestSamples.accuracy(
                Softmax.defaults().fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels());
        assertTrue(accuracy <= 0.75, "a linear head separated exclusive or: " + accuracy);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Softmax(-1, 0, Double.NaN))
                .getMessage();
        assertEquals(
                "Softmax: l2 must be at least 0 and finite, got -1.0; iterations must be at least 1, got 0;"
                        + " tolerance must be at least 0 and finite, got NaN",
                message);
    }
}
