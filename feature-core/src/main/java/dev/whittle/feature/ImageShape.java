package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * The shape of an image, or of all images of a data set, or of those that a model takes.
 *
 * @param width in pixels; 0 if images may have any size
 * @param height in pixels; 0 if images may have any size
 * @param bands 1 (gray) or 3 (RGB)
 */
public record ImageShape(int width, int height, int bands) {
    public ImageShape {
        boolean any = width == 0 && height == 0;
        if ((!any && (width < 1 || height < 1)) || (bands != 1 && bands != 3)) {
            throw new IllegalArgumentException("Images are at least 1x1 pixel and have 1 or 3 bands, got " + width + "x"
                    + height + ", " + bands + " bands");
        }
    }

    /** The shape of an image. */
    public static ImageShape of(Planar<GrayU8> image) {
        return new ImageShape(image.width, image.height, image.getNumBands());
    }

    /**
     * The shape of all images; where two have different sizes, any size. Decodes them all.
     *
     * @throws IllegalArgumentException if there are none, or some are gray and some RGB
     */
    public static ImageShape of(Dataset images, Run run) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("A shape needs at least one image, got none");
        }
        ImageShape[] shapes = new ImageShape[images.size()];
        run.parallel(shapes.length, 16, (from, to) -> {
            for (int i = from; i < to; i++) {
                shapes[i] = of(images.image(i));
            }
        });
        ImageShape all = shapes[0];
        for (int i = 1; i < shapes.length; i++) {
            if (shapes[i].bands() != all.bands()) {
                throw new IllegalArgumentException("A model takes images that are all gray or all RGB, but "
                        + images.name(0) + " has " + shapes[0] + " and " + images.name(i) + " has " + shapes[i]);
            }
            all = shapes[i].equals(all) ? all : new ImageShape(0, 0, all.bands());
        }
        return all;
    }

    /** Whether width and height are the same, whatever the bands. */
    public boolean hasSizeOf(ImageShape other) {
        return width == other.width && height == other.height;
    }

    /** Whether images may have any size. */
    public boolean anySize() {
        return width == 0;
    }

    /**
     * Checks an image.
     *
     * @param name of the image, for the message
     * @throws IllegalArgumentException if a model of this shape does not take it
     */
    public void check(Planar<GrayU8> image, String name) {
        boolean fits = image.getNumBands() == bands && (anySize() || (image.width == width && image.height == height));
        if (!fits) {
            throw new IllegalArgumentException("The model was trained on images of " + this + ", but " + name + " has "
                    + of(image) + "; " + cure(image));
        }
    }

    private String cure(Planar<GrayU8> image) {
        if (image.getNumBands() != bands) {
            return bands == 1
                    ? "convert it to gray first, as whittle predict does"
                    : "make it three equal bands first, as whittle predict does";
        }
        return "scale it to that size first, as whittle predict --scale does";
    }

    @Override
    public String toString() {
        return (anySize() ? "any size" : width + "x" + height + " pixels") + " and " + bands
                + (bands == 1 ? " band" : " bands");
    }
}
