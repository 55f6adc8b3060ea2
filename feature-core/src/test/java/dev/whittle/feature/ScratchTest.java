package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Working memory belongs to the run: used again, never by two at once, and dropped with the run or with what needed it.
 */
@Timeout(60)
class ScratchTest {
    @Test
    void whatWasGivenBackIsHandedOutAgain() {
        Run run = Run.defaults().withThreads(2);
        Scratch<float[]> kind = new Scratch<>(() -> new float[3]);
        float[] first = run.take(kind);
        float[] second = run.take(kind);
        assertNotSame(first, second, "nobody gave it back");
        run.giveBack(kind, first);
        assertSame(first, run.take(kind));
        run.giveBack(kind, second);
        assertSame(
                second, run.withSeed(9).withKernels(run.kernels()).take(kind), "runs that differ in the seed share it");
        assertNotSame(second, run.take(new Scratch<>(() -> new float[3])), "another kind");
        run.giveBack(kind, first);
        assertNotSame(first, Run.defaults().withThreads(2).take(kind), "another run");
    }

    @Test
    void noTwoChunksHaveTheSameAtOnce() {
        Run run = Run.defaults().withThreads(7);
        AtomicInteger made = new AtomicInteger();
        Scratch<AtomicInteger> kind = new Scratch<>(() -> {
            made.incrementAndGet();
            return new AtomicInteger();
        });
        run.parallel(2000, 1, (from, to) -> {
            AtomicInteger users = run.take(kind);
            assertEquals(1, users.incrementAndGet(), "used by another chunk");
            Thread.onSpinWait();
            users.decrementAndGet();
            run.giveBack(kind, users);
        });
        assertTrue(made.get() <= 7, made + " were made for 7 threads");
    }

    /** One of a kind is kept for each thread; nested calls may have needed more. */
    @Test
    void noMoreIsKeptThanThereAreThreads() {
        Run run = Run.defaults().withThreads(2);
        Scratch<float[]> kind = new Scratch<>(() -> new float[1]);
        Set<float[]> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 5; i++) {
            given.add(new float[1]);
        }
        given.forEach(memory -> run.giveBack(kind, memory));
        int again = 0;
        for (int i = 0; i < 5; i++) {
            again += given.contains(run.take(kind)) ? 1 : 0;
        }
        assertEquals(2, again);
    }

    @Test
    void itIsDroppedWithTheRun() {
        Scratch<float[]> kind = new Scratch<>(() -> new float[1000]);
        Run run = Run.defaults().withThreads(2);
        WeakReference<float[]> memory = used(run, kind);
        assertStays(memory);
        Reference.reachabilityFence(run);
        run = null;
        assertGoes(memory, () -> {});
        assertNotNull(kind);
    }

    @Test
    void itIsDroppedWithTheKind() {
        Run run = Run.defaults().withThreads(2);
        Scratch<float[]> kind = new Scratch<>(() -> new float[1000]);
        WeakReference<float[]> memory = used(run, kind);
        assertStays(memory);
        Reference.reachabilityFence(kind);
        kind = null;
        Scratch<float[]> another = new Scratch<>(() -> new float[1]);
        assertGoes(memory, () -> run.giveBack(another, run.take(another)));
    }

    /** In a method of its own, whose local variables are gone when it has returned. */
    private static WeakReference<float[]> used(Run run, Scratch<float[]> kind) {
        float[] memory = run.take(kind);
        run.giveBack(kind, memory);
        return new WeakReference<>(memory);
    }

    private static void assertStays(WeakReference<float[]> memory) {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        assertNotNull(memory.get(), "dropped while the run and the kind are in use");
    }

    private static void assertGoes(WeakReference<float[]> memory, Runnable nextUse) {
        for (int i = 0; i < 100 && memory.get() != null; i++) {
            System.gc();
            nextUse.run();
        }
        assertTrue(memory.get() == null, "still held");
    }
}
