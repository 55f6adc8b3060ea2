package dev.whittle.feature.image;

/** The formulas of colour spaces, in their own ranges. The arguments are 0 to 255. */
final class NaiveColors {
    private NaiveColors() {}

    /** A colour as three values. */
    @FunctionalInterface
    interface Formula {
        double[] of(int red, int green, int blue);
    }

    static double[] hsv(int red, int green, int blue) {
        double r = red / 255.0;
        double g = green / 255.0;
        double b = blue / 255.0;
        double v = Math.max(r, Math.max(g, b));
        double d = v - Math.min(r, Math.min(g, b));
        double sixths = d == 0 ? 0 : v == r ? (g - b) / d : v == g ? 2 + (b - r) / d : 4 + (r - g) / d;
        return new double[] {(sixths + 6) % 6 / 6, v == 0 ? 0 : d / v, v};
    }

    static double[] hsi(int red, int green, int blue) {
        double r = red / 255.0;
        double g = green / 255.0;
        double b = blue / 255.0;
        double i = (r + g + b) / 3;
        if (red == green && green == blue) {
            return new double[] {0, 0, i};
        }
        double cosine = ((r - g) + (r - b)) / 2 / Math.sqrt((r - g) * (r - g) + (r - b) * (g - b));
        double theta = Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
        return new double[] {b <= g ? theta : 360 - theta, 1 - 3 * Math.min(r, Math.min(g, b)) / (r + g + b), i};
    }

    static double[] lab(int red, int green, int blue) {
        double r = linear(red);
        double g = linear(green);
        double b = linear(blue);
        double fx = f((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.950456);
        double fy = f(0.212671 * r + 0.715160 * g + 0.072169 * b);
        double fz = f((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.088754);
        return new double[] {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
    }

    private static double linear(int value) {
        double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double f(double t) {
        return t >= 216 / 24389.0 ? Math.cbrt(t) : 841 / 108.0 * t + 16 / 116.0;
    }

    static double[] opponent(int red, int green, int blue) {
        return new double[] {
            (red - green) / Math.sqrt(2), (red + green - 2 * blue) / Math.sqrt(6), (red + green + blue) / Math.sqrt(3)
        };
    }
}
