package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/** The bands of images in colour. */
final class ThreeBands {
    private ThreeBands() {}

    /**
     * @param space the name of the output's colour space
     * @throws IllegalArgumentException if one of the images does not have 3 bands, or their sizes differ
     */
    static void check(Planar<GrayU8> rgb, Planar<GrayU8> out, String space) {
        if (rgb.getNumBands() != 3 || out.getNumBands() != 3) {
            throw new IllegalArgumentException("RGB and " + space + " have 3 bands, got an input of "
                    + rgb.getNumBands() + " and an output of " + out.getNumBands());
        }
        Gray.sameSize(rgb, out);
    }

    /** Where a row begins in the data of a band. */
    static int start(GrayU8 band, int y) {
        return band.startIndex + y * band.stride;
    }
}
