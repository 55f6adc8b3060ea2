package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a trained head reaches on test images that were all replaced by one constant image of their shape. It can only
 * name one class for all images of a shape.
 *
 * @param images how many test images there were
 * @param accuracy the mean over the classes
 * @param limit what is exceeded by chance at most once in a thousand times, where images have several shapes; for
 *     images of one shape the accuracy of naming one class
 */
public record ConstantImageResult(int images, double accuracy, double limit) {
    private static final int ORDERS = 999;
    /** Accuracies are means of fractions in any order. */
    static final double ROUNDING = 1e-9;

    /**
     * The limit is the largest accuracy with the labels in 999 random orders.
     *
     * @param predicted the class of each image
     */
    static ConstantImageResult of(int[] predicted, int[] labels, int classes, Run run) {
        double accuracy = accuracy(predicted, labels, classes);
        double limit = accuracy;
        if (Arrays.stream(predicted).distinct().count() > 1) {
            limit = 0;
            int[] others = new int[labels.length];
            for (int r = 0; r < ORDERS; r++) {
                Rng random = run.random("labels of constant images", r);
                int[] order = random.permutation(labels.length);
                Arrays.setAll(others, i -> labels[order[i]]);
                limit = Math.max(limit, accuracy(predicted, others, classes));
            }
        }
        return new ConstantImageResult(labels.length, accuracy, limit);
    }

    private static double accuracy(int[] predicted, int[] labels, int classes) {
        int[] right = new int[classes];
        int[] all = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            all[labels[i]]++;
            right[labels[i]] += predicted[i] == labels[i] ? 1 : 0;
        }
        double sum = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            sum += all[c] == 0 ? 0 : (double) right[c] / all[c];
            present += all[c] == 0 ? 0 : 1;
        }
        return sum / present;
    }

    /** Whether no more is reached than is expected by chance. */
    public boolean passed() {
        return accuracy <= limit + ROUNDING;
    }

    /** @param name of the feature and the head */
    Optional<String> warning(String name) {
        return passed()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "with one constant image in place of every test image, %s still reaches %.1f %%, as the mean"
                                + " over the classes, where more than %.1f %% is expected once in 1,000 experiments:"
                                + " something beside the pixels tells the classes, such as the sizes, the order or the"
                                + " names of the images",
                        name,
                        100 * accuracy,
                        100 * limit));
    }
}
