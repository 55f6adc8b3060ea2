package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Dense SIFT by its formulas, in double, with an exact arctangent; nothing is shared by descriptors. */
final class SiftDefinition {
    private final DenseSift settings;
    private final int width;
    private final int height;
    private final double[][] gray;
    private final DoubleBinaryOperator arctangent;

    SiftDefinition(DenseSift settings, GrayU8 image) {
        this.settings = settings;
        this.arctangent = StrictMath::atan2;
        this.width = image.width;
        this.height = image.height;
        this.gray = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                gray[y][x] = image.get(x, y);
            }
        }
    }

    private SiftDefinition(SiftDefinition other, DoubleBinaryOperator arctangent) {
        this.settings = other.settings;
        this.width = other.width;
        this.height = other.height;
        this.gray = other.gray;
        this.arctangent = arctangent;
    }

    /** The same with another function for {@code atan2}. */
    SiftDefinition with(DoubleBinaryOperator other) {
        return new SiftDefinition(this, other);
    }

    /** The descriptors in their order: 128 values, and x, y and scale. */
    void describe(List<double[]> values, List<double[]> places) {
        int largest = settings.bins().stream().mapToInt(b -> b).max().orElseThrow();
        for (int bin : settings.bins()) {
            double[][] smooth = smooth(bin);
            int start = (int) Math.floor(1.5 * (largest - bin));
            for (int y = start; y + 3 * bin < height; y += settings.step()) {
                for (int x = start; x + 3 * bin < width; x += settings.step()) {
                    values.add(normalised(histogram(smooth, x, y, bin), bin));
                    places.add(new double[] {x + 1.5 * bin + 0.5, y + 1.5 * bin + 0.5, 4 * bin});
                }
            }
        }
    }

    private double[][] smooth(int bin) {
        double variance = settings.magnification() == 0 ? 0 : Math.pow(bin / settings.magnification(), 2) - 0.25;
        if (variance <= 0) {
            return gray;
        }
        int radius = (int) Math.ceil(4 * Math.sqrt(variance));
        double[][] smooth = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                double weights = 0;
                for (int v = -radius; v <= radius; v++) {
                    for (int u = -radius; u <= radius; u++) {
                        double weight = Math.exp(-(u * u + v * v) / (2 * variance));
                        sum += weight * pixel(gray, x + u, y + v);
                        weights += weight;
                    }
                }
                smooth[y][x] = sum / weights;
            }
        }
        return smooth;
    }

    private double pixel(double[][] image, int x, int y) {
        return image[Math.max(0, Math.min(height - 1, y))][Math.max(0, Math.min(width - 1, x))];
    }

    private double[] histogram(double[][] image, int left, int top, int bin) {
        double[] h = new double[128];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double flat = mean(i, j, bin);
                for (int dy = 1 - bin; dy < bin; dy++) {
                    for (int dx = 1 - bin; dx < bin; dx++) {
                        int x = Math.max(0, Math.min(width - 1, left + j * bin + dx));
                        int y = Math.max(0, Math.min(height - 1, top + i * bin + dy));
                        double weight = (1 - Math.abs(dx) / (double) bin) * (1 - Math.abs(dy) / (double) bin);
                        boolean gaussian = settings.window() == DenseSift.Window.GAUSSIAN;
                        weight *= gaussian ? window(i, j, dx, dy, bin) : flat;
                        vote(h, 8 * (4 * i + j), image, x, y, weight);
                    }
                }
            }
        }
        return h;
    }

    /** The Gaussian window (dx, dy) from the centre of a bin. */
    private static double window(int i, int j, int dx, int dy, int bin) {
        double x = dx + bin * (j - 1.5);
        double y = dy + bin * (i - 1.5);
        return Math.exp(-(x * x + y * y) / (2 * 2.25 * bin * bin));
    }

    private static double mean(int i, int j, int bin) {
        double sum = 0;
        for (int dy = 1 - bin; dy < bin; dy++) {
            for (int dx = 1 - bin; dx < bin; dx++) {
                sum += window(i, j, dx, dy, bin);
            }
        }
        return sum / Math.pow(2 * bin - 1, 2);
    }

    private void vote(double[] h, int at, double[][] image, int x, int y, double weight) {
        double gx = (pixel(image, x + 1, y) - pixel(image, x - 1, y)) * (x == 0 || x == width - 1 ? 1 : 0.5);
        double gy = (pixel(image, x, y + 1) - pixel(image, x, y - 1)) * (y == 0 || y == height - 1 ? 1 : 0.5);
        double angle = arctangent.applyAsDouble(gy, gx);
        double t = (angle < 0 ? angle + 2 * Math.PI : angle) * 8 / (2 * Math.PI);
        int first = (int) Math.floor(t);
        double length = Math.sqrt(gx * gx + gy * gy);
        h[at + first % 8] += weight * length * (1 - (t - first));
        h[at + (first + 1) % 8] += weight * length * (t - first);
    }

    private double[] normalised(double[] h, int bin) {
        double sum = 0;
        for (double v : h) {
            sum += v;
        }
        if (sum / Math.pow(3 * bin + 1, 2) < 255 * settings.contrastThreshold()) {
            return new double[128];
        }
        divide(h, norm(h));
        for (int i = 0; i < 128; i++) {
            h[i] = Math.min(h[i], 0.2);
        }
        divide(h, norm(h));
        if (settings.squareRoot()) {
            sum = 0;
            for (double v : h) {
                sum += v;
            }
            divide(h, sum);
            for (int i = 0; i < 128; i++) {
                h[i] = Math.sqrt(h[i]);
            }
        }
        return h;
    }

    private static double norm(double[] h) {
        double squares = 0;
        for (double v : h) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }

    private static void divide(double[] h, double by) {
        for (int i = 0; i < 128; i++) {
            h[i] = by == 0 ? 0 : h[i] / by;
        }
    }
}
