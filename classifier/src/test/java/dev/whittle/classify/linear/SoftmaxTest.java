package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftmaxTest extends LinearHeadContract {
    @Override
    protected Spec<Samples, Classifier> head() {
        return new Softmax(1e-3, 0, Intercept.FREE, ClassWeights.EQUAL, 100, 1e-4);
    }

    @Override
    protected long pinnedCrc() {
        return 0x55c0ad9L;
    }

    @Test
    void cannotSolveExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        double accuracy = TestSamples.accuracy(
                Softmax.defaults().fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels());
        assertTrue(accuracy <= 0.75, "a linear head separated exclusive or: " + accuracy);
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheScores() {
        Matrix p = Softmax.probabilities(Matrix.of(new float[] {0, 1, 3}, new float[] {1000, 1000, -1000}), RUN);
        double sum = 1 + Math.E + Math.exp(3);
        assertEquals(1 / sum, p.get(0, 0), 1e-7);
        assertEquals(Math.E / sum, p.get(0, 1), 1e-7);
        assertEquals(Math.exp(3) / sum, p.get(0, 2), 1e-7);
        assertEquals(0.5, p.get(1, 0));
        assertEquals(0, p.get(1, 2));
    }

    @Test
    void classWeightsAreAboveZero() {
        for (double wrong : new double[] {0, -1, 1e39, 1e-50, Double.NaN}) {
            Messages.says(
                    () -> ClassWeights.of(List.of(1.0, wrong)), "classWeights", "above 0", "[1.0, " + wrong + "]");
        }
    }

    @Test
    void classWeightsMustFitTheClasses() {
        Softmax head = new Softmax(0.1, 0, Intercept.FREE, ClassWeights.of(List.of(1.0, 2.0)), 10, 0);
        String message = assertThrows(IllegalArgumentException.class, () -> head.fit(Reference.samples(), RUN))
                .getMessage();
        assertEquals("There are 3 classes, but 2 classWeights", message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Softmax(-1, Double.NaN, null, null, 0, Double.NaN))
                .getMessage();
        assertEquals(
                "Softmax: l2 must be at least 0 and finite, got -1.0; l1 must be at least 0 and finite, got NaN;"
                        + " intercept must be given, got null;"
                        + " classWeights must be given, got null;"
                        + " iterations must be at least 1, got 0; tolerance must be at least 0 and finite, got NaN",
                message);
    }
}
