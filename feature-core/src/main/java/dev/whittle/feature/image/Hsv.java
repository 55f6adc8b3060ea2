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
        ThreeBands.check(rgb, hsv, "HSV");
        kernels.pixels()
                .hsv(rgb.getBand(0), rgb.getBand(1), rgb.getBand(2), hsv.getBand(0), hsv.getBand(1), hsv.getBand(2));
    }
}
