package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Fewer pixels: scaled to ⌊c·width⌋×⌊c·height⌋, at least 1, and back, by Pillow's box filter, exactly. Along an axis of
 * n pixels that become m, the result i is the mean of the pixels whose centres lie within n/(2m) of (i + ½)·n/m, and at
 * least within ½. The axes are done one after the other, rows first, each rounded to 8 bits.
 */
final class Pixelate {
    private static final double[] PIXELATE = {0.95, 0.9, 0.85, 0.75, 0.65};
    /** Weights are multiples of 2^-22. */
    private static final int BITS = 22;

    private Pixelate() {}

    static Planar<GrayU8> pixelate(Planar<GrayU8> image, int severity) {
        double c = PIXELATE[severity - 1];
        int width = Math.max(1, (int) (image.width * c));
        int height = Math.max(1, (int) (image.height * c));
        return scaled(scaled(image, width, height), image.width, image.height);
    }

    static Planar<GrayU8> scaled(Planar<GrayU8> image, int width, int height) {
        Planar<GrayU8> out = new Planar<>(GrayU8.class, width, height, image.getNumBands());
        Axis columns = new Axis(image.width, width);
        Axis rows = new Axis(image.height, height);
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 in = image.getBand(b);
            GrayU8 narrow = new GrayU8(width, image.height);
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < width; x++) {
                    int sum = 0;
                    for (int i = columns.from[x]; i < columns.to[x]; i++) {
                        sum += in.get(i, y);
                    }
                    narrow.set(x, y, columns.mean(sum, x));
                }
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int sum = 0;
                    for (int i = rows.from[y]; i < rows.to[y]; i++) {
                        sum += narrow.get(x, i);
                    }
                    out.getBand(b).set(x, y, rows.mean(sum, y));
                }
            }
        }
        return out;
    }

    /** For each of m results, which of n pixels it is the mean of: {@code from} to {@code to - 1}. */
    private static final class Axis {
        final int[] from;
        final int[] to;

        Axis(int n, int m) {
            from = new int[m];
            to = new int[m];
            double scale = (double) n / m;
            double stretch = Math.max(1, scale);
            for (int i = 0; i < m; i++) {
                double centre = (i + 0.5) * scale;
                int first = Math.max(0, (int) (centre - stretch / 2 + 0.5));
                int end = Math.min(n, (int) (centre + stretch / 2 + 0.5));
                while (!inBox((first - centre + 0.5) * (1 / stretch))) {
                    first++;
                }
                while (!inBox((end - 1 - centre + 0.5) * (1 / stretch))) {
                    end--;
                }
                from[i] = first;
                to[i] = end;
            }
        }

        private static boolean inBox(double x) {
            return x > -0.5 && x <= 0.5;
        }

        int mean(int sum, int i) {
            long weight = (long) (0.5 + 1.0 / (to[i] - from[i]) * (1 << BITS));
            return (int) ((sum * weight + (1L << (BITS - 1))) >> BITS);
        }
    }
}
