package dev.whittle.feature;

import java.util.function.BinaryOperator;

/** Statistics that are combined one after another: {@code ((s0 ⊕ s1) ⊕ s2) ⊕ …}. Not thread-safe. */
final class Folded<S> {
    private final BinaryOperator<S> combine;
    private S value;
    private boolean any;

    Folded(BinaryOperator<S> combine) {
        this.combine = combine;
    }

    void add(S statistics) {
        value = any ? combine.apply(value, statistics) : statistics;
        any = true;
    }

    S value() {
        return value;
    }
}
