package dev.whittle.spark;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lines of progress, of which at most one every five seconds is passed on. Not thread-safe. */
final class PacedLines {
    private static final long NANOS = 5_000_000_000L;

    private final Consumer<String> lines;
    private long last = System.nanoTime();

    PacedLines(Consumer<String> lines) {
        this.lines = lines;
    }

    /** @param line is asked for only if it is time for one */
    void offer(Supplier<String> line) {
        long now = System.nanoTime();
        if (now - last >= NANOS) {
            last = now;
            lines.accept(line.get());
        }
    }
}
