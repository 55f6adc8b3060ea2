package dev.whittle.spark;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.RowBlock;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Computes something of each partition on the executors, and uses the results on the driver, in the order of the
 * partitions, on the calling thread. A result that arrives early waits for those of the partitions before it. A job
 * computes as many partitions as there are cores, or 16 if these are more. At most two jobs run at the same time, so
 * the results of at most twice as many partitions wait on the driver.
 *
 * @param blocks the rows, block by block
 */
record PartitionJobs(RDD<RowBlock> blocks) {
    /** Partitions of a job, if there are not more cores. */
    private static final int LEAST_AT_ONCE = 16;
    /** How often it is asked whether the work was cancelled, in milliseconds. */
    private static final long CHECK_MILLIS = 100;

    /**
     * What is computed of the blocks of a partition. It is sent with every task, so what is large is a broadcast.
     *
     * @param <R> what is sent back
     */
    @FunctionalInterface
    interface Work<R extends Serializable> extends Serializable {
        R of(Iterator<RowBlock> blocks);
    }

    /** The results are bytes until the driver needs them. */
    private static final class Task extends AbstractFunction1<scala.collection.Iterator<RowBlock>, byte[]>
            implements Serializable {
        private final Work<?> work;

        Task(Work<?> work) {
            this.work = work;
        }

        @Override
        public byte[] apply(scala.collection.Iterator<RowBlock> blocks) {
            return JavaBytes.of(work.of(CollectionConverters.asJava(blocks)));
        }
    }

    /** Results are read back by other threads, while the calling one uses those before. */
    private record Job(SimpleFutureAction<BoxedUnit> action, List<CompletableFuture<Object>> results) {}

    /**
     * Computes the work of some partitions.
     *
     * @param partitions their numbers, ascending
     * @param use receives each result, on the calling thread
     * @throws IllegalArgumentException or ArithmeticException, if the work of a partition has thrown it
     * @throws IllegalStateException if the job has failed otherwise
     * @throws java.util.concurrent.CancellationException if the run is cancelled; the jobs are cancelled then
     */
    <R extends Serializable> void inOrder(List<Integer> partitions, Work<R> work, Consumer<R> use, Run run) {
        int atOnce = Math.max(LEAST_AT_ONCE, blocks.sparkContext().defaultParallelism());
        Deque<Job> running = new ArrayDeque<>();
        try {
            for (int next = 0; next < partitions.size() || !running.isEmpty(); ) {
                while (running.size() < 2 && next < partitions.size()) {
                    int end = Math.min(partitions.size(), next + atOnce);
                    running.add(start(partitions.subList(next, end), work));
                    next = end;
                }
                List<CompletableFuture<Object>> results = running.getFirst().results;
                for (int i = 0; i < results.size(); i++) {
                    @SuppressWarnings("unchecked") // what the work has made
                    R value = (R) awaited(results.set(i, null), run);
                    use.accept(value);
                }
                running.removeFirst();
            }
        } finally {
            running.forEach(job -> job.action.cancel());
        }
    }

    private Job start(List<Integer> partitions, Work<?> work) {
        List<CompletableFuture<byte[]>> results = new ArrayList<>();
        List<Object> numbers = new ArrayList<>();
        for (int partition : partitions) {
            results.add(new CompletableFuture<>());
            numbers.add(partition);
        }
        SparkContext context = blocks.sparkContext();
        SimpleFutureAction<BoxedUnit> action = context.submitJob(
                blocks,
                new Task(work),
                CollectionConverters.asScala(numbers).toSeq(),
                new AbstractFunction2<Object, byte[], BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(Object index, byte[] bytes) {
                        results.get((Integer) index).complete(bytes);
                        return BoxedUnit.UNIT;
                    }
                },
                new AbstractFunction0<BoxedUnit>() {
                    @Override
                    public BoxedUnit apply() {
                        return BoxedUnit.UNIT;
                    }
                });
        action.onComplete(
                new AbstractFunction1<scala.util.Try<BoxedUnit>, BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(scala.util.Try<BoxedUnit> end) {
                        if (end.isFailure()) {
                            Throwable failure = end.failed().get();
                            results.forEach(result -> result.completeExceptionally(failure));
                        }
                        return BoxedUnit.UNIT;
                    }
                },
                ExecutionContext.fromExecutor(Runnable::run));
        ClassLoader loader = JavaBytes.loader();
        List<CompletableFuture<Object>> values = new ArrayList<>();
        for (CompletableFuture<byte[]> result : results) {
            values.add(result.thenApplyAsync(bytes -> JavaBytes.value(bytes, loader)));
        }
        return new Job(action, values);
    }

    private static Object awaited(CompletableFuture<Object> result, Run run) {
        while (true) {
            run.checkCancelled();
            try {
                return result.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Not yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    /** What a chunk has thrown, as on one machine, or Spark's own failure. */
    private static RuntimeException failure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof ArithmeticException) {
                return (RuntimeException) cause;
            }
        }
        return new IllegalStateException("The Spark job failed: " + thrown.getMessage(), thrown);
    }
}
