package dev.whittle.feature.image.corrupt;

/** A band of real numbers, with the steps that several corruptions share. All sums are in double, in a fixed order. */
final class Plane {
    final int width;
    final int height;
    /** Row by row. */
    final double[] values;

    Plane(int width, int height) {
        this.width = width;
        this.height = height;
        values = new double[width * height];
    }

    double get(int x, int y) {
        return values[y * width + x];
    }

    void set(int x, int y, double value) {
        values[y * width + x] = value;
    }

    /** The value at a place between pixels, by weights 1 - t and t in both directions (bilinear). */
    double between(double x, double y, Border border) {
        double left = Math.floor(x);
        double top = Math.floor(y);
        int x0 = border.inside((int) left, width);
        int x1 = border.inside((int) left + 1, width);
        int y0 = border.inside((int) top, height);
        int y1 = border.inside((int) top + 1, height);
        double u = x - left;
        double v = y - top;
        double above = (1 - u) * get(x0, y0) + u * get(x1, y0);
        double below = (1 - u) * get(x0, y1) + u * get(x1, y1);
        return (1 - v) * above + v * below;
    }

    /**
     * Smoothed by a Gaussian, down the columns and then along the rows. The weights exp(-d²/(2σ²)) reach to the
     * distance ⌊truncate·σ + 0.5⌋ and are divided by their sum, as in SciPy's {@code gaussian_filter}.
     */
    Plane gaussian(double sigma, double truncate, Border border) {
        int radius = (int) (truncate * sigma + 0.5);
        if (radius == 0) {
            return this;
        }
        double[] weights = gaussianWeights(sigma, radius);
        Plane down = new Plane(width, height);
        Plane out = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int d = -radius; d <= radius; d++) {
                    sum += weights[d + radius] * get(x, border.inside(y + d, height));
                }
                down.set(x, y, sum);
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int d = -radius; d <= radius; d++) {
                    sum += weights[d + radius] * down.get(border.inside(x + d, width), y);
                }
                out.set(x, y, sum);
            }
        }
        return out;
    }

    /** exp(-d²/(2σ²)) for the distances d from -radius to radius, divided by the sum. */
    static double[] gaussianWeights(double sigma, int radius) {
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int d = i - radius;
            weights[i] = StrictMath.exp(-d * d / (2 * sigma * sigma));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
