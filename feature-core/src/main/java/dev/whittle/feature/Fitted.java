package dev.whittle.feature;

import dev.whittle.feature.table.NamedArrays;

/** What {@link Spec#fit} returns: immutable, thread-safe, and with access to what it learned. */
public interface Fitted {
    /** Everything that was learned, as {@link Spec#restore} needs it. Empty if nothing was learned from data. */
    default NamedArrays arrays() {
        return NamedArrays.empty();
    }
}
