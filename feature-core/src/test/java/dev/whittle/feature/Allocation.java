package dev.whittle.feature;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread allocates on the heap. */
public final class Allocation {
    /** How long compilation may take: until then the vector kernels allocate their vectors. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** On a busy machine the compiler's threads wait as this one does, so it must have worked for this part of it. */
    private static final double LEAST_WORK = 0.25;

    private static final int CALLS = 100;

    private Allocation() {}

    /** Calls {@code body} until {@value #CALLS} calls in a row allocate nothing, and fails if none do. */
    public static void assertNone(String what, Runnable body) {
        assertNone(what, body, PATIENCE_NANOS);
    }

    static void assertNone(String what, Runnable body, long patienceNanos) {
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
                "this virtual machine does not count what a thread allocates");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long startCpu = threads.getCurrentThreadCpuTime();
        long bytes;
        do {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < CALLS; i++) {
                body.run();
            }
            bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        } while (bytes > 0
                && (System.nanoTime() - start < patienceNanos
                        || threads.getCurrentThreadCpuTime() - startCpu < LEAST_WORK * patienceNanos));
        if (bytes > 0) {
            throw new AssertionError(what + ": " + CALLS + " calls allocate " + bytes + " bytes");
        }
    }
}
