package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Subset;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of one seed: two disjoint subsets of the training images. Its test images are those of its plan.
 *
 * @param train the images fitted to
 * @param validation the images held out; may be empty
 */
record SeedSplit(long seed, Subset train, Subset validation) {
    /** The splits of all seeds of a plan in which they have the same images. */
    static List<SeedSplit> of(Plan plan, Run run) {
        List<SeedSplit> splits = new ArrayList<>();
        for (long seed : plan.seeds()) {
            Subset validation =
                    Subset.stratified(plan.data().train(), plan.validation(), run.withSeed(seed), "validation split");
            splits.add(new SeedSplit(seed, validation.complement(), validation));
        }
        return splits;
    }
}
