package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * CIE L*a*b* of sRGB colours under the light D65 (CIE 15; IEC 61966-2-1). In it, colours that look equally different
 * are about equally far apart.
 *
 * <pre>{@code
 * u = v/255/12.92 if v/255 ≤ 0.04045, else ((v/255 + 0.055)/1.055)^2.4, for v = R, G, B
 * X = 0.412453 u(R) + 0.357580 u(G) + 0.180423 u(B)
 * Y = 0.212671 u(R) + 0.715160 u(G) + 0.072169 u(B)
 * Z = 0.019334 u(R) + 0.119193 u(G) + 0.950227 u(B)
 * f(t) = t^(1/3) if t ≥ 216/24389, else 841/108 t + 16/116
 * L = 116 f(Y) - 16
 * a = 500 (f(X/0.950456) - f(Y))
 * b = 200 (f(Y) - f(Z/1.088754))
 * }</pre>
 *
 * The ranges are 0 ≤ L ≤ 100, -86.19 ≤ a ≤ 98.24 and -107.86 ≤ b ≤ 94.48. Grays have a = 0 and b = 0.
 *
 * <p>In 8 bits they are L·255/100, a + 128 and b + 128, which gives L from 0 to 255, a from 42 to 226 and b from 20 to
 * 223. The values are those of OpenCV's {@code COLOR_RGB2Lab} for all 2<sup>24</sup> colours: u in steps of 1/2040,
 * coefficients in steps of 1/4096, f in steps of 2<sup>-15</sup>. So they differ from the rounded formula, by 2 at most
 * in L and b and by 3 in a. Of all colours 86% have the rounded L, 90% the rounded a and 94% the rounded b.
 */
public final class Lab {
    private static final int LINEAR_STEPS = 255 << 3;
    private static final int WEIGHT_SHIFT = 12;
    private static final int SHIFT = 15;
    private static final int HALF = 1 << (SHIFT - 1);
    /** 116·255/100, rounded as in OpenCV. */
    private static final int LIGHTNESS = (116 * 255 + 50) / 100;

    private static final int LIGHTNESS_OF_BLACK = (16 * 255 * (1 << SHIFT) + 50) / 100;
    private static final int ZERO = 128 << SHIFT;

    /** u in steps of 1/2040. */
    private static final int[] LINEAR = new int[256];
    /** f(i/2040) in steps of 2<sup>-15</sup>. */
    private static final int[] CUBE_ROOT = new int[LINEAR_STEPS + 1];
    /** The weights of X, Y and Z by the white, row by row. Each row sums to 4096. */
    private static final int[] WEIGHTS = new int[9];

    static {
        for (int v = 0; v < 256; v++) {
            double c = v / 255.0;
            double u = c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
            LINEAR[v] = (int) Math.rint(LINEAR_STEPS * u);
        }
        for (int i = 0; i <= LINEAR_STEPS; i++) {
            double t = i / (double) LINEAR_STEPS;
            double f = t < 216 / 24389.0 ? t * (841 / 108.0) + 16 / 116.0 : StrictMath.cbrt(t);
            // OpenCV computes in float. Two entries are so near to a half that it rounds them to even.
            CUBE_ROOT[i] = (int) Math.rint(Math.rint((1 << SHIFT) * f * 1024) / 1024);
        }
        double[] toXyz = {
            0.412453, 0.357580, 0.180423, //
            0.212671, 0.715160, 0.072169, //
            0.019334, 0.119193, 0.950227
        };
        double[] white = {0.950456, 1, 1.088754};
        for (int i = 0; i < 9; i++) {
            WEIGHTS[i] = (int) Math.rint((1 << WEIGHT_SHIFT) * toXyz[i] / white[i / 3]);
        }
    }

    private Lab() {}

    /**
     * Writes L, a and b of an RGB image to the three bands of {@code lab}. Both may be sub-images, and may be the same
     * image.
     *
     * @throws IllegalArgumentException if one of them does not have 3 bands, or their sizes differ
     */
    public static void fromRgb(Planar<GrayU8> rgb, Planar<GrayU8> lab) {
        ThreeBands.check(rgb, lab, "Lab");
        fromRgb(rgb.bands, lab.bands);
    }

    /** The same for three bands and three bands of one size. */
    public static void fromRgb(GrayU8[] rgb, GrayU8[] lab) {
        for (int y = 0; y < rgb[0].height; y++) {
            row(rgb, lab, y);
        }
    }

    private static void row(GrayU8[] rgb, GrayU8[] out, int y) {
        byte[] red = rgb[0].data;
        byte[] green = rgb[1].data;
        byte[] blue = rgb[2].data;
        int redAt = ThreeBands.start(rgb[0], y);
        int greenAt = ThreeBands.start(rgb[1], y);
        int blueAt = ThreeBands.start(rgb[2], y);
        byte[] lightness = out[0].data;
        byte[] a = out[1].data;
        byte[] b = out[2].data;
        int lightnessAt = ThreeBands.start(out[0], y);
        int aAt = ThreeBands.start(out[1], y);
        int bAt = ThreeBands.start(out[2], y);
        int n = rgb[0].width;
        for (int i = 0; i < n; i++) {
            int linearRed = LINEAR[red[redAt + i] & 0xFF];
            int linearGreen = LINEAR[green[greenAt + i] & 0xFF];
            int linearBlue = LINEAR[blue[blueAt + i] & 0xFF];
            int fx = f(0, linearRed, linearGreen, linearBlue);
            int fy = f(3, linearRed, linearGreen, linearBlue);
            int fz = f(6, linearRed, linearGreen, linearBlue);
            lightness[lightnessAt + i] = (byte) (LIGHTNESS * fy - LIGHTNESS_OF_BLACK + HALF >> SHIFT);
            a[aAt + i] = (byte) (500 * (fx - fy) + ZERO + HALF >> SHIFT);
            b[bAt + i] = (byte) (200 * (fy - fz) + ZERO + HALF >> SHIFT);
        }
    }

    /** f of X, Y or Z by the white, whose weights begin at {@code row}. */
    private static int f(int row, int red, int green, int blue) {
        int sum = WEIGHTS[row] * red + WEIGHTS[row + 1] * green + WEIGHTS[row + 2] * blue;
        return CUBE_ROOT[sum + (1 << (WEIGHT_SHIFT - 1)) >> WEIGHT_SHIFT];
    }
}
