package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Hue, saturation and intensity (Gonzalez and Woods, <i>Digital Image Processing</i>, 3rd edition, equations 6.2-2 to
 * 6.2-4). With R, G and B from 0 to 1:
 *
 * <pre>{@code
 * θ = arccos( ((R - G) + (R - B)) / 2 / √((R - G)² + (R - B)(G - B)) )
 * H = θ if B ≤ G, else 360° - θ
 * S = 1 - 3 min(R, G, B) / (R + G + B)
 * I = (R + G + B) / 3
 * }</pre>
 *
 * Grays have H = 0 and S = 0. The ranges are 0° ≤ H &lt; 360°, 0 ≤ S ≤ 1 and 0 ≤ I ≤ 1.
 *
 * <p>In 8 bits H is 0 to 179 in steps of 2 degrees, as in {@link Hsv}, and S and I are 0 to 255. Each is rounded to
 * nearest, halves up, and 180 becomes 0.
 */
public final class Hsi {
    private static final byte[] HUE = new byte[1 << 18];
    /** At the sum of the channels times 256, plus the smallest channel. */
    private static final byte[] SATURATION = new byte[766 << 8];

    static {
        for (int rg = -255; rg < 256; rg++) {
            for (int gb = Math.max(-255, -255 - rg); gb <= Math.min(255, 255 - rg); gb++) {
                HUE[index(rg, gb)] = (byte) hue(rg, gb);
            }
        }
        for (int sum = 1; sum < 766; sum++) {
            for (int least = 0; 3 * least <= sum && least < 256; least++) {
                SATURATION[sum << 8 | least] = (byte) ((2 * 255 * (sum - 3 * least) + sum) / (2 * sum));
            }
        }
    }

    private Hsi() {}

    private static int index(int rg, int gb) {
        return (rg << 9) + gb & 0x3FFFF;
    }

    /** The hue by R - G and G - B. A half of a step of 2 degrees does not occur, so any way of rounding will do. */
    private static int hue(int rg, int gb) {
        int rb = rg + gb;
        if (rg == 0 && rb == 0) {
            return 0;
        }
        double cosine = (rg + rb) / 2.0 / Math.sqrt(rg * rg + rb * gb);
        double theta = StrictMath.acos(Math.max(-1, Math.min(1, cosine))) * (180 / Math.PI);
        double hue = gb >= 0 ? theta : 360 - theta;
        return (int) Math.floor(hue / 2 + 0.5) % Hsv.HUES;
    }

    /**
     * Writes H, S and I of an RGB image to the three bands of {@code hsi}. Both may be sub-images, and may be the same
     * image.
     *
     * @throws IllegalArgumentException if one of them does not have 3 bands, or their sizes differ
     */
    public static void fromRgb(Planar<GrayU8> rgb, Planar<GrayU8> hsi) {
        ThreeBands.check(rgb, hsi, "HSI");
        fromRgb(rgb.bands, hsi.bands);
    }

    /** The same for three bands and three bands of one size. */
    public static void fromRgb(GrayU8[] rgb, GrayU8[] hsi) {
        for (int y = 0; y < rgb[0].height; y++) {
            row(rgb, hsi, y);
        }
    }

    private static void row(GrayU8[] rgb, GrayU8[] out, int y) {
        byte[] red = rgb[0].data;
        byte[] green = rgb[1].data;
        byte[] blue = rgb[2].data;
        int redAt = ThreeBands.start(rgb[0], y);
        int greenAt = ThreeBands.start(rgb[1], y);
        int blueAt = ThreeBands.start(rgb[2], y);
        byte[] hue = out[0].data;
        byte[] saturation = out[1].data;
        byte[] intensity = out[2].data;
        int hueAt = ThreeBands.start(out[0], y);
        int saturationAt = ThreeBands.start(out[1], y);
        int intensityAt = ThreeBands.start(out[2], y);
        int n = rgb[0].width;
        for (int i = 0; i < n; i++) {
            int r = red[redAt + i] & 0xFF;
            int g = green[greenAt + i] & 0xFF;
            int b = blue[blueAt + i] & 0xFF;
            int sum = r + g + b;
            hue[hueAt + i] = HUE[index(r - g, g - b)];
            saturation[saturationAt + i] = SATURATION[sum << 8 | Math.min(r, Math.min(g, b))];
            intensity[intensityAt + i] = (byte) ((sum + 1) / 3);
        }
    }
}
