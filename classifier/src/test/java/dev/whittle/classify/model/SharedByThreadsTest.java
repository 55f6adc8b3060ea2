package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every registered feature, transform, encoder and head, shared by eight threads: each has the bits of one thread, and
 * the heap does not grow with the number of calls. ONNX files and stored descriptors have tests of their own.
 */
@Tag("long")
class SharedByThreadsTest {
    private static final int THREADS = 8;
    private static final int WARM = 2;
    private static final int CALLS = 6;
    /** A heap of this much more, in bytes, is no chance. */
    private static final long MOST = 1 << 20;

    static Stream<String> types() {
        return SmallSpecs.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void bitsAreEqualAndMemoryIsFlat(String type) throws Exception {
        Object data = SmallSpecs.data(type);
        Fitted fitted = SmallSpecs.spec(type).fit(data, Run.defaults().withThreads(2));
        float[] expected = SmallSpecs.output(fitted, data, Run.defaults().withThreads(1));
        Run shared = Run.defaults().withThreads(2);
        hold(expected, () -> SmallSpecs.output(fitted, data, shared));
    }

    /** Calls it by all threads at once. */
    private static void hold(float[] expected, Supplier<float[]> call) throws Exception {
        atOnce(expected, call, WARM);
        long before = heap();
        atOnce(expected, call, CALLS);
        long more = heap() - before;
        assertTrue(more < MOST, THREADS * CALLS + " calls left " + more + " bytes");
    }

    private static void atOnce(float[] expected, Supplier<float[]> call, int calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                all.add(pool.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int i = 0; i < calls; i++) {
                        Bits.assertSame("one of several threads", expected, call.get());
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** What is in use after several collections, which end when they find nothing more. */
    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(20);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void otherBitsAreSeen() {
        AtomicInteger users = new AtomicInteger();
        Throwable seen = assertThrows(
                        ExecutionException.class,
                        () -> hold(new float[] {0}, () -> {
                            float value = users.getAndIncrement() > 0 ? 1 : 0;
                            Thread.yield();
                            users.decrementAndGet();
                            return new float[] {value};
                        }))
                .getCause();
        assertTrue(seen instanceof AssertionError, seen.toString());
    }

    @Test
    void memoryThatStaysIsSeen() {
        List<float[]> kept = new ArrayList<>();
        AssertionError seen = assertThrows(
                AssertionError.class,
                () -> hold(new float[1 << 14], () -> {
                    synchronized (kept) {
                        kept.add(new float[1 << 14]);
                    }
                    return new float[1 << 14];
                }));
        assertTrue(seen.getMessage().contains("calls left"), seen.getMessage());
    }
}
