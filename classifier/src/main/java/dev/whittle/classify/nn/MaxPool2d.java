package dev.whittle.classify.nn;

import java.util.Arrays;

/**
 * The largest value of each window of an image, band by band. What is left over at the right and at the bottom, where
 * no whole window fits, is ignored. Of equal values the first, row by row, gets the derivative. A NaN stays NaN.
 */
public final class MaxPool2d extends Pool2d {
    /**
     * @param size rows and columns of a window
     * @param stride from a window to the next; below {@code size} they overlap
     */
    public MaxPool2d(int size, int stride) {
        super(size, stride);
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        float[] y = flow.y();
        int columns = in.dimension(2);
        int outColumns = out.dimension(2);
        int at = from * out.size();
        for (int band = from * in.dimension(0); band < to * in.dimension(0); band++) {
            for (int oy = 0; oy < out.dimension(1); oy++, at += outColumns) {
                int first = band * in.inner() + oy * window.stride() * columns;
                if (window.size() == 2) {
                    largestOfFour(x, first, columns, window.stride(), y, at, outColumns);
                    continue;
                }
                Arrays.fill(y, at, at + outColumns, Float.NEGATIVE_INFINITY);
                for (int ky = 0; ky < window.size(); ky++) {
                    for (int kx = 0; kx < window.size(); kx++) {
                        larger(x, first + ky * columns + kx, window.stride(), y, at, outColumns);
                    }
                }
            }
        }
    }

    /** A row of outputs of windows of 2×2 in one pass. */
    private static void largestOfFour(float[] x, int first, int columns, int stride, float[] y, int at, int n) {
        for (int i = 0; i < n; i++) {
            int j = first + i * stride;
            y[at + i] = Math.max(Math.max(x[j], x[j + 1]), Math.max(x[j + columns], x[j + columns + 1]));
        }
    }

    private static void larger(float[] x, int from, int stride, float[] y, int at, int n) {
        for (int i = 0; i < n; i++) {
            y[at + i] = Math.max(y[at + i], x[from + i * stride]);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        Arrays.fill(dx, from * in.size(), to * in.size(), 0);
        float[] x = flow.x(0);
        float[] dy = flow.dy();
        int columns = in.dimension(2);
        int at = from * out.size();
        for (int band = from * in.dimension(0); band < to * in.dimension(0); band++) {
            for (int oy = 0; oy < out.dimension(1); oy++) {
                for (int ox = 0; ox < out.dimension(2); ox++, at++) {
                    int first = band * in.inner() + (oy * columns + ox) * window.stride();
                    int i = window.size() == 2 ? largestOfFour(x, first, columns) : largest(x, first, columns);
                    dx[i] += dy[at];
                }
            }
        }
    }

    /**
     * {@link #largest} for a window of 2×2 without branches, which a processor could not predict: whether a is less
     * than b is the sign of a - b. Adding 0 makes a difference of -0 positive. Where there is a NaN, the bits say
     * nothing.
     */
    private int largestOfFour(float[] x, int first, int columns) {
        int below = first + columns;
        float upper = x[first] - x[first + 1] + 0f;
        float lower = x[below] - x[below + 1] + 0f;
        int a = first + (Float.floatToRawIntBits(upper) >>> 31);
        int b = below + (Float.floatToRawIntBits(lower) >>> 31);
        float both = x[a] - x[b] + 0f;
        if (Float.isNaN(upper + lower + both)) {
            return largest(x, first, columns);
        }
        return a + (Float.floatToRawIntBits(both) >> 31 & b - a);
    }

    /** Where the first of the largest values of a window lies. */
    private int largest(float[] x, int first, int columns) {
        int best = first;
        for (int ky = 0; ky < window.size(); ky++) {
            for (int kx = 0; kx < window.size(); kx++) {
                int i = first + ky * columns + kx;
                best = x[i] > x[best] ? i : best;
            }
        }
        return best;
    }
}
