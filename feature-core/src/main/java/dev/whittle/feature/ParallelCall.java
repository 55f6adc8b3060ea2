package dev.whittle.feature;

import java.util.concurrent.CancellationException;

/**
 * One call of {@link Run#parallel}. Every thread that runs it takes chunks until none is left or one has failed. So a
 * caller waits only for chunks that some thread is working on, and nested calls cannot block each other.
 *
 * <p>If chunks may be only some way {@code ahead}, a thread also waits before it begins a chunk. It waits for a chunk
 * that another thread works on, and that thread can wait only within calls that are nested in its chunk. So no two
 * threads wait for each other.
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
    /** A chunk begins only when all chunks up to the one this many before it have ended. */
    private final int ahead;

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
    /** All chunks before this one have ended. */
    private int firstOpen;
    /** Whether a chunk that is not before {@link #firstOpen} has ended, at its number modulo the length. */
    private final boolean[] ended;

    private int failedChunk = Integer.MAX_VALUE;
    private Throwable failure;

    /** @param ahead how far before the first chunk that has not ended another may begin, at least 1 */
    ParallelCall(int n, int chunkSize, int ahead, Body body, Cancellation cancellation) {
        this.n = n;
        this.chunkSize = chunkSize;
        this.ahead = ahead;
        this.chunks = (int) (((long) n + chunkSize - 1) / chunkSize);
        this.body = body;
        this.cancellation = cancellation;
        this.ended = new boolean[ahead < chunks ? ahead : 0];
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

    /** The next chunk, or -1 if no further chunk may begin. Waits while the next one is too far ahead. */
    private synchronized int begin() {
        // A failure sets next, and every end notifies. A cancelled call cannot end before the same chunk either.
        while (next < chunks && next - firstOpen >= ahead) {
            try {
                wait();
            } catch (InterruptedException e) {
                if (Thread.currentThread() != caller) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
                interrupted = true;
                break;
            }
        }
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
        if (ended.length > 0) {
            ended[chunk % ahead] = true;
            for (; ended[firstOpen % ahead]; firstOpen++) {
                ended[firstOpen % ahead] = false;
            }
        }
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
