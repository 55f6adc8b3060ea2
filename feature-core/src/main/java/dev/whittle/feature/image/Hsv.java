package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;

/**
 * Hue, saturation and value in 8 bits (Smith 1978, "Color gamut transform pairs"). H is 0 to 179, in steps of 2
 * degrees: red is 0, green 60 and blue 120. S and V are 0 to 255. Grays have H = 0 and S = 0.
 *
 * <p>From RGB the values are those of OpenCV's {@code COLOR_RGB2HSV} for all 2<sup>24</sup> colours. Divisions are
 * products with reciprocals in multiples of 2<sup>-12</sup>.
 */
public final class Hsv {
    /** Number of hues. */
    public static final int HUES = 180;

    private Hsv() {}

    /**
     * Writes H, S and V of an RGB image to the three bands of {@code hsv}. Both may be sub-images, and may be the same
     * image.
     *
     * @throws IllegalArgumentException if one of them does not have 3 bands, or their sizes differ
     */
    public static void fromRgb(Planar<GrayU8> rgb, Planar<GrayU8> hsv) {
        fromRgb(rgb, hsv, KernelChoice.AUTO.kernels());
    }

    /** The same with these kernels. */
    public static void fromRgb(Planar<GrayU8> rgb, Planar<GrayU8> hsv, Kernels kernels) {
        check(rgb, hsv);
        kernels.pixels()
                .hsv(rgb.getBand(0), rgb.getBand(1), rgb.getBand(2), hsv.getBand(0), hsv.getBand(1), hsv.getBand(2));
    }

    /**
     * Writes the colours of an HSV image to the three bands of {@code rgb}: exact values, rounded to nearest. Both may
     * be sub-images, and may be the same image. A hue of 180 or more is taken modulo 180.
     *
     * <p>OpenCV's {@code COLOR_HSV2RGB} differs by up to 1: most builds round the last pixels of a row and cut off the
     * others.
     *
     * @throws IllegalArgumentException if one of them does not have 3 bands, or their sizes differ
     */
    public static void toRgb(Planar<GrayU8> hsv, Planar<GrayU8> rgb) {
        check(hsv, rgb);
        GrayU8 hue = hsv.getBand(0);
        GrayU8 saturation = hsv.getBand(1);
        GrayU8 value = hsv.getBand(2);
        GrayU8 red = rgb.getBand(0);
        GrayU8 green = rgb.getBand(1);
        GrayU8 blue = rgb.getBand(2);
        for (int y = 0; y < hsv.height; y++) {
            int ih = hue.startIndex + y * hue.stride;
            int is = saturation.startIndex + y * saturation.stride;
            int iv = value.startIndex + y * value.stride;
            int ir = red.startIndex + y * red.stride;
            int ig = green.startIndex + y * green.stride;
            int ib = blue.startIndex + y * blue.stride;
            for (int x = 0; x < hsv.width; x++) {
                int h = (hue.data[ih + x] & 0xFF) % HUES;
                int s = saturation.data[is + x] & 0xFF;
                int v = value.data[iv + x] & 0xFF;
                int sixth = h / 30;
                int f = h % 30;
                // V(1-S), V(1-S·f) and V(1-S(1-f)), with S in 255ths and f in 30ths.
                int p = rounded(v * (255 - s) * 30);
                int q = rounded(v * (255 * 30 - s * f));
                int t = rounded(v * (255 * 30 - s * (30 - f)));
                red.data[ir + x] = (byte) (sixth == 0 || sixth == 5 ? v : sixth == 1 ? q : sixth == 4 ? t : p);
                green.data[ig + x] = (byte) (sixth == 1 || sixth == 2 ? v : sixth == 0 ? t : sixth == 3 ? q : p);
                blue.data[ib + x] = (byte) (sixth == 3 || sixth == 4 ? v : sixth == 2 ? t : sixth == 5 ? q : p);
            }
        }
    }

    private static int rounded(int in7650ths) {
        return (in7650ths + 255 * 15) / (255 * 30);
    }

    private static void check(Planar<GrayU8> in, Planar<GrayU8> out) {
        if (in.getNumBands() != 3 || out.getNumBands() != 3) {
            throw new IllegalArgumentException("RGB and HSV have 3 bands, got an input of " + in.getNumBands()
                    + " and an output of " + out.getNumBands());
        }
        Gray.sameSize(in, out);
    }
}
