package dev.whittle.classify.nn;

import java.util.Arrays;

/**
 * The mean of each window of an image, band by band: the values are added row by row in float, starting at 0, and the
 * sum is multiplied by 1/size². What is left over at the right and at the bottom, where no whole window fits, is
 * ignored.
 */
public final class AveragePool2d extends Pool2d {
    private final float share;

    /**
     * @param size rows and columns of a window
     * @param stride from a window to the next; below {@code size} they overlap
     */
    public AveragePool2d(int size, int stride) {
        super(size, stride);
        share = 1f / Shape.of(size, size).size();
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
                Arrays.fill(y, at, at + outColumns, 0);
                for (int ky = 0; ky < window.size(); ky++) {
                    for (int kx = 0; kx < window.size(); kx++) {
                        for (int ox = 0; ox < outColumns; ox++) {
                            y[at + ox] += x[first + ky * columns + kx + ox * window.stride()];
                        }
                    }
                }
                for (int ox = 0; ox < outColumns; ox++) {
                    y[at + ox] *= share;
                }
            }
        }
    }

    /** Every value of a window gets its share, windows in the order of the output. */
    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        Arrays.fill(dx, from * in.size(), to * in.size(), 0);
        float[] dy = flow.dy();
        int columns = in.dimension(2);
        int at = from * out.size();
        for (int band = from * in.dimension(0); band < to * in.dimension(0); band++) {
            for (int oy = 0; oy < out.dimension(1); oy++) {
                for (int ox = 0; ox < out.dimension(2); ox++, at++) {
                    int first = band * in.inner() + (oy * columns + ox) * window.stride();
                    float d = share * dy[at];
                    for (int ky = 0; ky < window.size(); ky++) {
                        for (int kx = 0; kx < window.size(); kx++) {
                            dx[first + ky * columns + kx] += d;
                        }
                    }
                }
            }
        }
    }
}
