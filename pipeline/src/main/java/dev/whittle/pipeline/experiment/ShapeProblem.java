package dev.whittle.pipeline.experiment;

import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why features are not defined for an image of some shape, such as one that is too small. */
final class ShapeProblem {
    private ShapeProblem() {}

    /** What each of these features says of such an image; empty if all are defined for it. */
    static Optional<String> of(List<Experiment.Feature> features, ImageShape shape, Run run) {
        List<String> wrong = new ArrayList<>();
        for (Experiment.Feature feature : features) {
            try {
                ImageNeeds.check(feature.spec(), List.of(shape), run);
            } catch (IllegalArgumentException e) {
                wrong.add("feature '" + feature.name() + "': " + e.getMessage());
            }
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }
}
