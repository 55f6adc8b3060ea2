package dev.whittle.classify.optim;

import static dev.whittle.classify.optim.MiniBatchTrainingTest.RUN;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.SAMPLES;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.settings;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.train;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link MiniBatchTraining} that diverges says so, in the step where it does. */
class DivergenceTest {
    @Test
    void lossHeldOutThatIsNotFiniteIsDivergence() {
        MiniBatches settings = settings(Optimizer.SGD, 0.1, 9, 300).patience(2).build();
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> new MiniBatchTraining(settings, 0, 0)
                                .train(new Orders(5, Double.POSITIVE_INFINITY), SAMPLES, RUN))
                .getMessage();
        assertTrue(message.startsWith("Training diverged in epoch 2, step 2 of 9, at learning rate 0.0"), message);
        assertTrue(message.contains(": the loss on the samples held out is Infinity; try"), message);
    }

    /** Losses are means by epoch. */
    private static MiniBatchTraining.Result end(double first, double... means) {
        Orders model = new Orders() {
            @Override
            public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
                super.gradient(samples, order, from, to, step);
                return new Seen(means[(int) step / 2] * (to - from), 0);
            }
        };
        model.first = first;
        MiniBatches settings = settings(Optimizer.SGD, 0.1, means.length, 150)
                .schedule(Schedule.CONSTANT)
                .build();
        return new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
    }

    @Test
    void endingAThousandTimesAboveTheBeginningIsDivergence() {
        assertEquals(
                "Training diverged in epoch 2, step 4 of 4, at learning rate 0.1: the mean loss of the last epoch is"
                        + " 5001.0, after 5.0 before training; try a learningRate below 0.1, a warmup or a clipNorm,"
                        + " and standardised features",
                assertThrows(ArithmeticException.class, () -> end(5, 4, 5001)).getMessage());
        assertEquals(4999, end(5, 4, 4999).objective());
        // A first loss near 0 is taken as 1, and what comes down again has not diverged.
        assertEquals(999, end(0, 1e-9, 999).objective());
        assertThrows(ArithmeticException.class, () -> end(0, 1e-9, 1001));
        assertEquals(7, end(1, 1e9, 7).objective());
    }

    @Test
    void aBestEpochAThousandTimesAboveTheBeginningIsDivergence() {
        MiniBatches settings = settings(Optimizer.SGD, 0.1, 2, 300).patience(2).build();
        assertEquals(
                999,
                new MiniBatchTraining(settings, 0, 0)
                        .train(new Orders(1e9, 999), SAMPLES, RUN)
                        .heldOutLoss());
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> new MiniBatchTraining(settings, 0, 0).train(new Orders(1001, 1e9), SAMPLES, RUN))
                .getMessage();
        assertTrue(
                message.contains(": the lowest loss on the samples held out is 1001.0, after 1.0 before training; try"),
                message);
    }

    /** Rates at which nothing overflows in the time given. */
    @Test
    void aRateFarTooHighIsDivergence() {
        for (MiniBatches settings : List.of(
                settings(Optimizer.SGD, 100, 2, 100).build(),
                settings(Optimizer.ADAM, 1e6, 12, 100).build())) {
            String message = assertThrows(ArithmeticException.class, () -> train(settings, 0, 0))
                    .getMessage();
            assertTrue(message.contains("the mean loss of the last epoch is "), message);
        }
    }

    @Test
    void whatTheLastStepBreaksIsSeen() {
        Orders model = new Orders() {
            @Override
            public Seen evaluate(Samples samples, int[] order, int from, int to) {
                super.evaluate(samples, order, from, to);
                assertTrue(to - from == (steps.isEmpty() ? 200 : 100));
                return new Seen(steps.isEmpty() ? 1 : Double.NaN, 0);
            }
        };
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> new MiniBatchTraining(
                                        settings(Optimizer.SGD, 0.1, 1, 200).build(), 0, 0)
                                .train(model, SAMPLES, RUN))
                .getMessage();
        assertTrue(
                message.startsWith("Training diverged in epoch 1, step 2 of 2, at learning rate ")
                        && message.contains(": after it the loss of the batch is NaN; try"),
                message);
    }

    @Test
    void divergenceSaysWhereAndWhatToDo() {
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> train(
                                settings(Optimizer.SGD, 1e6, 20, 100)
                                        .schedule(Schedule.CONSTANT)
                                        .build(),
                                0,
                                0))
                .getMessage();
        assertTrue(
                message.matches("Training diverged in epoch \\d+, step \\d+ of 60, at learning rate 1000000.0: .*"
                        + "; try a learningRate below 1000000.0, a warmup or a clipNorm, and standardised features"),
                message);
    }

    /** Loss, gradient and parameters, one after the other, go wrong in step 4. */
    @ParameterizedTest
    @ValueSource(strings = {"loss", "gradient", "clipped gradient", "huge gradient", "parameter"})
    void whatIsNotFiniteIsFoundInItsStep(String fault) {
        Orders model = new Orders() {
            @Override
            public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
                Seen seen = super.gradient(samples, order, from, to, step);
                if (step == 3) {
                    switch (fault) {
                        case "loss" -> seen = new Seen(Double.POSITIVE_INFINITY, 0);
                        case "huge gradient" -> parameters().get(0).gradient()[0] = 1e30f;
                        case "parameter" -> parameters().get(0).values()[0] = Float.NaN;
                        default -> parameters().get(0).gradient()[0] = Float.NaN;
                    }
                }
                return seen;
            }
        };
        MiniBatches settings = settings(Optimizer.ADAM, 0.1, 2, 150)
                .clipNorm(fault.equals("clipped gradient") ? 1 : 0)
                .schedule(Schedule.CONSTANT)
                .build();
        String message = assertThrows(
                        ArithmeticException.class,
                        () -> new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN))
                .getMessage();
        String what = switch (fault) {
            case "loss" -> "the loss of the batch is Infinity";
            case "parameter" -> "the parameter 'w' has no finite norm any more";
            default -> "the gradient of 'w' has no finite norm";
        };
        assertTrue(
                message.startsWith("Training diverged in epoch 2, step 4 of 4, at learning rate 0.1: " + what),
                message);
    }
}
