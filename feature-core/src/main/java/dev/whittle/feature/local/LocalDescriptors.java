package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;

/** Describes many places of an image, each by a vector. Fitted, immutable, thread-safe. */
public interface LocalDescriptors extends Fitted {
    /**
     * The number of values of a descriptor of an image of this shape.
     *
     * @throws IllegalArgumentException if such an image has no descriptors, with the reason
     */
    int columns(int width, int height, int bands);

    /**
     * Replaces {@code out} by the descriptors of the image: scale by scale, and the places of a scale row by row. The
     * image may be a sub-image; it is not changed.
     *
     * @throws IllegalArgumentException as {@link #columns} does
     */
    void describe(Planar<GrayU8> image, Descriptors out, Run run);
}
