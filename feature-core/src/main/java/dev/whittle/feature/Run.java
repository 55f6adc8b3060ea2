package dev.whittle.feature;

import dev.whittle.feature.kernel.Kernels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How to run: the seed, the number of threads, the kernels, who hears of progress and where long training keeps its state. Passed down,
 * never global. Only the seed can change a result.
 */
public final class Run {
    private final long seed;
    private final int threads;
    private final Kernels kernels;
    private final Progress progress;
    /** Null for none. */
    private final Path checkpoints;

    private final ThreadPoolExecutor pool;

    /** Seed 1, all processors, the fastest kernels present, silent, no checkpoints. */
    public static Run defaults() {
        return new Run(1, Runtime.getRuntime().availableProcessors(), Kernels.AUTO, Progress.SILENT, null);
    }

    private Run(long seed, int threads, Kernels kernels, Progress progress, Path checkpoints) {
        this(seed, threads, kernels, progress, checkpoints, pool(threads));
    }

    private Run(long seed, int threads, Kernels kernels, Progress progress, Path checkpoints, ThreadPoolExecutor pool) {
        this.seed = seed;
        this.threads = threads;
        this.kernels = kernels;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.pool = pool;
    }

    public Run withSeed(long newSeed) {
        return new Run(newSeed, threads, kernels, progress, checkpoints, pool);
    }

    /** @param newThreads at least 1 */
    public Run withThreads(int newThreads) {
        return newThreads == threads ? this : new Run(seed, newThreads, kernels, progress, checkpoints);
    }

    public Run withKernels(Kernels newKernels) {
        return new Run(seed, threads, newKernels, progress, checkpoints, pool);
    }

    public Run withProgress(Progress newProgress) {
        return new Run(seed, threads, kernels, newProgress, checkpoints, pool);
    }

    /**
     * What is trained by mini-batches keeps its state in this folder after every epoch, in a file named by a hash of all that its result
     * depends on (settings, data, seed; not the program), and removes it when it is done. Trained again after it was cut off, it goes
     * on from there, and ends with the same bits; {@link #iteration} then hears of the remaining epochs alone.
     *
     * @param folder made where absent; not for two trainings of the same at once
     */
    public Run withCheckpoints(Path folder) {
        return new Run(seed, threads, kernels, progress, folder, pool);
    }

    public long seed() {
        return seed;
    }

    public int threads() {
        return threads;
    }

    /** See {@link #withCheckpoints}. */
    public Optional<Path> checkpoints() {
        return Optional.ofNullable(checkpoints);
    }

    public Kernels kernels() {
        return kernels;
    }

    /** The generator for a purpose, such as {@code "kmeans++"}, and an index within it, such as the number of the restart. */
    public Rng random(String purpose, long index) {
        return new Rng(seed, purpose, index);
    }

    /** Tells the listener how far a stage is; see {@link Progress#step}. */
    public void progress(String stage, long done, long total) {
        synchronized (progress) {
            progress.step(stage, done, total);
        }
    }

    /** Tells the listener of an iteration of training; see {@link Progress#iteration}. */
    public void iteration(int iteration, double objective, double accuracy) {
        synchronized (progress) {
            progress.iteration(iteration, objective, accuracy);
        }
    }

    /** A piece of parallel work. */
    @FunctionalInterface
    public interface Chunk {
        void run(int from, int to);
    }

    /**
     * Cuts 0 … n-1 into chunks of {@code chunkSize} (the last may be shorter) and runs all of them on this run's threads, the
     * caller's among them. The cut does not depend on the number of threads, so partial results kept by chunk ({@code from /
     * chunkSize}) and combined in chunk order do not either. May be nested. If chunks fail, the failure of the first of them
     * in chunk order is thrown.
     */
    public void parallel(int n, int chunkSize, Chunk body) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("A chunk has at least 1 element, got " + chunkSize);
        }
        if (n < 0) {
            throw new IllegalArgumentException("There are 0 or more elements, got " + n);
        }
        int chunks = (int) (((long) n + chunkSize - 1) / chunkSize);
        if (threads == 1 || chunks <= 1) {
            for (int c = 0; c < chunks; c++) {
                body.run(c * chunkSize, (int) Math.min(n, (c + 1L) * chunkSize));
            }
            return;
        }
        ParallelCall call = new ParallelCall(n, chunkSize, chunks, body);
        for (int t = 1; t < Math.min(threads, chunks); t++) {
            pool.execute(call);
        }
        call.run();
        call.await();
    }

    private static ThreadPoolExecutor pool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("At least 1 thread is needed, got " + threads);
        }
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                Math.max(1, threads - 1),
                Math.max(1, threads - 1),
                2,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "whittle");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * One call of {@link #parallel}. Whoever runs it takes chunks until none is left, so a caller that waits for the last of
     * them waits only for chunks that some thread is working on, and nested calls cannot block each other.
     */
    private static final class ParallelCall implements Runnable {
        private final int n;
        private final int chunkSize;
        private final int chunks;
        private final Chunk body;
        /** A long, since every thread counts once past the last chunk. */
        private final AtomicLong next = new AtomicLong();

        private final CountDownLatch left;
        private int failedChunk = Integer.MAX_VALUE;
        private Throwable failure;

        ParallelCall(int n, int chunkSize, int chunks, Chunk body) {
            this.n = n;
            this.chunkSize = chunkSize;
            this.chunks = chunks;
            this.body = body;
            this.left = new CountDownLatch(chunks);
        }

        @Override
        public void run() {
            for (long c = next.getAndIncrement(); c < chunks; c = next.getAndIncrement()) {
                try {
                    body.run((int) (c * chunkSize), (int) Math.min(n, (c + 1) * chunkSize));
                } catch (Throwable t) {
                    failed((int) c, t);
                } finally {
                    left.countDown();
                }
            }
        }

        private synchronized void failed(int chunk, Throwable t) {
            if (chunk < failedChunk) {
                failedChunk = chunk;
                failure = t;
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    left.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                if (failure instanceof RuntimeException e) {
                    throw e;
                } else if (failure instanceof Error e) {
                    throw e;
                }
            }
        }
    }
}
