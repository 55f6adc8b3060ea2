package dev.whittle.classify.optim;

import static dev.whittle.classify.optim.MiniBatchTrainingTest.RUN;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.SAMPLES;
import static dev.whittle.classify.optim.MiniBatchTrainingTest.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.feature.table.Matrix;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    @Test
    void earlyStoppingKeepsTheBestEpoch() {
        Orders model = new Orders(5, 4, 3, 3, 3.5, 2);
        MiniBatches settings = settings(Optimizer.SGD, 0.1, 100, 300)
                .patience(2)
                .validation(0.25)
                .schedule(Schedule.CONSTANT)
                .build();
        MiniBatchTraining.Result result = new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
        // Epoch 3 is the best; 4 only equals it, 5 is worse; epoch 6, which would be better, is not reached.
        assertEquals(new MiniBatchTraining.Result(5, 1, 3, 3), result);
        assertEquals(5, model.values.size());
        assertEquals(-0.5f, model.values.get(4), 1e-6);
        assertEquals(model.values.get(2), model.w.values()[0]);
        assertEquals(75, model.heldOut.size());
        Set<Integer> trained = new HashSet<>();
        model.batches.forEach(trained::addAll);
        assertEquals(225, trained.size());
        assertTrue(trained.stream().noneMatch(model.heldOut::contains));
    }

    @Test
    void earlyStoppingNeedsASampleToTrainOn() {
        Samples one = new Samples(Matrix.of(new float[] {1}), new int[1], 2);
        assertEquals(
                "Early stopping holds out 1 of 1 samples (validation 0.6); none is left to train on",
                earlyStoppingRefused(0.6, one));
    }

    @Test
    void earlyStoppingNeedsASampleHeldOut() {
        assertEquals(
                "Early stopping holds out 0 of 300 samples (validation 0.001), at least 1 is needed; set validation to"
                        + " more than 0.5/300, or patience to 0 for no early stopping",
                earlyStoppingRefused(0.001, SAMPLES));
        MiniBatches settings = MiniBatches.builder()
                .epochs(1)
                .patience(1)
                .validation(0.5 / 300 + 1e-6)
                .build();
        Orders model = new Orders(1);
        new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
        assertEquals(1, model.heldOut.size());
    }

    private static String earlyStoppingRefused(double validation, Samples samples) {
        MiniBatches settings =
                MiniBatches.builder().patience(1).validation(validation).build();
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new MiniBatchTraining(settings, 0, 0).train(new Orders(), samples, RUN))
                .getMessage();
    }
}
