package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Run;
import org.junit.jupiter.api.Test;

class MiniBatchTrainingTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Samples SAMPLES = TestSamples.clouds(300, 4, 3, 1, 5);

    @Test
    void findsTheOptimum() {
        LeastSquares model = new LeastSquares(4, RUN, 0);
        MiniBatches settings = MiniBatches.builder()
                .learningRate(0.05)
                .epochs(200)
                .batchSize(300)
                .build();
        MiniBatchTraining.Result result = new MiniBatchTraining(settings, 0, 0).train(model, SAMPLES, RUN);
        assertEquals(200, result.epochs());
        model.gradient(SAMPLES, RUN.random("any", 0).permutation(300), 0, 300, 0);
        for (float g : model.weights.gradient()) {
            assertTrue(Math.abs(g) < 1e-4, "derivative " + g);
        }
    }
}
