package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.nn.WestonWatkins;
import dev.whittle.feature.Spec;
import org.junit.jupiter.api.Test;

class WestonWatkinsSvmTest extends HeadContract {
    private static LinearSvm svm(double l2, double learningRate, int epochs) {
        return new LinearSvm(Formulation.WESTON_WATKINS, l2, learningRate, 0.9, epochs, 64, 1, 0);
    }

    @Override
    protected Spec<Samples, Classifier> head() {
        return svm(1e-3, 0.01, 12);
    }

    @Override
    protected long pinnedCrc() {
        return 0xeef55682L;
    }

    /** Descent by full batches, slow and sure, must end no lower than mini-batches do, up to what their noise leaves. */
    @Test
    void comesNearTheMinimum() {
        Samples samples = Reference.samples();
        LinearSvm slow = new LinearSvm(Formulation.WESTON_WATKINS, Reference.L2, 0.05, 0.9, 4000, 120, 1, 0);
        LinearSvm quick = new LinearSvm(Formulation.WESTON_WATKINS, Reference.L2, 0.05, 0.9, 200, 16, 1, 0);
        double low = Reference.objective((LinearClassifier) slow.fit(samples, RUN), samples, new WestonWatkins());
        double near = Reference.objective((LinearClassifier) quick.fit(samples, RUN), samples, new WestonWatkins());
        assertTrue(near >= low * (1 - 1e-3) && near <= low * 1.01, near + " against " + low);
    }

    @Test
    void anotherSeedTakesAnotherWay() {
        Samples samples = Reference.samples();
        assertTrue(!head().fit(samples, RUN)
                .scores(samples.inMemory("the test"), RUN)
                .bitsEqual(head().fit(samples, RUN.withSeed(2)).scores(samples.inMemory("the test"), RUN)));
    }

    @Test
    void cannotSolveExclusiveOr() {
        Samples xor = TestSamples.xor(25);
        double accuracy =
                TestSamples.accuracy(head().fit(xor, RUN).predict(xor.inMemory("the test"), RUN), xor.labels());
        assertTrue(accuracy <= 0.75, "a linear head separated exclusive or: " + accuracy);
    }

    @Test
    void divergenceIsAnErrorThatNamesEpochAndRate() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> svm(1, 1e9, 50).fit(Reference.samples(), RUN))
                .getMessage();
        assertTrue(message.matches(".* diverged in epoch \\d+: .* learningRate 1.0E9.*"), message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        String message = assertThrows(IllegalArgumentException.class, () -> new LinearSvm(null, -1, 0, 1, 0, -3, 0, -1))
                .getMessage();
        assertEquals(
                "Linear SVM: formulation must be given, got null; l2 must be at least 0 and finite, got -1.0;"
                        + " learningRate must be above 0 and finite, got 0.0; momentum must be at least 0 and below 1, got 1.0;"
                        + " epochs must be at least 1, got 0; batchSize must be at least 1, got -3;"
                        + " iterations must be at least 1, got 0; tolerance must be at least 0 and finite, got -1.0",
                message);
    }
}
