package dev.whittle.feature;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Uses the statistics of chunks in chunk order, each as soon as those of all chunks before it were used. Thread-safe.
 */
final class InOrder<S> {
    private final ObjIntConsumer<S> use;
    private final Map<Integer, S> waiting = new HashMap<>();
    private int next;

    /** @param use receives the statistics and the number of their chunk */
    InOrder(ObjIntConsumer<S> use) {
        this.use = use;
    }

    synchronized void add(int chunk, S statistics) {
        waiting.put(chunk, statistics);
        for (S ready = waiting.remove(next); ready != null; ready = waiting.remove(next)) {
            use.accept(ready, next++);
        }
    }
}
