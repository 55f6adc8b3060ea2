package dev.whittle.pipeline.experiment;

import dev.whittle.feature.data.Inspection;
import dev.whittle.feature.data.NearDuplicates;
import dev.whittle.feature.data.Splits;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A test image that nearly equals a training image, so that a head may know it by heart. See {@link
 * Inspection#nearDuplicates}.
 *
 * @param train the name of the training image
 * @param test the name of the test image
 * @param correlation of their gray thumbnails, rounded to four decimals
 * @param mirrored whether one is nearly the mirror image of the other
 */
public record NearDuplicate(String train, String test, double correlation, boolean mirrored) {
    private static final int NAMED = 5;

    static NearDuplicate of(Splits data, NearDuplicates.Pair pair) {
        return new NearDuplicate(
                data.train().name(pair.first()),
                data.test().name(pair.second()),
                Math.rint(1e4 * pair.correlation()) / 1e4,
                pair.mirrored());
    }

    /** Says how many there are, names the nearest, and what to do; empty if there are none. */
    static Optional<String> warning(List<NearDuplicate> all, int testImages) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<String> nearest = all.stream()
                .sorted(Comparator.comparingDouble(NearDuplicate::correlation).reversed())
                .limit(NAMED)
                .map(NearDuplicate::text)
                .toList();
        return Optional.of(all.size() + " of " + testImages
                + (all.size() == 1
                        ? " test images nearly equals a training image"
                        : " test images nearly equal training images")
                + ", so the accuracy may be too high: " + String.join(", ", nearest)
                + (all.size() > NAMED
                        ? " and " + (all.size() - NAMED) + " more, all in data.nearDuplicates of result.json"
                        : "")
                + ". Look at them; if they show the same scene, take them out of the training images, or divide the"
                + " images by scene");
    }

    private String text() {
        return train + " ≈ " + test
                + String.format(Locale.ROOT, " (r = %.3f%s)", correlation, mirrored ? ", mirrored" : "");
    }
}
