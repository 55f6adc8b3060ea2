package dev.whittle.classify.optim;

import static dev.whittle.classify.optim.MiniBatchTrainingTest.FEATURES;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.RUN;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.SAMPLES;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.checkOptimum;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.gradient;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.rate;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.settings;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.train;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Derivatives clipped by norm and by value, with penalties and without. */
class ClippingTest {
    /** The norm of the gradient at the minimum with l1 is not 0, so every step to the last is clipped. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUON")
    void l1WithAClippedNormFindsTheSameOptimum(Optimizer optimizer) {
        double l1 = 0.15;
        MiniBatches settings = settings(optimizer, rate(optimizer), 4000, 300)
                .weightDecay(0)
                .clipNorm(0.1)
                .build();
        LeastSquares model = train(settings, 0.01, l1);
        checkOptimum(model, 0.01, l1, 5e-4);
        double squares = 0;
        for (double g : gradient(model)) {
            squares += g * g;
        }
        assertTrue(Math.sqrt(squares) > 0.15, "clipped at the end: " + Math.sqrt(squares));
    }

    @Test
    void l1RefusesAClippedValue() {
        MiniBatches settings = MiniBatches.builder().clipValue(0.25).build();
        new MiniBatchTraining(settings, 1, 0);
        assertEquals(
                "Mini-batch training: clipValue must be 0 with l1 above 0, as derivatives that are cut no longer"
                        + " balance l1 at the minimum (clipNorm may be set), got 0.25",
                assertThrows(IllegalArgumentException.class, () -> new MiniBatchTraining(settings, 0, 1e-3))
                        .getMessage());
    }

    /** One step from 0 on all samples: the length of the step is the rate times the clipped gradient's. */
    @Test
    void clipsByNormOfAllParameters() {
        MiniBatches.Builder one = settings(Optimizer.SGD, 0.5, 1, 300).schedule(Schedule.CONSTANT);
        double[] gradient = gradient(new LeastSquares(FEATURES, RUN, 0));
        double norm = 0;
        for (double g : gradient) {
            norm += g * g;
        }
        norm = Math.sqrt(norm);
        LeastSquares clipped = train(one.clipNorm(norm / 4).build(), 0, 0);
        for (int c = 0; c < FEATURES; c++) {
            assertEquals(-0.5 * gradient[c] / 4, clipped.weights.values()[c], 1e-6);
        }
        assertEquals(-0.5 * gradient[FEATURES] / 4, clipped.bias.values()[0], 1e-6);
        LeastSquares unclipped = train(one.clipNorm(norm * 1.01).build(), 0, 0);
        assertEquals(-0.5 * gradient[FEATURES], unclipped.bias.values()[0], 1e-6);
    }

    /** The derivative of the l2 penalty is clipped, too: by the norm of the sum of both, and by the sum's value. */
    @Test
    void clipsWhatThePenaltyAdds() {
        MiniBatches.Builder one = settings(Optimizer.SGD, 0.5, 1, 300).schedule(Schedule.CONSTANT);
        float[] start = {3, -2, 1, 0.5f, -1, 2};
        LeastSquares model = new LeastSquares(FEATURES, RUN, 0);
        System.arraycopy(start, 0, model.weights.values(), 0, FEATURES);
        double[] gradient = gradient(model);
        double norm = gradient[FEATURES] * gradient[FEATURES];
        for (int c = 0; c < FEATURES; c++) {
            gradient[c] += 20 * start[c];
            norm += gradient[c] * gradient[c];
        }
        new MiniBatchTraining(one.clipNorm(Math.sqrt(norm) / 4).build(), 20, 0).train(model, SAMPLES, RUN);
        for (int c = 0; c < FEATURES; c++) {
            assertEquals(start[c] - 0.5 * gradient[c] / 4, model.weights.values()[c], 1e-5);
        }
        System.arraycopy(start, 0, model.weights.values(), 0, FEATURES);
        model.bias.values()[0] = 0;
        new MiniBatchTraining(one.clipNorm(0).clipValue(5).build(), 20, 0).train(model, SAMPLES, RUN);
        for (int c = 0; c < FEATURES; c++) {
            assertEquals(
                    start[c] - 0.5 * Math.max(-5, Math.min(5, gradient[c])),
                    model.weights.values()[c],
                    1e-5);
        }
    }

    @Test
    void clipsByValue() {
        MiniBatches.Builder one = settings(Optimizer.SGD, 1, 1, 300).schedule(Schedule.CONSTANT);
        double[] gradient = gradient(new LeastSquares(FEATURES, RUN, 0));
        double most = Math.abs(gradient[0]) / 2;
        LeastSquares clipped = train(one.clipValue(most).build(), 0, 0);
        for (int c = 0; c < FEATURES; c++) {
            assertEquals(
                    -Math.max(-most, Math.min(most, gradient[c])),
                    clipped.weights.values()[c],
                    1e-6);
        }
        assertEquals(most, Math.abs(clipped.bias.values()[0]), 1e-6);
    }
}
