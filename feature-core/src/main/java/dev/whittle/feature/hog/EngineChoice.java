package dev.whittle.feature.hog;

import dev.whittle.feature.hog.fast.HogEngine;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.hog.SpatialWeights;
import java.util.function.Supplier;

/** Chooses an engine; each call that runs at the same time has one of its own. */
interface EngineChoice {
    Supplier<HogEngine> of(Orientation orientation, SpatialWeights weights);
}
