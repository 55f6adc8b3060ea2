package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;

/** Other places for pixels. Between pixels values are interpolated bilinearly. */
final class Geometry {
    /** Of the shorter side S: by how much pixels move, how smooth the movement is, and how far corners move. */
    private static final double[] ELASTIC_STRENGTH = {0, 0.05, 0.08, 0.1, 0.1};

    private static final double[] ELASTIC_SIGMA = {0, 0.2, 0.06, 0.04, 0.03};
    private static final double[] ELASTIC_CORNERS = {0.08, 0.07, 0.06, 0.05, 0.03};
    private static final double[] DEGREES = {5, 10, 15, 20, 30};
    /** In parts of 32 of the side. */
    private static final int[] SHIFT = {1, 2, 3, 4, 6};

    private static final double[] SCALE = {1.1, 1.2, 1.3, 1.4, 1.5};
    private static final int[] CELLS = {2, 4, 8, 16, 32};

    private Geometry() {}

    /** Where a pixel of the result comes from: x = a·X + b·Y + c and y = d·X + e·Y + f. */
    private record Affine(double a, double b, double c, double d, double e, double f) {
        Plane apply(Plane in) {
            Plane out = new Plane(in.width, in.height);
            for (int y = 0; y < in.height; y++) {
                for (int x = 0; x < in.width; x++) {
                    out.set(x, y, in.between(a * x + b * y + c, d * x + e * y + f, Border.REFLECT));
                }
            }
            return out;
        }

        /** Linear about the middle of the image. */
        static Affine aboutMiddle(Plane in, double a, double b, double d, double e) {
            double x = (in.width - 1) / 2.0;
            double y = (in.height - 1) / 2.0;
            return new Affine(a, b, x - a * x - b * y, d, e, y - d * x - e * y);
        }
    }

    /**
     * Rubber: first three points, ⌊S/3⌋ around the middle, move by uniform draws up to c·S in x and in y, and the image
     * with them (affine; outside the image is its reflection, without the border pixel). Then each pixel comes from
     * another place, at the distance s·S·g in x and y, where g are uniform draws in [-1, 1) that were smoothed by a
     * Gaussian of deviation σ·S, cut off at ⌊3σS + ½⌋. There the image is mirrored with the border pixel. S is the
     * shorter side. Rounded down.
     */
    static Planar<GrayU8> elastic(Planar<GrayU8> image, int severity, Rng random) {
        int side = Math.min(image.width, image.height);
        Affine affine = corners(image.width, image.height, ELASTIC_CORNERS[severity - 1] * side, random);
        Unit moved = Unit.of(image).eachBand(affine::apply);
        double strength = ELASTIC_STRENGTH[severity - 1] * side;
        if (strength == 0) {
            return moved.floored();
        }
        double sigma = ELASTIC_SIGMA[severity - 1] * side;
        Plane dx = smoothDraws(image.width, image.height, sigma, random);
        Plane dy = smoothDraws(image.width, image.height, sigma, random);
        return moved.eachBand(band -> {
                    Plane out = new Plane(band.width, band.height);
                    for (int y = 0; y < band.height; y++) {
                        for (int x = 0; x < band.width; x++) {
                            double fromX = x + dx.get(x, y) * strength;
                            double fromY = y + dy.get(x, y) * strength;
                            out.set(x, y, band.between(fromX, fromY, Border.MIRROR));
                        }
                    }
                    return out;
                })
                .floored();
    }

    private static Plane smoothDraws(int width, int height, double sigma, Rng random) {
        Plane draws = new Plane(width, height);
        for (int i = 0; i < draws.values.length; i++) {
            draws.values[i] = -1 + 2 * random.nextDouble();
        }
        return draws.gaussian(sigma, 3, Border.MIRROR);
    }

    /**
     * The affine map of the points (m + r, n + r), (m + r, n - r) and (m - r, n - r) to points that moved by draws, as
     * the places where pixels of the result come from. (m, n) is the middle, rounded down. Images with a side under 3
     * pixels stay as they are.
     */
    private static Affine corners(int width, int height, double most, Rng random) {
        int r = Math.min(width, height) / 3;
        if (r == 0) {
            return new Affine(1, 0, 0, 0, 1, 0);
        }
        double right = width / 2 + r;
        double top = height / 2 - r;
        double[] x = {right, right, right - 2 * r};
        double[] y = {top + 2 * r, top, top};
        for (int p = 0; p < 3; p++) {
            x[p] += -most + 2 * most * random.nextDouble();
            y[p] += -most + 2 * most * random.nextDouble();
        }
        // The map takes (1, 0) to (xx, xy) and (0, 1) to (yx, yy). Its inverse says where pixels come from.
        double xx = (x[1] - x[2]) / (2 * r);
        double xy = (y[1] - y[2]) / (2 * r);
        double yx = (x[0] - x[1]) / (2 * r);
        double yy = (y[0] - y[1]) / (2 * r);
        double det = xx * yy - xy * yx;
        double a = yy / det;
        double b = -yx / det;
        double d = -xy / det;
        double e = xx / det;
        return new Affine(a, b, right - a * x[1] - b * y[1], d, e, top - d * x[1] - e * y[1]);
    }

    /** Turned about the middle, to the left or to the right by a draw. Outside the image is its reflection. */
    static Planar<GrayU8> rotation(Planar<GrayU8> image, int severity, Rng random) {
        double angle = sign(random) * StrictMath.toRadians(DEGREES[severity - 1]);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        return Unit.of(image)
                .eachBand(band -> Affine.aboutMiddle(band, cos, -sin, sin, cos).apply(band))
                .rounded();
    }

    /** Enlarged or made smaller about the middle, by a draw. Outside the image is its reflection. */
    static Planar<GrayU8> scale(Planar<GrayU8> image, int severity, Rng random) {
        double step = sign(random) > 0 ? SCALE[severity - 1] : 1 / SCALE[severity - 1];
        return Unit.of(image)
                .eachBand(band -> Affine.aboutMiddle(band, step, 0, 0, step).apply(band))
                .rounded();
    }

    /**
     * Moved by c/32 of the side, rounded to whole pixels and at least 1: to the left or right by a draw, and up or down
     * by another. Outside the image is its reflection.
     */
    static Planar<GrayU8> shift(Planar<GrayU8> image, int severity, Rng random) {
        int c = SHIFT[severity - 1];
        int dx = sign(random) * Math.max(1, (c * image.width + 16) / 32);
        int dy = sign(random) * Math.max(1, (c * image.height + 16) / 32);
        return Unit.of(image)
                .eachBand(band -> new Affine(1, 0, dx, 0, 1, dy).apply(band))
                .rounded();
    }

    private static int sign(Rng random) {
        return random.nextInt(2) == 0 ? -1 : 1;
    }

    /** Mirrored left to right. */
    static Planar<GrayU8> flip(Planar<GrayU8> image) {
        return Unit.of(image)
                .eachBand(band -> new Affine(-1, 0, band.width - 1, 0, 1, 0).apply(band))
                .rounded();
    }

    /**
     * The image cut into n×n cells, which change places at random. A cell has max(1, ⌊S/n⌋) pixels a side, S the
     * shorter side. The image has as many whole cells as fit; what is left over at the right and at the bottom stays.
     */
    static Planar<GrayU8> shuffledCells(Planar<GrayU8> image, int severity, Rng random) {
        int cell = Math.max(1, Math.min(image.width, image.height) / CELLS[severity - 1]);
        int across = image.width / cell;
        int[] from = random.permutation(across * (image.height / cell));
        Planar<GrayU8> out = image.clone();
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int c = 0; c < from.length; c++) {
                for (int y = 0; y < cell; y++) {
                    for (int x = 0; x < cell; x++) {
                        int value = image.getBand(b).get(from[c] % across * cell + x, from[c] / across * cell + y);
                        out.getBand(b).set(c % across * cell + x, c / across * cell + y, value);
                    }
                }
            }
        }
        return out;
    }
}
