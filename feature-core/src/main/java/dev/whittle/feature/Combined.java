package dev.whittle.feature;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Combines the statistics of chunks in chunk order, each as soon as those of all chunks before it are known.
 * Thread-safe.
 */
final class Combined<S> {
    private final BinaryOperator<S> combine;
    private final Map<Integer, S> waiting = new HashMap<>();
    private S value;
    private int next;

    Combined(BinaryOperator<S> combine) {
        this.combine = combine;
    }

    synchronized void add(int chunk, S statistics) {
        waiting.put(chunk, statistics);
        for (S ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
            value = next == 0 ? ready : combine.apply(value, ready);
            next++;
        }
    }

    synchronized S value() {
        return value;
    }
}
