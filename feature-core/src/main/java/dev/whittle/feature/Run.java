package dev.whittle.feature;

import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.ObjIntConsumer;

/**
 * How to run: the seeds, the number of threads, the kernels, the progress listener, the cancellation, the folder for
 * checkpoints, and the working memory of calls. It is passed as an argument and never global. Only the seeds can
 * change a result.
 *
 * <p>Work ends early, with a {@link CancellationException}, if the calling thread is interrupted or the {@link
 * Cancellation} of the run is cancelled. An interrupted thread stays interrupted.
 */
public final class Run {
    private final long seed;
    private final long startSeed;
    private final int threads;
    /** Null for the fastest available. They are chosen when first needed, as this takes a tenth of a second. */
    private final Kernels kernels;

    private final Progress progress;
    /** Null for none. */
    private final Path checkpoints;

    private final Cancellation cancellation;
    private final Workers workers;

    /** Seed 1, all processors, the fastest available kernels, no progress reports, no checkpoints, no cancellation. */
    public static Run defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Run(1, 1, processors, null, Progress.SILENT, null, new Cancellation(), new Workers(processors));
    }

    private Run(
            long seed,
            long startSeed,
            int threads,
            Kernels kernels,
            Progress progress,
            Path checkpoints,
            Cancellation cancellation,
            Workers workers) {
        this.seed = seed;
        this.startSeed = startSeed;
        this.threads = threads;
        this.kernels = kernels;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.cancellation = cancellation;
        this.workers = workers;
    }

    public Run withSeed(long newSeed) {
        return new Run(newSeed, newSeed, threads, kernels, progress, checkpoints, cancellation, workers);
    }

    /**
     * Draws what a training begins with, see {@link #start}, from another seed than all else, so that the two can be
     * varied one by one. {@link #withSeed} sets both.
     */
    public Run withStartSeed(long newStartSeed) {
        return new Run(seed, newStartSeed, threads, kernels, progress, checkpoints, cancellation, workers);
    }

    /** @param newThreads at least 1 */
    public Run withThreads(int newThreads) {
        return newThreads == threads
                ? this
                : new Run(
                        seed,
                        startSeed,
                        newThreads,
                        kernels,
                        progress,
                        checkpoints,
                        cancellation,
                        new Workers(newThreads));
    }

    public Run withKernels(Kernels newKernels) {
        return new Run(seed, startSeed, threads, newKernels, progress, checkpoints, cancellation, workers);
    }

    public Run withProgress(Progress newProgress) {
        return new Run(seed, startSeed, threads, kernels, newProgress, checkpoints, cancellation, workers);
    }

    /** @param newCancellation ends the work early when any thread cancels it */
    public Run withCancellation(Cancellation newCancellation) {
        return new Run(seed, startSeed, threads, kernels, progress, checkpoints, newCancellation, workers);
    }

    /**
     * Training by mini-batches saves its state in this folder after every epoch. The file's name is a hash of all that
     * the result depends on: settings, data and seed, but not the program. When training is done, the file is removed.
     * Interrupted training continues from this file and ends with the same bits. In that case {@link #iteration}
     * reports the epochs of before as well, at the beginning.
     *
     * @param folder null for none; created if it does not exist; two equal trainings must not use it at the same time
     */
    public Run withCheckpoints(Path folder) {
        return new Run(seed, startSeed, threads, kernels, progress, folder, cancellation, workers);
    }

    public long seed() {
        return seed;
    }

    /** The seed of {@link #start}; that of the run, unless it was given {@link #withStartSeed another}. */
    public long startSeed() {
        return startSeed;
    }

    public int threads() {
        return threads;
    }

    /** See {@link #withCheckpoints}. */
    public Optional<Path> checkpoints() {
        return Optional.ofNullable(checkpoints);
    }

    public Kernels kernels() {
        return kernels == null ? KernelChoice.AUTO.kernels() : kernels;
    }

    /**
     * The generator for a purpose, such as {@code "kmeans++"}, and an index within it, such as the number of the
     * restart.
     */
    public Rng random(String purpose, long index) {
        return new Rng(seed, purpose, index);
    }

    /**
     * The generator for a purpose and an index, where it draws what a training begins with: initial weights, or filters
     * that are not trained. It is that of {@link #random}, unless this run has a seed of its own for it.
     */
    public Rng start(String purpose, long index) {
        return new Rng(startSeed, purpose, index);
    }

    /** Reports the progress of a stage to the listener; see {@link Progress#step}. */
    public void progress(String stage, long done, long total) {
        synchronized (progress) {
            progress.step(stage, done, total);
        }
    }

    /** Reports an iteration of training to the listener; see {@link Progress#iteration}. */
    public void iteration(int iteration, double objective, double accuracy) {
        synchronized (progress) {
            progress.iteration(iteration, objective, accuracy);
        }
    }

    /** Reports a continued training to the listener; see {@link Progress#resumed}. */
    public void resumed(double seconds) {
        synchronized (progress) {
            progress.resumed(seconds);
        }
    }

    /** Reports to the listener that a training ended before its minimum; see {@link Progress#notConverged}. */
    public void warnNotConverged(String text) {
        synchronized (progress) {
            progress.notConverged(text);
        }
    }

    /** Reports an image without local descriptors to the listener; see {@link Progress#nothingFound}. */
    public void nothingFound() {
        synchronized (progress) {
            progress.nothingFound();
        }
    }

    /** Reports a warning to the listener; see {@link Progress#warning}. */
    public void warn(String text) {
        synchronized (progress) {
            progress.warning(text);
        }
    }

    /**
     * Throws an exception if the work was cancelled. Long loops without {@link #parallel} should call it; {@link
     * #parallel} checks before every chunk.
     *
     * @throws CancellationException if this thread is interrupted, or one that waits for its work, or the run's {@link
     *     Cancellation} is cancelled
     */
    public void checkCancelled() {
        if (cancellation.isCancelled()) {
            throw new CancellationException("The run was cancelled");
        }
        if (Thread.currentThread().isInterrupted() || ParallelCall.callerInterrupted()) {
            throw new CancellationException("The thread was interrupted");
        }
    }

    /**
     * Working memory of this kind, reused from an earlier call if possible. Only one thread may use it until it is
     * {@link #giveBack given back}.
     */
    public <T> T take(Scratch<T> kind) {
        return workers.memory().take(kind);
    }

    /** Returns working memory from {@link #take}, so that later calls can use it. */
    public <T> void giveBack(Scratch<T> kind, T memory) {
        workers.memory().giveBack(kind, memory);
    }

    /** A part of parallel work. */
    @FunctionalInterface
    public interface Chunk {
        void run(int from, int to);
    }

    /**
     * Cuts 0 … n-1 into chunks of {@code chunkSize} (the last may be shorter) and runs all of them on this run's
     * threads, including the caller's. The chunks do not depend on the number of threads. So partial results that are
     * kept by chunk ({@code from / chunkSize}) and combined in chunk order do not depend on it either. Calls may be
     * nested. If a chunk fails, no further chunk begins. Of several failures the first in chunk order is thrown.
     *
     * @throws CancellationException if the work was cancelled; all chunks that had begun have ended by then
     */
    public void parallel(int n, int chunkSize, Chunk body) {
        parallel(n, chunkSize, Integer.MAX_VALUE, body);
    }

    private void parallel(int n, int chunkSize, int ahead, Chunk body) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("A chunk has at least 1 element, got " + chunkSize);
        }
        if (n < 0) {
            throw new IllegalArgumentException("There are 0 or more elements, got " + n);
        }
        int chunks = (int) (((long) n + chunkSize - 1) / chunkSize);
        if (threads == 1 || chunks <= 1) {
            for (int c = 0; c < chunks; c++) {
                checkCancelled();
                body.run(c * chunkSize, (int) Math.min(n, (c + 1L) * chunkSize));
            }
            return;
        }
        workers.run(new ParallelCall(n, chunkSize, ahead, body::run, cancellation), Math.min(threads, chunks) - 1);
    }

    /** The statistics of the elements {@code from} to {@code to - 1}. */
    @FunctionalInterface
    public interface Statistics<S> {
        S of(int from, int to);
    }

    /**
     * Computes the statistics of every chunk in parallel, as {@link #parallel} cuts them, and combines them in chunk
     * order: {@code ((s0 ⊕ s1) ⊕ s2) ⊕ …}. So the result does not depend on the number of threads.
     *
     * <p>Statistics wait until those of all chunks before them are combined. While a chunk is slow, the threads begin
     * no chunk that is more than twice their number ahead. So at most twice as many statistics as threads exist at a
     * time, in addition to the combined ones.
     *
     * @param n at least 1
     * @param combine may change and return its first argument
     */
    public <S> S fold(int n, int chunkSize, Statistics<S> statistics, BinaryOperator<S> combine) {
        if (n < 1) {
            throw new IllegalArgumentException("There is at least 1 element, got " + n);
        }
        Folded<S> all = new Folded<>(combine);
        inOrder(n, chunkSize, statistics, (s, chunk) -> all.add(s));
        return all.value();
    }

    /**
     * As {@link #fold}, but each of the statistics is used, in chunk order, on any thread, while no other is.
     *
     * @param use receives the statistics and the number of their chunk
     */
    <S> void inOrder(int n, int chunkSize, Statistics<S> statistics, ObjIntConsumer<S> use) {
        int ahead = (int) Math.min(Integer.MAX_VALUE, 2L * threads);
        InOrder<S> all = new InOrder<>(use);
        parallel(n, chunkSize, ahead, (from, to) -> all.add(from / chunkSize, statistics.of(from, to)));
    }
}
