package dev.whittle.feature.words;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The inner paths make no objects once they are compiled; before that, each vector is one. */
class AllocationTest {
    private static final long DEADLINE_SECONDS = 60;
    private static final Run RUN = Run.defaults().withThreads(1);

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Whether, within the deadline, 20 calls in a row allocate nothing but what the measurement itself does. */
    private static boolean comesToAllocateNothing(long seconds, Runnable call) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            long first = allocated();
            long before = allocated();
            for (int i = 0; i < 20; i++) {
                call.run();
            }
            if (allocated() - before <= before - first) {
                return true;
            }
        }
        return false;
    }

    @Test
    void gemm() {
        for (Kernels kernels : new Kernels[] {Kernels.SCALAR, Kernels.AUTO}) {
            int[][] sizes = {{61, 75, 100}, {300, 10, 50}, {10, 300, 50}};
            for (int[] size : sizes) {
                int m = size[0];
                int n = size[1];
                int k = size[2];
                float[] a = new float[m * k];
                float[] b = new float[k * n];
                float[] c = new float[m * n];
                assertTrue(
                        comesToAllocateNothing(DEADLINE_SECONDS, () -> {
                            kernels.gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n);
                            kernels.gemm(m, n, k, a, 0, 1, m, b, 0, 1, k, c, 0, n);
                        }),
                        kernels.name() + " gemm " + m + "x" + k + "x" + n);
            }
        }
    }

    @Test
    void nearestWord() {
        Matrix rows = TestData.gaussians(300, 40, 1);
        int[] words = new int[300];
        for (Kernels kernels : new Kernels[] {Kernels.SCALAR, Kernels.AUTO}) {
            NearestWord nearest = new NearestWord(TestData.gaussians(100, 40, 2));
            assertTrue(
                    comesToAllocateNothing(
                            DEADLINE_SECONDS, () -> nearest.find(kernels, rows.data(), 0, 300, words, 0)),
                    kernels.name());
        }
    }

    @Test
    void extract() {
        Planar<GrayU8> image = TestData.random(20, 18, 3, 1);
        for (Kernels kernels : new Kernels[] {Kernels.SCALAR, Kernels.AUTO}) {
            BagOfWordsExtractor extractor = new BagOfWords(
                            new Patches(4, 1), 500, true, new KMeans(70, 2, KMeans.Start.RANDOM, 0), 2, true)
                    .fit(TestData.images(9, 1), RUN.withKernels(kernels));
            float[] out = new float[extractor.length(image)];
            assertTrue(
                    comesToAllocateNothing(DEADLINE_SECONDS, () -> extractor.extract(image, out, 0)), kernels.name());
        }
    }

    private Object kept;

    @Test
    void anAllocationIsSeen() {
        assertFalse(comesToAllocateNothing(1, () -> kept = new int[10]));
        assertTrue(kept != null);
    }
}
