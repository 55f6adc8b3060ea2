package dev.whittle.classify.optim;

import dev.whittle.feature.Run;

/** The norm of arrays of one length. Squares are summed within chunks by the kernel's dot, then over chunks. */
final class FrobeniusNorm {
    private static final int CHUNK = 1 << 13;

    private final Run run;
    private final int size;
    private final double[] squares;
    private final Run.Chunk sum = this::sum;
    private float[] values;

    FrobeniusNorm(int size, Run run) {
        this.run = run;
        this.size = size;
        this.squares = new double[(size + CHUNK - 1) / CHUNK];
    }

    /** √(Σ a²), in parallel. */
    double of(float[] a) {
        values = a;
        run.parallel(size, CHUNK, sum);
        double total = 0;
        for (double chunk : squares) {
            total += chunk;
        }
        return Math.sqrt(total);
    }

    private void sum(int from, int to) {
        squares[from / CHUNK] = run.kernels().linear().dot(values, from, values, from, to - from);
    }
}
