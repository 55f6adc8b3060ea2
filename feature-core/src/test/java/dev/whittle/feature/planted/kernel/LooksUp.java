package dev.whittle.feature.planted.kernel;

import dev.whittle.feature.planted.Faults;

/** A kernel that knows a feature, and the other half of a cycle between packages. */
public final class LooksUp {
    public Faults feature;
}
