package dev.whittle.pipeline.experiment;

import java.util.Locale;
import java.util.Optional;

/**
 * What a head reaches that is trained on shuffled labels, see {@link ShuffledLabels}.
 *
 * @param images how many training images it had, of all trainings together
 * @param accuracy on the test images, the mean over the classes
 * @param limit what is exceeded by chance at most once in a thousand times
 */
public record ShuffledLabelsResult(int images, double accuracy, double limit) {
    /** Whether no more is reached than is expected by chance. */
    public boolean passed() {
        return accuracy <= limit + ConstantImageResult.ROUNDING;
    }

    /** @param name of the feature and the head */
    Optional<String> warning(String name, int classes) {
        return passed()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "trained on shuffled labels, %s reaches %.1f %% on the test images, as the mean over the"
                                + " classes, where chance is %.1f %% and more than %.1f %% is expected once in 1,000"
                                + " experiments: it may know the labels from elsewhere, so look for a leak",
                        name,
                        100 * accuracy,
                        100.0 / classes,
                        100 * limit));
    }
}
