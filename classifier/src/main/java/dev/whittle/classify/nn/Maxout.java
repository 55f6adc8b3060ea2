package dev.whittle.classify.nn;

import java.util.List;

/**
 * The largest of several linear functions: Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks"
 * (2013). Of an input of {@code pieces * n} values, output j is the largest of the values j, n + j, 2n + j, …; of equal
 * values the first gets the derivative.
 */
public final class Maxout implements Layer {
    private final int count;

    /** @param pieces how many values each output is the largest of, at least 1 */
    public Maxout(int pieces) {
        if (pieces < 1) {
            throw new IllegalArgumentException("Maxout takes the largest of at least 1 value, got " + pieces);
        }
        this.count = pieces;
    }

    /** How many values each output is the largest of. */
    public int count() {
        return count;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        int width = Layers.one(inputs, "Maxout").vector("Maxout");
        if (width % count != 0) {
            throw new IllegalArgumentException(
                    "Maxout of " + count + " pieces got " + width + " values, no multiple of that");
        }
        return Shape.of(width / count);
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int n = flow.width();
        for (int r = from; r < to; r++) {
            int first = r * n * count;
            for (int j = 0; j < n; j++) {
                float largest = x[first + j];
                for (int p = 1; p < count; p++) {
                    largest = Math.max(largest, x[first + p * n + j]);
                }
                y[r * n + j] = largest;
            }
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        float[] x = flow.x(0);
        float[] y = flow.y();
        float[] dy = flow.dy();
        int n = flow.width();
        for (int r = from; r < to; r++) {
            for (int j = 0; j < n; j++) {
                boolean taken = false;
                for (int p = 0; p < count; p++) {
                    int i = (r * count + p) * n + j;
                    boolean here = !taken && x[i] == y[r * n + j];
                    dx[i] = here ? dy[r * n + j] : 0;
                    taken |= here;
                }
            }
        }
    }

    @Override
    public String toString() {
        return "Maxout(" + count + ")";
    }
}
