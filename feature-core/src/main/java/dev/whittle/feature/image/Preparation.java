package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.Serializable;

/**
 * What is done to every image of a data set after it is decoded: first the size, then the bands.
 *
 * @param width in pixels; 0 if images keep their size
 * @param height in pixels; 0 if images keep their size
 * @param fit how an image gets that size; null if images keep their size
 * @param bands 1 (gray) or 3 (RGB); 0 if images keep theirs
 */
public record Preparation(int width, int height, Fit fit, int bands) implements Serializable {
    /** Images stay as they are. */
    public static final Preparation NONE = new Preparation(0, 0, null, 0);

    public Preparation {
        boolean sized = width > 0 && height > 0 && fit != null;
        boolean unsized = width == 0 && height == 0 && fit == null;
        if (!sized && !unsized) {
            throw new IllegalArgumentException(
                    "Images are at least 1x1 pixel, got " + width + "x" + height + " and fit " + fit);
        }
        if (bands != 0 && bands != 1 && bands != 3) {
            throw new IllegalArgumentException("Images have 1 or 3 bands, got " + bands);
        }
    }

    /** The same with another size. */
    public Preparation withSize(int newWidth, int newHeight, Fit newFit) {
        return new Preparation(newWidth, newHeight, newFit, bands);
    }

    /** The same with other bands. */
    public Preparation withBands(int newBands) {
        return new Preparation(width, height, fit, newBands);
    }

    /** The prepared image; the same object where nothing is to be done. */
    public Planar<GrayU8> apply(Planar<GrayU8> image) {
        Planar<GrayU8> sized = fit == null ? image : fit.apply(image, width, height);
        return bands == 0 ? sized : Gray.withBands(sized, bands);
    }
}
