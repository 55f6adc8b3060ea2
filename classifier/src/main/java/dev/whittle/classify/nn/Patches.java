package dev.whittle.classify.nn;

import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The patches of an image under a moving window as the columns of a matrix, and the way back. Row (band·size + ky)·size
 * + kx and column oy·outColumns + ox hold {@code image[band][oy·stride + ky - padding][ox·stride + kx - padding]}, or 0
 * outside the image. Often called "im2col" and "col2im".
 */
final class Patches {
    private final int bands;
    private final int rows;
    private final int columns;
    private final int outColumns;
    private final int outRows;
    private final int size;
    private final int stride;
    private final int padding;
    private final int step;
    /** For each place of a window, which outputs have it outside the image. */
    private final int[][] outside;

    /**
     * @param image bands x rows x columns
     * @param step the distance from a row of the matrix to the next
     */
    Patches(Shape image, Window window, Shape output, int step) {
        bands = image.dimension(0);
        rows = image.dimension(1);
        columns = image.dimension(2);
        outRows = output.dimension(1);
        outColumns = output.dimension(2);
        size = window.size();
        stride = window.stride();
        padding = window.padding();
        this.step = step;
        outside = new int[size * size][];
        for (int q = 0; q < outside.length; q++) {
            int dx = q % size - padding;
            int dy = q / size - padding;
            outside[q] = IntStream.range(0, outRows * outColumns)
                    .filter(i -> !within(i / outColumns * stride + dy, rows)
                            || !within(i % outColumns * stride + dx, columns))
                    .toArray();
        }
    }

    private static boolean within(int i, int n) {
        return i >= 0 && i < n;
    }

    /** Whether the rows of the image and those of the output are equally long and move together. */
    private boolean aligned() {
        return stride == 1 && columns == outColumns;
    }

    /** The first output whose value at this distance is in the image. */
    private int first(int distance) {
        return Math.max(0, -Math.floorDiv(distance, stride));
    }

    /** The end of the outputs whose value at this distance is in the image of {@code n} values. */
    private int end(int distance, int n, int outputs) {
        return Math.min(outputs, -Math.floorDiv(distance - n, stride));
    }

    /**
     * Writes the rows {@code k0} to {@code k1 - 1} of the matrix, which are all of some bands, for whole images side by
     * side.
     *
     * @param image where the first of the images begins in {@code x}
     * @param planes memory for a band of all images
     */
    void gather(float[] x, int image, int images, int k0, int k1, float[] out, float[] planes) {
        int places = outRows * outColumns;
        if (images == 1 || !aligned()) {
            for (int i = 0; i < images; i++) {
                gather(x, image + i * bands * rows * columns, k0, k1, 0, outRows, out, i * places);
            }
            return;
        }
        int area = size * size;
        for (int k = k0; k < k1; k += area) {
            for (int i = 0; i < images; i++) {
                System.arraycopy(x, image + (i * bands + k / area) * places, planes, i * places, places);
            }
            for (int q = 0; q < area; q++) {
                // One copy for all images, which also takes values of the next row or image for some outside.
                int at = (k + q - k0) * step;
                int shift = shift(q);
                int count = images * places - Math.abs(shift);
                if (count > 0) {
                    System.arraycopy(planes, Math.max(0, shift), out, at + Math.max(0, -shift), count);
                }
                clearOutside(out, at, images, outside[q]);
            }
        }
    }

    /** For aligned images, how far a place of the window is from the output. */
    private int shift(int q) {
        return (q / size - padding) * columns + q % size - padding;
    }

    private void clearOutside(float[] out, int at, int images, int[] which) {
        for (int i = 0, start = at; i < images; i++, start += outRows * outColumns) {
            for (int j : which) {
                out[start + j] = 0;
            }
        }
    }

    /**
     * Writes the rows {@code k0} to {@code k1 - 1} of the matrix, for the output rows {@code oy0} to {@code oy1 - 1}.
     *
     * @param image where the image begins in {@code x}
     * @param outStart where the first of these rows begins in {@code out}
     */
    void gather(float[] x, int image, int k0, int k1, int oy0, int oy1, float[] out, int outStart) {
        int at = outStart;
        for (int k = k0; k < k1; k++, at += step) {
            int dx = k % size - padding;
            int dy = k / size % size - padding;
            int plane = image + k / (size * size) * rows * columns;
            int left = Math.min(outColumns, first(dx));
            int right = Math.max(left, end(dx, columns, outColumns));
            int top = Math.max(oy0, Math.min(oy1, first(dy)));
            int bottom = Math.max(top, Math.min(oy1, end(dy, rows, outRows)));
            Arrays.fill(out, at, at + (top - oy0) * outColumns, 0);
            Arrays.fill(out, at + (bottom - oy0) * outColumns, at + (oy1 - oy0) * outColumns, 0);
            int from = plane + (top * stride + dy) * columns + dx;
            int start = at + (top - oy0) * outColumns;
            int count = bottom - top;
            if (count == 0 || left == right) {
                Arrays.fill(out, start, start + count * outColumns, 0);
            } else if (aligned()) {
                System.arraycopy(x, from + left, out, start + left, (count - 1) * columns + right - left);
                clearBorders(out, start, count, left, right);
            } else {
                for (int r = 0; r < count; r++) {
                    gatherRow(x, from + r * stride * columns, out, start + r * outColumns, left, right);
                }
                clearBorders(out, start, count, left, right);
            }
        }
    }

    private void gatherRow(float[] x, int from, float[] out, int start, int left, int right) {
        if (stride == 1) {
            System.arraycopy(x, from + left, out, start + left, right - left);
            return;
        }
        for (int ox = left; ox < right; ox++) {
            out[start + ox] = x[from + ox * stride];
        }
    }

    private void clearBorders(float[] out, int start, int count, int left, int right) {
        if (left == 0 && right == outColumns) {
            return;
        }
        for (int r = 0, at = start; r < count; r++, at += outColumns) {
            // Few values, for which a call would take longer.
            for (int i = 0; i < left; i++) {
                out[at + i] = 0;
            }
            for (int i = right; i < outColumns; i++) {
                out[at + i] = 0;
            }
        }
    }

    /**
     * The sums of {@link #scatter} for whole images side by side. The bands whose rows of the matrix are given must be
     * 0 in x.
     *
     * @param of the matrix from the columns of each image on
     * @param planes memory for a band of all images
     */
    void scatter(
            LinearKernels kernels, Strided[] of, float[] x, int image, int images, int k0, int k1, float[] planes) {
        int places = outRows * outColumns;
        if (images == 1 || !aligned()) {
            for (int i = 0; i < images; i++) {
                int start = image + i * bands * rows * columns;
                scatter(kernels, of[i], x, start, k0, k1, 0, outRows);
            }
            return;
        }
        float[] in = of[0].data();
        int area = size * size;
        for (int k = k0; k < k1; k += area) {
            Arrays.fill(planes, 0, images * places, 0);
            for (int q = 0; q < area; q++) {
                // One long sum, as for one image.
                int at = of[0].offset() + (k + q - k0) * step;
                int shift = shift(q);
                int count = images * places - Math.abs(shift);
                clearOutside(in, at, images, outside[q]);
                if (count > 0) {
                    kernels.addScaled(1, in, at + Math.max(0, -shift), planes, Math.max(0, shift), count);
                }
            }
            for (int i = 0; i < images; i++) {
                System.arraycopy(planes, i * places, x, image + (i * bands + k / area) * places, places);
            }
        }
    }

    /**
     * Adds every element of some rows of the matrix to the value of the image that {@link #gather} would have copied,
     * row after row. What would lie outside the image is left out; it may be overwritten with 0.
     */
    void scatter(LinearKernels kernels, Strided matrix, float[] x, int image, int k0, int k1, int oy0, int oy1) {
        float[] in = matrix.data();
        int at = matrix.offset();
        for (int k = k0; k < k1; k++, at += step) {
            int dx = k % size - padding;
            int dy = k / size % size - padding;
            int plane = image + k / (size * size) * rows * columns;
            int left = Math.min(outColumns, first(dx));
            int right = Math.max(left, end(dx, columns, outColumns));
            int top = Math.max(oy0, Math.min(oy1, first(dy)));
            int bottom = Math.max(top, Math.min(oy1, end(dy, rows, outRows)));
            int to = plane + (top * stride + dy) * columns + dx;
            int start = at + (top - oy0) * outColumns;
            int count = bottom - top;
            if (count == 0 || left == right) {
                continue;
            }
            if (aligned()) {
                // One long sum. Sums begin at 0 and so are never -0: adding 0 at the borders changes no bit.
                clearBorders(in, start, count, left, right);
                kernels.addScaled(1, in, start + left, x, to + left, (count - 1) * columns + right - left);
            } else if (stride == 1) {
                for (int r = 0; r < count; r++) {
                    kernels.addScaled(1, in, start + r * outColumns + left, x, to + r * columns + left, right - left);
                }
            } else {
                for (int r = 0; r < count; r++) {
                    for (int ox = left; ox < right; ox++) {
                        x[to + r * stride * columns + ox * stride] += in[start + r * outColumns + ox];
                    }
                }
            }
        }
    }
}
