package dev.whittle.feature;

/** What {@link Spec#fit} returns: immutable, thread-safe, and able to name what it learned. */
public interface Fitted {
    /** Everything learned, enough for {@link Spec#restore}; empty where nothing was learned from data. */
    NamedArrays arrays();
}
