package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads are made when they are first needed, and end when they are not. */
@Timeout(60)
class WorkersTest {
    private static Set<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("whittle"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> madeSince(Set<Thread> before) {
        Set<Thread> made = new HashSet<>(workers());
        made.removeAll(before);
        return made;
    }

    @Test
    void aRunThatIsMadeStartsNoThread() {
        Set<Thread> before = workers();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            runs.add(Run.defaults().withThreads(1 + i % 9).withSeed(i));
        }
        runs.forEach(run -> run.parallel(3, 3, (from, to) -> {}));
        runs.forEach(run -> run.withThreads(1).parallel(3, 1, (from, to) -> {}));
        assertEquals(Set.of(), madeSince(before));
    }

    /** 2,000 such runs in a loop had 1,500 threads at the end, when an idle one stayed for two seconds. */
    @Test
    void theThreadsOfManyRunsThatWorkedAreGoneSoon() throws InterruptedException {
        Set<Thread> before = workers();
        for (int i = 0; i < 100; i++) {
            Run.defaults().withThreads(4).parallel(64, 1, (from, to) -> {});
        }
        TimeUnit.MILLISECONDS.sleep(1000);
        int left = madeSince(before).size();
        assertTrue(left < 50, () -> left + " threads are left of 300");
    }

    /** All threads are in the outer call, so none takes its part of a nested one. */
    @Test
    void aNestedCallThatHasEndedIsNotKept() {
        Run run = Run.defaults().withThreads(3);
        CountDownLatch allBegun = new CountDownLatch(3);
        CountDownLatch allChecked = new CountDownLatch(3);
        run.parallel(3, 1, (from, to) -> {
            await(allBegun);
            WeakReference<float[]> memory = nested(run);
            for (int i = 0; i < 100 && memory.get() != null; i++) {
                System.gc();
            }
            assertTrue(memory.get() == null, "still held");
            await(allChecked);
        });
    }

    private static WeakReference<float[]> nested(Run run) {
        float[] memory = new float[1000];
        run.parallel(1000, 10, (from, to) -> Arrays.fill(memory, from, to, 1));
        return new WeakReference<>(memory);
    }

    /** Waits until all have come here. */
    private static void await(CountDownLatch all) {
        all.countDown();
        try {
            assertTrue(all.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theyAreDaemonsThatAreKeptForTheNextCallAndEndWhenIdle() throws InterruptedException {
        Set<Thread> before = workers();
        Run run = Run.defaults().withThreads(4);
        Set<Thread> made = Set.of();
        boolean all = false;
        for (int call = 0; call < 20; call++) {
            run.parallel(64, 1, (from, to) -> {});
            run.withSeed(call).parallel(64, 1, (from, to) -> {});
            made = madeSince(before);
            // Fewer where the machine was busy with something else for so long that one has ended.
            assertTrue(made.size() <= 3, made.size() + " threads besides the caller's");
            all |= made.size() == 3;
        }
        assertTrue(all, "there were never three");
        made.forEach(thread -> assertTrue(thread.isDaemon(), thread.toString()));
        for (Thread thread : made) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertTrue(!thread.isAlive(), "still there");
        }
        // And others come when they are needed again.
        run.parallel(64, 1, (from, to) -> {});
        assertFalse(madeSince(before).isEmpty());
    }
}
