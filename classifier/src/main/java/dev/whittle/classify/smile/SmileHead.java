package dev.whittle.classify.smile;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import java.util.Objects;

/**
 * Any classifier of Smile as a head, for use in code. Experiments can use {@link SmileRandomForest} and {@link
 * SmileRbfSvm}.
 *
 * <p>Training cannot be cancelled while it runs: a cancelled run ends only before or after it.
 *
 * <pre>{@code new SmileHead((x, y) -> smile.classification.KNN.fit(x, y, 5)).fit(samples, run)}</pre>
 */
public final class SmileHead implements SmileSpec {
    private final Trainer trainer;

    /** Trains a Smile classifier. */
    @FunctionalInterface
    public interface Trainer {
        /**
         * Trains a classifier. Smile's generator was seeded right before.
         *
         * @param samples a row for each sample
         * @param labels the class of each row, renumbered to 0 … k-1 without gaps where a class has no sample
         * @return a classifier that several threads may use at once
         */
        smile.classification.Classifier<double[]> train(double[][] samples, int[] labels);
    }

    public SmileHead(Trainer trainer) {
        this.trainer = Objects.requireNonNull(trainer);
    }

    @Override
    public SmileClassifier fit(Samples train, Run run) {
        return SmileClassifier.train(train, run, (x, y) -> SmileClassifier.scorer(trainer.train(x, y)));
    }
}
