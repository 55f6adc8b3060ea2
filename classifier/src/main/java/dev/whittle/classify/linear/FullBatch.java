package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Loss;
import dev.whittle.classify.optim.Lbfgs;
import dev.whittle.feature.Run;

/** Trains a linear model on all samples at once: the minimum of mean loss + (l2/2)‖W‖² by L-BFGS, from zero. */
final class FullBatch {
    /** 256 rows of 2000 features are 2 MB: they stay in the cache between scores and gradient. */
    private static final int CHUNK_ROWS = 256;

    private FullBatch() {}

    static LinearClassifier train(Samples train, Loss loss, double l2, int iterations, double tolerance, Run run) {
        LinearPass pass = new LinearPass(train, loss, CHUNK_ROWS, run);
        Lbfgs.Minimum minimum = new Lbfgs(10, iterations, tolerance)
                .minimize(
                        (point, gradient) -> pass.meanAndGradient(l2, point, gradient),
                        new double[pass.parameters()],
                        (iteration, value) -> run.iteration(iteration, value, pass.correct() / (double) train.size()));
        return LinearClassifier.of(
                minimum.point(), train.classes(), train.features().columns());
    }
}
