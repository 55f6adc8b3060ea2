package dev.whittle.classify.ridge;

import dev.whittle.classify.PixelShape;

/**
 * All square patches of an image, each normalised for brightness and contrast over all its bands: (x - mean) /
 * sqrt(variance + contrast), where the variance divides by the number of values less 1. These are the patches of {@link
 * dev.whittle.feature.local.Patches}, for images of floats. A patch is band after band, row by row.
 *
 * <p>Means and variances are computed from sums in double: of the bands of a pixel, of such sums along a row, of those
 * down a column.
 *
 * @param image the shape of images
 * @param size the side of a patch, at least 2
 * @param contrast added to the variance, above 0
 */
record PatchGrid(PixelShape image, int size, double contrast) {
    PatchGrid {
        if (image.rows() < size || image.columns() < size) {
            throw new IllegalArgumentException("Wide filters: patches of " + size + "x" + size
                    + " do not lie in images of " + image + ", bands x rows x columns; take a smaller size");
        }
    }

    int down() {
        return image.rows() - size + 1;
    }

    int across() {
        return image.columns() - size + 1;
    }

    /** The number of values of a patch. */
    int length() {
        return image.bands() * size * size;
    }

    /** The patches of one image at a time. Not thread-safe. */
    final class Normalizer {
        private final double[] sums = new double[image.rows() * image.columns()];
        private final double[] squares = new double[sums.length];
        private final double[] rowSums = new double[image.rows() * across()];
        private final double[] rowSquares = new double[rowSums.length];
        /** Of the patch at each place. */
        private final float[] means = new float[down() * across()];

        private final float[] scales = new float[means.length];
        private float[] pixels;
        private int at;

        /** The image from {@code values[from]} on, which must not change while its patches are written. */
        void image(float[] values, int from) {
            pixels = values;
            at = from;
            addBands();
            alongRows(sums, rowSums);
            alongRows(squares, rowSquares);
            int across = across();
            double n = length();
            for (int i = 0; i < means.length; i++) {
                double sum = 0;
                double square = 0;
                for (int r = 0; r < size; r++) {
                    sum += rowSums[i + r * across];
                    square += rowSquares[i + r * across];
                }
                double mean = sum / n;
                double variance = Math.max(0, (square - sum * mean) / (n - 1));
                means[i] = (float) mean;
                scales[i] = (float) (1 / Math.sqrt(variance + contrast));
            }
        }

        private void addBands() {
            int area = sums.length;
            for (int i = 0; i < area; i++) {
                double sum = 0;
                double square = 0;
                for (int b = 0; b < image.bands(); b++) {
                    double v = pixels[at + b * area + i];
                    sum += v;
                    square += v * v;
                }
                sums[i] = sum;
                squares[i] = square;
            }
        }

        private void alongRows(double[] values, double[] to) {
            int across = across();
            for (int y = 0; y < image.rows(); y++) {
                for (int x = 0; x < across; x++) {
                    double sum = 0;
                    for (int i = 0; i < size; i++) {
                        sum += values[y * image.columns() + x + i];
                    }
                    to[y * across + x] = sum;
                }
            }
        }

        /** Writes the patch whose upper left pixel is in row y and column x to {@code to[offset …]}. */
        void write(int y, int x, float[] to, int offset) {
            float mean = means[y * across() + x];
            float scale = scales[y * across() + x];
            int out = offset;
            for (int b = 0; b < image.bands(); b++) {
                for (int r = 0; r < size; r++) {
                    int in = at + (b * image.rows() + y + r) * image.columns() + x;
                    for (int i = 0; i < size; i++) {
                        to[out++] = (pixels[in + i] - mean) * scale;
                    }
                }
            }
        }
    }
}
