package dev.whittle.pipeline.experiment;

import dev.whittle.classify.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is reached with a network that is not trained: its weights are as they were drawn.
 *
 * @param accuracy on the test images, the mean over the classes
 * @param limit of a network that is the head, what is exceeded by chance at most once in a thousand times; null for a
 *     feature, whose head is trained and may well reach more than chance
 */
public record UntrainedResult(double accuracy, Double limit) {
    /** Whether the trained network is better, and the untrained one not better than chance where it must not be. */
    public boolean passed(Evaluation trained) {
        return isBelow(trained) && !isAboveChance();
    }

    private boolean isBelow(Evaluation trained) {
        return accuracy < trained.balancedAccuracy() - ConstantImageResult.ROUNDING;
    }

    private boolean isAboveChance() {
        return limit != null && accuracy > limit + ConstantImageResult.ROUNDING;
    }

    /** @param name of the feature and the head */
    List<String> warnings(String name, Evaluation trained) {
        List<String> warnings = new ArrayList<>();
        if (!isBelow(trained)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s is not better than with an untrained network: %.1f %% of the test images trained, %.1f %%"
                            + " untrained, as the mean over the classes",
                    name,
                    100 * trained.balancedAccuracy(),
                    100 * accuracy));
        }
        if (isAboveChance()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the untrained network of %s reaches %.1f %% on the test images, as the mean over the classes,"
                            + " where more than %.1f %% is expected once in 1,000 experiments: it knows nothing of the"
                            + " labels, so look for a leak",
                    name,
                    100 * accuracy,
                    100 * limit));
        }
        return warnings;
    }
}
