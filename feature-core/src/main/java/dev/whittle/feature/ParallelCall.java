package dev.whittle.feature;

import java.util.concurrent.CancellationException;

/**
 * One call of {@link Run#parallel}. Every thread that runs it takes chunks until none is left or one has failed. So a
 * caller waits only for chunks that some thread is working on, and nested calls cannot block each other.
 */
final class ParallelCall implements Runnable {
    /** What is done with the elements {@code from} to {@code to - 1}. */
    interface Body {
        void run(int from, int to);
    }

    /** The call that a thread works on now. Set only while it does. */
    private static final ThreadLocal<ParallelCall> CURRENT = new ThreadLocal<>();

    private final int n;
    private final int chunkSize;
    private final Body body;
    private final Cancellation cancellation;
    private final Thread caller = Thread.currentThread();
    /** The call that this thread works on, whose chunk makes this one; null for none. */
    private final ParallelCall outer = CURRENT.get();

    /** Whether the caller was interrupted while it waited, which clears the flag of its thread. */
    private volatile boolean interrupted;

    private final int chunks;
    /** The next chunk to begin. */
    private int next;
    /** How many chunks are being worked on. */
    private int begun;

    private int failedChunk = Integer.MAX_VALUE;
    private Throwable failure;

    ParallelCall(int n, int chunkSize, Body body, Cancellation cancellation) {
        this.n = n;
        this.chunkSize = chunkSize;
        this.chunks = (int) (((long) n + chunkSize - 1) / chunkSize);
        this.body = body;
        this.cancellation = cancellation;
    }

    /** Whether a thread was interrupted that waits for the work this thread does. */
    static boolean callerInterrupted() {
        ParallelCall current = CURRENT.get();
        return current != null && current.isInterrupted();
    }

    private boolean isInterrupted() {
        return interrupted || caller.isInterrupted() || outer != null && outer.isInterrupted();
    }

    @Override
    public void run() {
        ParallelCall before = CURRENT.get();
        CURRENT.set(this);
        try {
            work();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    private void work() {
        for (int c = begin(); c >= 0; c = begin()) {
            Throwable thrown = null;
            try {
                body.run((int) ((long) c * chunkSize), (int) Math.min(n, (c + 1L) * chunkSize));
            } catch (Throwable t) {
                thrown = t;
            }
            end(c, thrown);
        }
    }

    /** The next chunk, or -1 if no further chunk may begin. */
    private synchronized int begin() {
        if (next == chunks) {
            return -1;
        }
        if (cancellation.isCancelled() || isInterrupted()) {
            fail(
                    next,
                    new CancellationException(
                            isInterrupted() ? "The thread was interrupted" : "The run was cancelled"));
            return -1;
        }
        begun++;
        return next++;
    }

    private synchronized void end(int chunk, Throwable thrown) {
        begun--;
        if (thrown != null) {
            fail(chunk, thrown);
        }
        notifyAll();
    }

    /**
     * Chunks begin in order, so every chunk before a failed one has begun. The first failed chunk is known when all of
     * these have ended.
     */
    private void fail(int chunk, Throwable thrown) {
        next = chunks;
        if (chunk < failedChunk) {
            failedChunk = chunk;
            failure = thrown;
        }
    }

    /** Waits for the chunks that have begun. After an interrupt no further chunk begins, but the waiting goes on. */
    synchronized void await() {
        while (begun > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                if (next < chunks) {
                    fail(next, new CancellationException("The thread was interrupted"));
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }
}
