package dev.whittle.classify.ridge;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.HeadContract;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.RandomPatches;
import java.util.List;

/** {@link WideFilters} as a head, trained on images, or on their mirror images, too. */
abstract class WideFiltersContract extends HeadContract {
    private final boolean mirror;

    WideFiltersContract(boolean mirror) {
        this.mirror = mirror;
    }

    /** Windows of one patch, since clouds have no shape that could stand anywhere. */
    @Override
    protected Spec<Samples, Classifier> head() {
        return new WideFilters(new RandomPatches(8), List.of(), 2, 0.1, 0.1, 300, 0.25, 1, 1, mirror, 1, 1, 1);
    }

    /** The least square image. */
    @Override
    protected int columns(int least) {
        int side = Math.max(4, (int) Math.ceil(Math.sqrt(least)));
        return side * side;
    }
}
