package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work ends soon after an interrupt, a cancelled token or a failed chunk. */
@Timeout(60)
class CancellationTest {
    /** Chunks of a tenth of this: all would take {@link #CHUNKS} times as long. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int CHUNKS = 400;

    private static Run threads(int threads) {
        return Run.defaults().withThreads(threads);
    }

    @AfterEach
    void noFlagIsLeftForOthers() {
        assertFalse(Thread.interrupted());
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** All threads are in a chunk when the first fails; none of them may begin another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void noChunkBeginsAfterAFailure(int threads) {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(threads);
        CountDownLatch failed = new CountDownLatch(1);
        Run run = threads(threads);
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> run.parallel(1000, 10, (from, to) -> {
                    begun.add(from / 10);
                    all.countDown();
                    await(all);
                    if (from == 0) {
                        failed.countDown();
                        throw new IllegalStateException("chunk 0");
                    }
                    await(failed);
                    // Time for the failure to be noted.
                    sleep(50);
                }));
        assertEquals("chunk 0", e.getMessage());
        assertEquals(threads, begun.size(), "chunks begun: " + begun);
    }

    private interface Work {
        void run(Run run, Run.Chunk body);
    }

    private static final Work ONE_CALL = (run, body) -> run.parallel(CHUNKS, 1, body);
    private static final Work NESTED =
            (run, body) -> run.parallel(CHUNKS / 4, 1, (from, to) -> run.parallel(4, 1, body));
    private static final Work FOLD = (run, body) -> run.fold(
            CHUNKS,
            1,
            (from, to) -> {
                body.run(from, to);
                return 1;
            },
            Integer::sum);
    private static final Work LOOP = (run, body) -> {
        for (int i = 0; i < CHUNKS; i++) {
            run.checkCancelled();
            body.run(i, i + 1);
        }
    };

    /**
     * Starts the work, stops it in a chunk, and returns what was thrown; fails if that took too long, or hardly any
     * chunk was left out.
     */
    private static Throwable stopped(Work work, Run run, java.util.function.Consumer<Thread> stop) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread worker = new Thread(() -> {
            try {
                work.run(run, (from, to) -> {
                    begun.countDown();
                    sleep(30);
                    ended.incrementAndGet();
                });
            } catch (Throwable t) {
                thrown.set(t);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        worker.start();
        await(begun);
        long start = System.nanoTime();
        stop.accept(worker);
        worker.join();
        assertTrue(System.nanoTime() - start < MOST_NANOS, "took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertTrue(ended.get() < CHUNKS / 4, ended + " chunks were finished");
        int then = ended.get();
        Thread.sleep(100);
        assertEquals(then, ended.get(), "a chunk was still being worked on");
        if (thrown.get() instanceof CancellationException e && e.getMessage().contains("interrupt")) {
            assertTrue(flag.get(), "the interrupt was swallowed");
        }
        return thrown.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aTokenEndsTheWork(int threads) throws Exception {
        for (Work work : new Work[] {ONE_CALL, NESTED, FOLD, LOOP}) {
            Cancellation cancellation = new Cancellation();
            Run run = threads(threads).withCancellation(cancellation).withSeed(3);
            Throwable thrown = stopped(work, run, worker -> cancellation.cancel());
            assertEquals(CancellationException.class, thrown.getClass());
            assertTrue(thrown.getMessage().contains("run was cancelled"), thrown.getMessage());
            // For good, and for the runs made of it; other runs go on.
            assertThrows(CancellationException.class, () -> run.withThreads(2).parallel(1, 1, (from, to) -> {}));
            assertThrows(CancellationException.class, run::checkCancelled);
            threads(threads).parallel(3, 1, (from, to) -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anInterruptEndsTheWorkAndStays(int threads) throws Exception {
        for (Work work : new Work[] {ONE_CALL, NESTED, FOLD, LOOP}) {
            Throwable thrown = stopped(work, threads(threads), Thread::interrupt);
            assertEquals(CancellationException.class, thrown.getClass());
            assertTrue(thrown.getMessage().contains("interrupt"), thrown.getMessage());
        }
    }

    /** Work that asks nobody: what the other tests require would not be met. */
    @Test
    void workThatGoesOnIsSeen() {
        Work deaf = (run, body) -> {
            for (int i = 0; i < CHUNKS / 8; i++) {
                body.run(i, i + 1);
            }
        };
        assertThrows(AssertionError.class, () -> stopped(deaf, threads(1), Thread::interrupt));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void workOfAnInterruptedThreadDoesNotBegin(int threads) {
        AtomicInteger begun = new AtomicInteger();
        Thread.currentThread().interrupt();
        try {
            assertThrows(
                    CancellationException.class,
                    () -> threads(threads).parallel(20, 1, (from, to) -> begun.incrementAndGet()));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertEquals(0, begun.get());
    }

    @Test
    void theThreadsAreFitForMore() throws Exception {
        Run run = threads(3);
        stopped(ONE_CALL, run, Thread::interrupt);
        AtomicInteger done = new AtomicInteger();
        run.parallel(50, 1, (from, to) -> done.incrementAndGet());
        assertEquals(50, done.get());
    }

    /** Helpers are not interrupted themselves, so the check must look at the thread that waits for their work. */
    @Test
    void anInterruptOfTheCallerIsSeenByItsHelpersAndInNestedCalls() throws InterruptedException {
        Run run = Run.defaults().withThreads(2);
        java.util.concurrent.CountDownLatch ended = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch begun = new java.util.concurrent.CountDownLatch(2);
        Thread caller = new Thread(() -> {
            try {
                run.parallel(
                        2,
                        1,
                        (a, b) -> run.parallel(2, 2, (from, to) -> {
                            begun.countDown();
                            while (true) {
                                run.checkCancelled();
                                Thread.onSpinWait();
                            }
                        }));
            } catch (java.util.concurrent.CancellationException e) {
                ended.countDown();
            }
        });
        caller.start();
        assertTrue(begun.await(30, java.util.concurrent.TimeUnit.SECONDS));
        caller.interrupt();
        assertTrue(ended.await(1, java.util.concurrent.TimeUnit.SECONDS), "the helper did not see the interrupt");
    }
}
