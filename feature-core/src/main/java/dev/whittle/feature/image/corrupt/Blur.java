package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;

/**
 * Blur. Lengths in pixels are those of images of 32 pixels. For larger images they are multiplied by the whole number
 * f = max(1, ⌊(shorter side)/32 + ½⌋).
 */
final class Blur {
    private static final double[] GAUSSIAN = {0.4, 0.6, 0.7, 0.8, 1};
    private static final double[] DISK_RADIUS = {0.3, 0.4, 0.5, 1, 1.5};
    private static final double[] DISK_EDGE = {0.4, 0.5, 0.6, 0.2, 0.1};
    private static final double[] MOTION_RADIUS = {6, 6, 6, 8, 9};
    private static final double[] MOTION_SIGMA = {1, 1.5, 2, 2, 2.5};
    private static final int[] ZOOM_STEPS = {7, 12, 16, 21, 26};
    /** 0.01 as NumPy's {@code arange} steps: the difference of its first two values. */
    private static final double ZOOM_STEP = (1 + 0.01) - 1;

    private Blur() {}

    /** By how much lengths in pixels are multiplied. */
    static int factor(Planar<GrayU8> image) {
        return Math.max(1, (Math.min(image.width, image.height) + 16) / 32);
    }

    /** A Gaussian of deviation c, cut off at ⌊4c + ½⌋; outside the image the border pixel is repeated. Rounded down. */
    static Planar<GrayU8> gaussian(Planar<GrayU8> image, int severity) {
        double c = GAUSSIAN[severity - 1] * factor(image);
        return Unit.of(image)
                .eachBand(band -> band.gaussian(c, 4, Border.REPEAT))
                .floored();
    }

    /**
     * Out of focus: the mean over a disk of radius r, whose edge is softened by a Gaussian of deviation e. Outside the
     * image is its reflection, without the border pixel. Rounded down.
     */
    static Planar<GrayU8> defocus(Planar<GrayU8> image, int severity) {
        double[][] kernel = disk(DISK_RADIUS[severity - 1] * factor(image), DISK_EDGE[severity - 1]);
        return Unit.of(image).eachBand(band -> convolved(band, kernel)).floored();
    }

    /**
     * 1 where dx² + dy² ≤ r², else 0, divided by the sum, then smoothed by 3×3 Gaussian weights, for r above 8 by 5×5.
     */
    static double[][] disk(double radius, double edge) {
        int soft = radius <= 8 ? 1 : 2;
        int half = (int) Math.ceil(radius) + soft;
        int inside = 0;
        for (int y = -half; y <= half; y++) {
            for (int x = -half; x <= half; x++) {
                inside += x * x + y * y <= radius * radius ? 1 : 0;
            }
        }
        double[] weights = Plane.gaussianWeights(edge, soft);
        double[][] kernel = new double[2 * half + 1][2 * half + 1];
        for (int y = -half; y <= half; y++) {
            for (int x = -half; x <= half; x++) {
                if (x * x + y * y <= radius * radius) {
                    for (int dy = -soft; dy <= soft; dy++) {
                        for (int dx = -soft; dx <= soft; dx++) {
                            kernel[half + y + dy][half + x + dx] += weights[soft + dy] * weights[soft + dx] / inside;
                        }
                    }
                }
            }
        }
        return kernel;
    }

    private static Plane convolved(Plane in, double[][] kernel) {
        int half = kernel.length / 2;
        Plane out = new Plane(in.width, in.height);
        for (int y = 0; y < in.height; y++) {
            for (int x = 0; x < in.width; x++) {
                double sum = 0;
                for (int dy = -half; dy <= half; dy++) {
                    int row = Border.REFLECT.inside(y + dy, in.height);
                    for (int dx = -half; dx <= half; dx++) {
                        sum += kernel[half + dy][half + dx] * in.get(Border.REFLECT.inside(x + dx, in.width), row);
                    }
                }
                out.set(x, y, sum);
            }
        }
        return out;
    }

    /**
     * The camera moves: a sum over steps i from 0 to 2r, with weights exp(-i²/(2σ²)) divided by their sum. Step i is
     * the pixel ⌈i·cos a - ½⌉ to the right and ⌈i·sin a - ½⌉ further down, and outside the image the border pixel. The
     * angle a is uniform from -45 to 45 degrees. Rounded to nearest. This is ImageMagick's motion blur.
     */
    static Planar<GrayU8> motion(Planar<GrayU8> image, int severity, Rng random) {
        int factor = factor(image);
        double sigma = MOTION_SIGMA[severity - 1] * factor;
        int steps = 2 * (int) (MOTION_RADIUS[severity - 1] * factor) + 1;
        double angle = StrictMath.toRadians(-45 + 90 * random.nextDouble());
        return Unit.of(image).eachBand(band -> moved(band, angle, sigma, steps)).rounded();
    }

    static Plane moved(Plane in, double angle, double sigma, int steps) {
        double[] weights = new double[steps];
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            weights[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i];
        }
        double right = StrictMath.cos(angle);
        double down = StrictMath.sin(angle);
        Plane out = new Plane(in.width, in.height);
        for (int i = 0; i < steps; i++) {
            int dx = (int) Math.ceil(i * right - 0.5);
            int dy = (int) Math.ceil(i * down - 0.5);
            for (int y = 0; y < in.height; y++) {
                int row = Border.REPEAT.inside(y + dy, in.height);
                for (int x = 0; x < in.width; x++) {
                    double value = in.get(Border.REPEAT.inside(x + dx, in.width), row);
                    out.values[y * in.width + x] += weights[i] / sum * value;
                }
            }
        }
        return out;
    }

    /**
     * The camera moves towards the scene: the mean of the image and of the image enlarged by 1, 1.01, 1.02 … up to
     * about 1.06, 1.11, 1.15, 1.2 and 1.25 (7, 12, 16, 21 and 26 factors). Rounded down.
     */
    static Planar<GrayU8> zoom(Planar<GrayU8> image, int severity) {
        int steps = ZOOM_STEPS[severity - 1];
        return Unit.of(image)
                .eachBand(band -> {
                    double[] sums = band.values.clone();
                    for (int s = 0; s < steps; s++) {
                        double[] enlarged = enlarged(band, 1 + s * ZOOM_STEP).values;
                        for (int i = 0; i < sums.length; i++) {
                            sums[i] += enlarged[i];
                        }
                    }
                    Plane mean = new Plane(band.width, band.height);
                    for (int i = 0; i < sums.length; i++) {
                        mean.values[i] = sums[i] / (steps + 1);
                    }
                    return mean;
                })
                .floored();
    }

    /** The middle of the image, enlarged to its size. */
    static Plane enlarged(Plane in, double factor) {
        double[] columns = places(in.width, factor);
        double[] rows = places(in.height, factor);
        Plane out = new Plane(in.width, in.height);
        for (int y = 0; y < in.height; y++) {
            for (int x = 0; x < in.width; x++) {
                out.set(x, y, in.between(columns[x], rows[y], Border.REPEAT));
            }
        }
        return out;
    }

    /**
     * Where the n pixels of a row come from. The middle c = ⌈n/z⌉ pixels are spread to m = c·z pixels, rounded to
     * nearest, halves to even, such that the first and the last are pixels of the image. Of these m the middle n are
     * taken. Margins at the left are rounded down.
     */
    private static double[] places(int n, double factor) {
        int taken = (int) Math.ceil(n / factor);
        int left = (n - taken) / 2;
        int spread = (int) Math.rint(taken * factor);
        double step = spread == 1 ? 0 : (double) (taken - 1) / (spread - 1);
        int trimmed = (spread - n) / 2;
        double[] places = new double[n];
        for (int x = 0; x < n; x++) {
            places[x] = left + (trimmed + x) * step;
        }
        return places;
    }
}
