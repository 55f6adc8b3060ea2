package dev.whittle.feature;

/** Ends the work of the runs that have it; see {@link Run#withCancellation}. Thread-safe. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** Ends the work. This cannot be undone. */
    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
