package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * Makes an image of an image before a feature is computed, such as the equalised one. Fitted, immutable, thread-safe.
 * {@link Preprocessed} puts steps before a feature.
 */
public interface ImageStep extends Fitted {
    /**
     * The shape of the result for images of this shape: the same, unless the step says otherwise. For images of any
     * size the result is of any size, or of the one size that all results have.
     *
     * @throws IllegalArgumentException if the step is not defined for such images, with the reason
     */
    default ImageShape shape(ImageShape image) {
        return image;
    }

    /**
     * The image after this step. It depends on no other image. It may be the same object, or share its pixels; a step
     * that changes pixels makes a new image.
     *
     * @param image may be a sub-image; it is not changed
     * @throws IllegalArgumentException if the step is not defined for such an image, with the reason
     */
    Planar<GrayU8> apply(Planar<GrayU8> image, Run run);
}
