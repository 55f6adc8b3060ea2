package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;

/** What {@link Spec#fit} returns: immutable, thread-safe, and able to name what it learned. */
public interface Fitted {
    /** Everything learned, enough for {@link Spec#restore}; empty where nothing was learned from data. */
    NamedArrays arrays();
}
