package dev.whittle.benchmarks;

import java.util.concurrent.CountDownLatch;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How many fused multiply-adds the processor does when nothing else is asked of it: the roof over every other rate. */
final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 10;
    private static final int STEPS = 20_000;

    private FmaPeak() {}

    /**
     * GFLOP/s (a fused multiply-add counts as two operations) of this many threads together, the best of some short
     * stretches.
     */
    static double gigaflops(int threads, int stretches) {
        double best = 0;
        for (int s = 0; s < stretches; s++) {
            best = Math.max(best, stretch(threads));
        }
        return best;
    }

    private static double stretch(int threads) {
        int repeats = 60;
        float[] sink = new float[threads];
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch done = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            Thread worker = new Thread(
                    () -> {
                        sink[thread] += chains();
                        ready.countDown();
                        awaitQuietly(go);
                        for (int r = 0; r < repeats; r++) {
                            sink[thread] += chains();
                        }
                        done.countDown();
                    },
                    "fma-" + t);
            worker.setDaemon(true);
            worker.start();
        }
        awaitQuietly(ready);
        long start = System.nanoTime();
        go.countDown();
        awaitQuietly(done);
        long nanos = System.nanoTime() - start;
        for (float s : sink) {
            if (!Float.isFinite(s)) {
                throw new IllegalStateException("The sums left the range of floats");
            }
        }
        return 2.0 * threads * repeats * STEPS * CHAINS * SPECIES.length() / nanos;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As many independent chains as hide the latency of two units; they converge to 1. */
    private static float chains() {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector a = FloatVector.broadcast(SPECIES, 0);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        FloatVector i = a;
        FloatVector j = a;
        for (int step = 0; step < STEPS; step++) {
            a = a.fma(half, half);
            b = b.fma(half, half);
            c = c.fma(half, half);
            d = d.fma(half, half);
            e = e.fma(half, half);
            f = f.fma(half, half);
            g = g.fma(half, half);
            h = h.fma(half, half);
            i = i.fma(half, half);
            j = j.fma(half, half);
        }
        FloatVector sum =
                a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
        return sum.lane(0);
    }
}
