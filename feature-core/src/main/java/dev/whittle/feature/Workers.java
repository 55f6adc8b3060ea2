package dev.whittle.feature;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a {@link Run} other than the caller's, and the working memory. Threads are started when they are first
 * needed, and end when they are idle.
 */
final class Workers {
    private final int threads;
    private final Memory memory;
    private ThreadPoolExecutor pool;

    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("At least 1 thread is needed, got " + threads);
        }
        this.threads = threads;
        this.memory = new Memory(threads);
    }

    Memory memory() {
        return memory;
    }

    /** Runs a call on this thread and on up to {@code helpers} others, and waits until it has ended on all of them. */
    void run(ParallelCall call, int helpers) {
        ThreadPoolExecutor others = pool();
        for (int t = 0; t < helpers; t++) {
            others.execute(call);
        }
        try {
            call.run();
            call.await();
        } finally {
            // While all threads are busy, as in nested calls, what waits for one would keep the call and its memory.
            int left = helpers;
            while (left > 0 && others.remove(call)) {
                left--;
            }
        }
    }

    private synchronized ThreadPoolExecutor pool() {
        if (pool == null) {
            int size = Math.max(1, threads - 1);
            // Not longer: a program that makes a run for each image would have thousands of idle threads.
            pool = new ThreadPoolExecutor(size, size, 100, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "whittle");
                thread.setDaemon(true);
                return thread;
            });
            pool.allowCoreThreadTimeOut(true);
        }
        return pool;
    }
}
