package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Subset;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of one seed: two disjoint subsets of the training images. Test images are the same for all seeds.
 *
 * @param train the images fitted to
 * @param validation the images held out; may be empty
 */
record SeedSplit(long seed, Subset train, Subset validation) {
    /** The splits of all seeds of a plan. */
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
