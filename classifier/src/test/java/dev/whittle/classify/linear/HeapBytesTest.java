package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapBytesTest {
    /**
     * 10 pairs and the new one, of two vectors each, and ten others; a float for the weights and one for each chunk.
     */
    @Test
    void fullBatchByHand() {
        long parameters = 3 * 101;
        assertEquals(parameters * (8 * 32 + 4 * 2), Softmax.defaults().heapBytes(256, 100, 3));
        assertEquals(parameters * (8 * 32 + 4 * 3), Softmax.defaults().heapBytes(257, 100, 3));
        assertEquals(parameters * (8 * 32 + 4 * 17), Softmax.defaults().heapBytes(1_000_000, 100, 3));
        // Longer than 2³¹ bytes, and not an int on the way.
        assertEquals(100L * 2_000_001 * (8 * 32 + 4 * 17), Softmax.defaults().heapBytes(1_000_000, 2_000_000, 100));
    }

    /** In the span of 1,500 samples and their mean. */
    @Test
    void moreFeaturesThanSamplesByHand() {
        long square = 4L * 1501 * 1501;
        // Two panels of 256 rows are more than what follows, if there are few classes.
        long products = square + 4 * 1501 + 8L * 256 * 131_072;
        assertEquals(products, Softmax.defaults().heapBytes(1500, 131_072, 15));
        long sums = 2 * square + 4L * 128 * 131_072 + 12L * 200 * 131_073;
        assertEquals(sums, Softmax.defaults().heapBytes(1500, 131_072, 200));
        long training = 4 * square + 101 * 1502L * (8 * 32 + 4 * 7);
        assertEquals(training, Softmax.defaults().heapBytes(1500, 4000, 101));
        // With l1 or without l2 the features themselves.
        long direct = 15 * 131_073L * (8 * 32 + 4 * 7);
        assertEquals(direct, Softmax.l2(0).heapBytes(1500, 131_072, 15));
        assertEquals(
                direct,
                new Softmax(0.1, 0.1, Intercept.FREE, dev.whittle.classify.ClassWeights.EQUAL, 1000, 1e-3)
                        .heapBytes(1500, 131_072, 15));
    }

    @Test
    void theSvmNeedsWhatItsSolverDoes() {
        LinearSvm squared = LinearSvm.defaults();
        for (LinearSvm.Hinge hinge : LinearSvm.Hinge.values()) {
            LinearSvm svm = new LinearSvm(
                    squared.formulation(),
                    hinge,
                    hinge == LinearSvm.Hinge.SQUARED ? LinearSvm.Solver.LBFGS : LinearSvm.Solver.MINI_BATCHES,
                    squared.l2(),
                    squared.l1(),
                    squared.intercept(),
                    squared.classWeights(),
                    200,
                    1e-3,
                    squared.training());
            long expected =
                    hinge == LinearSvm.Hinge.SQUARED ? Softmax.defaults().heapBytes(500, 40, 3) : 0;
            assertEquals(expected, svm.heapBytes(500, 40, 3));
        }
    }
}
