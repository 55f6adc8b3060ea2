package dev.whittle.classify.nn;

import dev.whittle.feature.Checks;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Arrays;

/**
 * The patches of some bands of an image under a moving window as the rows of a matrix. Row oy·outColumns + ox and
 * column (ky·size + kx)·n + c of n bands hold {@code image[band + c][oy·stride + ky - padding][ox·stride + kx -
 * padding]}, or 0 outside the image. So what lies side by side in the matrix is computed side by side in sums over
 * places, and the values of the bands at a place, which are copied several times, are brought together once.
 */
final class PatchRows {
    private final int rows;
    private final int columns;
    private final int outColumns;
    private final int size;
    private final int stride;
    private final int padding;
    /** Columns of the image with the zeros around it, as far as windows reach. */
    private final int padded;

    /** @param image bands x rows x columns */
    PatchRows(Shape image, Window window, Shape output) {
        rows = image.dimension(1);
        columns = image.dimension(2);
        outColumns = output.dimension(2);
        size = window.size();
        stride = window.stride();
        padding = window.padding();
        padded = (outColumns - 1) * stride + size;
    }

    /** How many values the working memory of {@link #gather} needs for so many bands and output rows. */
    int turned(int bands, int outRows) {
        String what = "Some bands of an image";
        return Checks.length(what, (outRows - 1) * stride + size, Checks.length(what, padded, bands));
    }

    /**
     * Writes the rows of the matrix for the output rows {@code oy0} to {@code oy1 - 1}.
     *
     * @param image where the first of the bands begins in {@code x}
     * @param turned working memory
     * @param out the matrix from the first of these rows on
     */
    void gather(float[] x, int image, int bands, int oy0, int oy1, float[] turned, Strided out) {
        turn(x, image, bands, oy0 * stride - padding, (oy1 - oy0 - 1) * stride + size, turned);
        int to = out.offset();
        int length = size * bands;
        for (int oy = 0; oy < oy1 - oy0; oy++) {
            for (int ox = 0; ox < outColumns; ox++, to += out.row()) {
                int from = (oy * stride * padded + ox * stride) * bands;
                for (int ky = 0; ky < size; ky++) {
                    System.arraycopy(turned, from + ky * padded * bands, out.data(), to + ky * length, length);
                }
            }
        }
    }

    /** Writes some rows of the image, with zeros around it, place by place: all bands of a place side by side. */
    private void turn(float[] x, int image, int bands, int top, int height, float[] turned) {
        int width = padded * bands;
        int left = Math.min(padded, padding) * bands;
        int n = Math.max(0, Math.min(columns, padded - padding));
        for (int r = 0, to = 0; r < height; r++, to += width) {
            int iy = top + r;
            if (iy < 0 || iy >= rows) {
                Arrays.fill(turned, to, to + width, 0);
                continue;
            }
            Arrays.fill(turned, to, to + left, 0);
            turnRow(x, image + iy * columns, bands, n, turned, to + left);
            Arrays.fill(turned, to + left + n * bands, to + width, 0);
        }
    }

    /** {@code to[start + i·bands + c] = from[f + c·rows·columns + i]}, eight bands at a time. */
    private void turnRow(float[] from, int f, int bands, int n, float[] to, int start) {
        int plane = rows * columns;
        int c = 0;
        for (; c + 8 <= bands; c += 8) {
            turnRow8(from, f + c * plane, plane, bands, n, to, start + c);
        }
        for (; c < bands; c++) {
            for (int i = 0; i < n; i++) {
                to[start + i * bands + c] = from[f + c * plane + i];
            }
        }
    }

    private static void turnRow8(float[] from, int f0, int plane, int bands, int n, float[] to, int start) {
        int f1 = f0 + plane;
        int f2 = f1 + plane;
        int f3 = f2 + plane;
        int f4 = f3 + plane;
        int f5 = f4 + plane;
        int f6 = f5 + plane;
        int f7 = f6 + plane;
        for (int i = 0; i < n; i++) {
            int t = start + i * bands;
            to[t] = from[f0 + i];
            to[t + 1] = from[f1 + i];
            to[t + 2] = from[f2 + i];
            to[t + 3] = from[f3 + i];
            to[t + 4] = from[f4 + i];
            to[t + 5] = from[f5 + i];
            to[t + 6] = from[f6 + i];
            to[t + 7] = from[f7 + i];
        }
    }
}
