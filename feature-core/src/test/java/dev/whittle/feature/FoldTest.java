package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of chunks are combined in chunk order, however the chunks end. */
@Timeout(60)
@Tag("bits")
class FoldTest {
    /** Neither associative nor commutative: the brackets show the order. */
    private static final BinaryOperator<String> BRACKETS = (a, b) -> "(" + a + b + ")";

    private static String chunk(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void inChunkOrderWhicheverEndsFirst(int threads) {
        Run run = Run.defaults().withThreads(threads);
        List<String> arrived = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch another = new CountDownLatch(1);
        String folded = run.fold(
                11,
                2,
                (from, to) -> {
                    if (from == 0 && threads > 1) {
                        // The first chunk ends after another.
                        try {
                            assertTrue(another.await(30, TimeUnit.SECONDS));
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                    String text = chunk(from, to);
                    arrived.add(text);
                    if (from > 0) {
                        another.countDown();
                    }
                    return text;
                },
                BRACKETS);
        String expected = "(((((0123)45)67)89)10)";
        assertEquals(expected, folded);
        String inOrderOfArrival = arrived.stream().reduce(BRACKETS).orElseThrow();
        if (threads > 1) {
            assertNotEquals(expected, inOrderOfArrival, "this test would not see another order");
        } else {
            assertEquals(expected, inOrderOfArrival);
        }
    }

    /** Sums of floats that depend on the order of the chunks, many times. */
    @Test
    void sumsOfFloatsHaveTheSameBits() {
        float[] values = new float[10_007];
        Rng rng = new Rng(1, "fold", 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.scalb(rng.nextGaussian(), rng.nextInt(30));
        }
        Float expected = null;
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            for (int repeat = 0; repeat < 20; repeat++) {
                float sum = run.fold(
                        values.length,
                        13,
                        (from, to) -> {
                            float s = 0;
                            for (int i = from; i < to; i++) {
                                s += values[i];
                            }
                            return s;
                        },
                        Float::sum);
                expected = expected == null ? sum : expected;
                Bits.assertSame("threads: " + threads, expected, sum);
            }
        }
        float plain = 0;
        for (float v : values) {
            plain += v;
        }
        assertNotEquals(expected, plain, "the order of these sums says nothing");
    }

    @Test
    void whatIsCombinedMayBeChanged() {
        List<Integer> all = Run.defaults()
                .withThreads(3)
                .fold(100, 7, (from, to) -> new ArrayList<>(List.of(from)), (before, chunk) -> {
                    before.addAll(chunk);
                    return before;
                });
        List<Integer> expected = new ArrayList<>();
        for (int from = 0; from < 100; from += 7) {
            expected.add(from);
        }
        assertEquals(expected, all);
    }

    @Test
    void oneChunkIsNotCombined() {
        assertEquals("012", Run.defaults().fold(3, 5, FoldTest::chunk, (a, b) -> {
            throw new AssertionError("there is nothing to combine");
        }));
    }

    @Test
    void nothingToFoldIsRefused() {
        Messages.says(() -> Run.defaults().fold(0, 5, FoldTest::chunk, BRACKETS), "at least 1", "got 0");
        Messages.says(() -> Run.defaults().fold(3, 0, FoldTest::chunk, BRACKETS), "at least 1", "got 0");
    }

    /** The chunks that began while one of them was slow. */
    private static final class Slow {
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final Set<Integer> begun = ConcurrentHashMap.newKeySet();

        /** Called by every chunk. */
        void begins(int chunk) {
            threads.add(Thread.currentThread());
            begun.add(chunk);
        }

        /** Returns when all these chunks have begun and no thread but this one works. */
        void untilOthersWait(int chunks) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (begun.size() < chunks || !threads.stream().allMatch(Slow::waits)) {
                assertTrue(System.nanoTime() < end, "begun: " + begun);
                Thread.onSpinWait();
            }
        }

        private static boolean waits(Thread thread) {
            return thread == Thread.currentThread()
                    || thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING;
        }
    }

    private static Set<Integer> firstChunks(int n) {
        return IntStream.range(0, n).boxed().collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void fewChunksWaitForASlowOne(int threads) {
        Slow slow = new Slow();
        Set<Integer> begunBefore = new HashSet<>();
        String folded = Run.defaults()
                .withThreads(threads)
                .fold(
                        1000,
                        1,
                        (from, to) -> {
                            slow.begins(from);
                            if (from == 0) {
                                slow.untilOthersWait(2 * threads);
                                begunBefore.addAll(slow.begun);
                            }
                            return chunk(from, to);
                        },
                        BRACKETS);
        assertEquals(firstChunks(2 * threads), begunBefore);
        assertEquals(firstChunks(1000), slow.begun);
        assertEquals(Run.defaults().withThreads(1).fold(1000, 1, FoldTest::chunk, BRACKETS), folded);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void noThreadWaitsForAChunkThatFailed(int threads) {
        Slow slow = new Slow();
        Run run = Run.defaults().withThreads(threads);
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> run.fold(
                        1000,
                        1,
                        (from, to) -> {
                            slow.begins(from);
                            if (from == 0) {
                                slow.untilOthersWait(2 * threads);
                                throw new IllegalStateException("planted");
                            }
                            return chunk(from, to);
                        },
                        BRACKETS));
        assertEquals("planted", thrown.getMessage());
        assertEquals(firstChunks(2 * threads), slow.begun, "no chunk begins after a failure");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void noThreadWaitsForACancelledChunk(int threads) {
        Slow slow = new Slow();
        Cancellation cancellation = new Cancellation();
        Run run = Run.defaults().withThreads(threads).withCancellation(cancellation);
        assertThrows(
                CancellationException.class,
                () -> run.fold(
                        1000,
                        1,
                        (from, to) -> {
                            slow.begins(from);
                            if (from == 0) {
                                slow.untilOthersWait(2 * threads);
                                cancellation.cancel();
                            }
                            return chunk(from, to);
                        },
                        BRACKETS));
        assertEquals(firstChunks(2 * threads), slow.begun);
    }

    /** The caller waits for a chunk of another thread, and is interrupted. */
    @Test
    void aCallerThatWaitsCanBeInterrupted() {
        Slow slow = new Slow();
        Thread caller = Thread.currentThread();
        CountDownLatch elsewhere = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Run run = Run.defaults().withThreads(2);
        assertThrows(
                CancellationException.class,
                () -> run.fold(
                        1000,
                        1,
                        (from, to) -> {
                            slow.begins(from);
                            if (Thread.currentThread() == caller) {
                                CancellationTest.await(elsewhere);
                            } else if (first.getAndSet(false)) {
                                elsewhere.countDown();
                                slow.untilOthersWait(from + 4);
                                caller.interrupt();
                                // Ends when this thread knows of the interrupt, too.
                                while (true) {
                                    run.checkCancelled();
                                    Thread.onSpinWait();
                                }
                            }
                            return chunk(from, to);
                        },
                        BRACKETS));
        assertTrue(Thread.interrupted(), "the caller stays interrupted");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void aSlowChunkOfANestedFold(int threads) {
        Slow slow = new Slow();
        Run run = Run.defaults().withThreads(threads);
        String folded = run.fold(
                60,
                1,
                (from, to) -> {
                    slow.begins(from);
                    return run.fold(
                            50,
                            1,
                            (a, b) -> {
                                if (from == 0 && a == 0) {
                                    slow.untilOthersWait(threads);
                                }
                                return chunk(a, b);
                            },
                            BRACKETS);
                },
                BRACKETS);
        Run one = Run.defaults().withThreads(1);
        String expected = one.fold(60, 1, (from, to) -> one.fold(50, 1, FoldTest::chunk, BRACKETS), BRACKETS);
        assertEquals(expected, folded);
    }

    @Test
    void theFailureOfACombinationIsThrown() {
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            assertThrows(
                    IllegalStateException.class,
                    () -> run.fold(20, 2, FoldTest::chunk, (a, b) -> {
                        throw new IllegalStateException("planted");
                    }));
        }
    }
}
