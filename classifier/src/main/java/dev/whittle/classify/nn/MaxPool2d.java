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
                Arrays.fill(y, at, at + outColumns, Float.NEGATIVE_INFINITY);
                for (int ky = 0; ky < window.size(); ky++) {
                    for (int kx = 0; kx < window.size(); kx++) {
                        larger(x, first + ky * columns + kx, window.stride(), y, at, outColumns);
                    }
                }
            }
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
                    dx[largest(x, first, columns)] += dy[at];
                }
            }
        }
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
