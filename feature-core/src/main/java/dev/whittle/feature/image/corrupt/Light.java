package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import dev.whittle.feature.image.Gray;

/** Light and colour. */
final class Light {
    private static final double[] BRIGHTNESS = {0.05, 0.1, 0.15, 0.2, 0.3};
    private static final double[] CONTRAST = {0.75, 0.5, 0.4, 0.3, 0.15};
    private static final double[] SATURATION_FACTOR = {0.3, 0.1, 1.5, 2, 2.5};
    private static final double[] SATURATION_PLUS = {0, 0, 0, 0.1, 0.2};
    private static final double[] FOG = {0.2, 0.5, 0.75, 1, 1.5};
    private static final double[] FOG_DECAY = {3, 3, 2.5, 2, 1.75};
    /** Of a full turn. */
    private static final double[] HUE = {0.05, 0.1, 0.2, 0.3, 0.5};

    private static final double[] LESS_COLOUR = {0.2, 0.4, 0.6, 0.8, 1};

    private Light() {}

    /** The value V of HSV plus c, clipped to 1. Rounded down. */
    static Planar<GrayU8> brightness(Planar<GrayU8> image, int severity) {
        double c = BRIGHTNESS[severity - 1];
        return inHsv(Unit.of(image), hsv -> hsv[2] = Unit.clip(hsv[2] + c)).floored();
    }

    /** (v - m)·c + m, with m the mean of the band. Rounded down. */
    static Planar<GrayU8> contrast(Planar<GrayU8> image, int severity) {
        double c = CONTRAST[severity - 1];
        return Unit.of(image)
                .eachBand(band -> {
                    double sum = 0;
                    for (double v : band.values) {
                        sum += v;
                    }
                    double mean = sum / band.values.length;
                    Plane out = new Plane(band.width, band.height);
                    for (int i = 0; i < band.values.length; i++) {
                        out.values[i] = (band.values[i] - mean) * c + mean;
                    }
                    return out;
                })
                .floored();
    }

    /** The saturation S of HSV becomes a·S + b, clipped to 0 to 1. Rounded down. */
    static Planar<GrayU8> saturate(Planar<GrayU8> image, int severity) {
        double a = SATURATION_FACTOR[severity - 1];
        double b = SATURATION_PLUS[severity - 1];
        return inHsv(Unit.of(image), hsv -> hsv[1] = Unit.clip(hsv[1] * a + b)).floored();
    }

    /** The hue H of HSV plus c, modulo a full turn. Rounded to nearest. */
    static Planar<GrayU8> hue(Planar<GrayU8> image, int severity) {
        double c = HUE[severity - 1];
        return inHsv(Unit.of(image), hsv -> hsv[0] = hsv[0] + c - Math.floor(hsv[0] + c))
                .rounded();
    }

    /** v + c·(Y - v), with Y the luma in 8 bits: at severity 5 all bands are the luma. Rounded to nearest. */
    static Planar<GrayU8> gray(Planar<GrayU8> image, int severity) {
        double c = LESS_COLOUR[severity - 1];
        GrayU8 luma = Gray.of(image);
        return Unit.of(image)
                .eachBand(band -> {
                    Plane out = new Plane(band.width, band.height);
                    for (int i = 0; i < band.values.length; i++) {
                        double y = luma.get(i % luma.width, i / luma.width) / 255.0;
                        out.values[i] = band.values[i] + c * (y - band.values[i]);
                    }
                    return out;
                })
                .rounded();
    }

    /**
     * (v + c·p)·m/(m + c), with m the largest value of the image, and p a map of fog from 0 to 1, the same for all
     * bands: {@link #plasma}. Rounded down.
     */
    static Planar<GrayU8> fog(Planar<GrayU8> image, int severity, Rng random) {
        double c = FOG[severity - 1];
        Unit in = Unit.of(image);
        int size = 2;
        while (size < Math.max(in.width, in.height)) {
            size *= 2;
        }
        double[][] fog = plasma(size, FOG_DECAY[severity - 1], random);
        double most = 0;
        for (Plane band : in.bands) {
            for (double v : band.values) {
                most = Math.max(most, v);
            }
        }
        double max = most;
        return in.eachBand(band -> {
                    Plane out = new Plane(band.width, band.height);
                    for (int y = 0; y < band.height; y++) {
                        for (int x = 0; x < band.width; x++) {
                            out.set(x, y, (band.get(x, y) + c * fog[y][x]) * max / (max + c));
                        }
                    }
                    return out;
                })
                .floored();
    }

    /**
     * A random landscape by midpoint displacement (diamond-square), on a square whose opposite sides meet. It begins
     * with one point. While points are {@code step} apart, the centre of each square becomes the mean of its four
     * corners plus w·d, with d uniform in [-w, w). Then the middles of sides become the mean of the points above,
     * below, to the left and to the right plus such a draw: first those of horizontal sides, then of vertical ones.
     * Then step is halved, and w, at first 100, is divided by {@code decay}. In the end the values are moved and scaled
     * to 0 to 1.
     *
     * @param size a power of two, at least 2
     */
    static double[][] plasma(int size, double decay, Rng random) {
        double[][] map = new double[size][size];
        double w = 100;
        for (int step = size; step >= 2; step /= 2, w /= decay) {
            int half = step / 2;
            for (int y = 0; y < size; y += step) {
                for (int x = 0; x < size; x += step) {
                    double sum = map[y][x]
                            + map[(y + step) % size][x]
                            + map[y][(x + step) % size]
                            + map[(y + step) % size][(x + step) % size];
                    map[y + half][x + half] = sum / 4 + displaced(w, random);
                }
            }
            for (int y = 0; y < size; y += step) {
                for (int x = 0; x < size; x += step) {
                    map[y][x + half] = around(map, x + half, y, half) + displaced(w, random);
                }
            }
            for (int y = 0; y < size; y += step) {
                for (int x = 0; x < size; x += step) {
                    map[y + half][x] = around(map, x, y + half, half) + displaced(w, random);
                }
            }
        }
        return scaled(map);
    }

    private static double displaced(double w, Rng random) {
        return w * (-w + 2 * w * random.nextDouble());
    }

    private static double around(double[][] map, int x, int y, int half) {
        int n = map.length;
        double below = map[(y + half) % n][x];
        double above = map[(y + n - half) % n][x];
        double left = map[y][(x + n - half) % n];
        double right = map[y][(x + half) % n];
        return (below + above + (left + right)) / 4;
    }

    private static double[][] scaled(double[][] map) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double[] row : map) {
            for (double v : row) {
                min = Math.min(min, v);
                max = Math.max(max, v);
            }
        }
        for (double[] row : map) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (row[x] - min) / (max - min);
            }
        }
        return map;
    }

    /** Changes H, S and V of a pixel, each 0 to 1, in place. */
    private interface Change {
        void of(double[] hsv);
    }

    /** A gray image counts as one of three equal bands, whose first is the result. */
    private static Unit inHsv(Unit in, Change change) {
        Unit out = in.eachBand(band -> new Plane(band.width, band.height));
        int last = in.bands.length - 1;
        double[] pixel = new double[3];
        for (int i = 0; i < in.width * in.height; i++) {
            for (int b = 0; b < 3; b++) {
                pixel[b] = in.bands[Math.min(b, last)].values[i];
            }
            toHsv(pixel);
            change.of(pixel);
            toRgb(pixel);
            for (int b = 0; b <= last; b++) {
                out.bands[b].values[i] = pixel[b];
            }
        }
        return out;
    }

    /** As scikit-image's {@code rgb2hsv}: H is a part of a full turn; grays have H = S = 0. */
    static void toHsv(double[] p) {
        double max = Math.max(p[0], Math.max(p[1], p[2]));
        double delta = max - Math.min(p[0], Math.min(p[1], p[2]));
        double hue = 0;
        if (delta > 0) {
            if (p[2] == max) {
                hue = 4 + (p[0] - p[1]) / delta;
            } else if (p[1] == max) {
                hue = 2 + (p[2] - p[0]) / delta;
            } else {
                hue = (p[1] - p[2]) / delta;
            }
        }
        hue /= 6;
        p[0] = hue - Math.floor(hue);
        p[1] = delta > 0 ? delta / max : 0;
        p[2] = max;
    }

    /** As scikit-image's {@code hsv2rgb}. */
    static void toRgb(double[] p) {
        double turn = p[0] * 6;
        double sextant = Math.floor(turn);
        double f = turn - sextant;
        double v = p[2];
        double low = v * (1 - p[1]);
        double falling = v * (1 - f * p[1]);
        double rising = v * (1 - (1 - f) * p[1]);
        switch ((int) sextant % 6) {
            case 0 -> set(p, v, rising, low);
            case 1 -> set(p, falling, v, low);
            case 2 -> set(p, low, v, rising);
            case 3 -> set(p, low, falling, v);
            case 4 -> set(p, rising, low, v);
            default -> set(p, v, low, falling);
        }
    }

    private static void set(double[] p, double red, double green, double blue) {
        p[0] = red;
        p[1] = green;
        p[2] = blue;
    }
}
