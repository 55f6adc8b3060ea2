package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.kernel.KernelChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("bits")
class RunTest {
    private static Run threads(int threads) {
        return Run.defaults().withThreads(threads);
    }

    /** What a training begins with can have a seed of its own. */
    @Test
    void theStartHasTheSeedOfTheRunUnlessItIsGivenAnother() {
        Run run = Run.defaults().withSeed(5);
        long five = run.random("weights", 3).nextLong();
        assertEquals(five, run.start("weights", 3).nextLong());
        Run other = run.withStartSeed(6).withThreads(2).withCheckpoints(null).withProgress(Progress.SILENT);
        assertEquals(five, other.random("weights", 3).nextLong());
        assertEquals(
                Run.defaults().withSeed(6).random("weights", 3).nextLong(),
                other.start("weights", 3).nextLong());
        assertEquals(7, other.withSeed(7).startSeed());
    }

    @Test
    void nothingGetsLostOnTheWay() {
        Path folder = Path.of("f");
        assertEquals(Optional.empty(), Run.defaults().checkpoints());
        Run run = Run.defaults()
                .withCheckpoints(folder)
                .withSeed(7)
                .withThreads(3)
                .withKernels(KernelChoice.SCALAR.kernels())
                .withProgress(Progress.SILENT);
        assertEquals(Optional.of(folder), run.checkpoints());
        run = run.withThreads(2).withCheckpoints(folder);
        assertEquals(7, run.seed());
        assertEquals(2, run.threads());
        assertSame(KernelChoice.SCALAR.kernels(), run.kernels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyIndexOnceInChunksThatThreadsDoNotChange(int threads) {
        Run run = threads(threads);
        for (int n : new int[] {0, 1, 2, 6, 7, 8, 100}) {
            for (int chunkSize : new int[] {1, 3, 7, 200}) {
                AtomicIntegerArray seen = new AtomicIntegerArray(n);
                run.parallel(n, chunkSize, (from, to) -> {
                    assertEquals(0, from % chunkSize);
                    assertEquals(Math.min(n, from + chunkSize), to);
                    for (int i = from; i < to; i++) {
                        seen.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < n; i++) {
                    assertEquals(1, seen.get(i), "index " + i + " of " + n + " in chunks of " + chunkSize);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void chunksNearTheLargestInt(int threads) {
        int chunkSize = (1 << 30) - 1;
        List<String> chunks = new ArrayList<>();
        AtomicLong covered = new AtomicLong();
        threads(threads).parallel(Integer.MAX_VALUE, chunkSize, (from, to) -> {
            covered.addAndGet((long) to - from);
            synchronized (chunks) {
                chunks.add(from + "-" + to);
            }
        });
        assertEquals(Integer.MAX_VALUE, covered.get());
        chunks.sort(null);
        assertEquals(List.of("0-1073741823", "1073741823-2147483646", "2147483646-2147483647"), chunks);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void nestedCallsFinish(int threads) {
        Run run = threads(threads);
        AtomicIntegerArray seen = new AtomicIntegerArray(6 * 5 * 4);
        run.parallel(
                6,
                1,
                (i, endI) -> run.parallel(
                        5,
                        2,
                        (fromJ, toJ) -> run.parallel(4, 3, (fromK, toK) -> {
                            for (int j = fromJ; j < toJ; j++) {
                                for (int k = fromK; k < toK; k++) {
                                    seen.incrementAndGet((i * 5 + j) * 4 + k);
                                }
                            }
                        })));
        for (int i = 0; i < seen.length(); i++) {
            assertEquals(1, seen.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theFailureOfTheFirstFailingChunkIsThrown(int threads) {
        Run run = threads(threads);
        for (int repeat = 0; repeat < 50; repeat++) {
            RuntimeException e = assertThrows(
                    IllegalStateException.class,
                    () -> run.parallel(40, 2, (from, to) -> {
                        if (from >= 10) {
                            throw new IllegalStateException("chunk " + from);
                        }
                    }));
            assertEquals("chunk 10", e.getMessage());
        }
        Error error = assertThrows(
                StackOverflowError.class,
                () -> run.parallel(3, 1, (from, to) -> {
                    throw new StackOverflowError("chunk " + from);
                }));
        assertEquals("chunk 0", error.getMessage());
        // And the threads are fit for more.
        AtomicLong sum = new AtomicLong();
        run.parallel(100, 1, (from, to) -> sum.addAndGet(from));
        assertEquals(4950, sum.get());
    }

    @Test
    void chunksReallyRunAtTheSameTime() {
        CountDownLatch bothThere = new CountDownLatch(2);
        threads(2).parallel(2, 1, (from, to) -> {
            bothThere.countDown();
            try {
                assertTrue(bothThere.await(30, TimeUnit.SECONDS), "the other chunk never started");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void oneThreadIsTheCallersAndMoreAreNoMoreThanAskedFor() {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        threads(1).parallel(100, 1, (from, to) -> used.add(Thread.currentThread()));
        assertEquals(Set.of(Thread.currentThread()), used);
        threads(3).parallel(1000, 1, (from, to) -> used.add(Thread.currentThread()));
        assertTrue(used.size() <= 3, used.toString());
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> threads(0));
        assertThrows(IllegalArgumentException.class, () -> threads(1).parallel(3, 0, (from, to) -> {}));
        assertThrows(IllegalArgumentException.class, () -> threads(1).parallel(-1, 2, (from, to) -> {}));
    }

    @Test
    void withChangesOneThing() {
        List<String> heard = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                heard.add(stage + " " + done + "/" + total);
            }

            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                heard.add(iteration + " " + objective + " " + accuracy);
            }
        };
        Run run = Run.defaults()
                .withSeed(5)
                .withThreads(3)
                .withKernels(KernelChoice.SCALAR.kernels())
                .withProgress(progress);
        assertEquals(5, run.seed());
        assertEquals(3, run.threads());
        assertSame(KernelChoice.SCALAR.kernels(), run.kernels());
        assertEquals(new Rng(5, "a", 2).nextLong(), run.random("a", 2).nextLong());
        run.progress("extract", 1, 2);
        run.iteration(3, 0.5, 0.25);
        assertEquals(List.of("extract 1/2", "3 0.5 0.25"), heard);
        assertEquals(1, Run.defaults().seed());
    }
}
