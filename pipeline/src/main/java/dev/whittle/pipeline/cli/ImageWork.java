package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/** Computes a row from an image. */
interface ImageWork {
    /** Called for each decoded image; may change its size and bands. */
    default Planar<GrayU8> prepare(Planar<GrayU8> image) {
        return image;
    }

    /** Whether images may have different sizes. If not, all must have the same size. */
    default boolean takesAnySize() {
        return true;
    }

    /**
     * The number of values of the row of an image of this shape. It must be the same for all images.
     *
     * @throws IllegalArgumentException if such an image has no row, with the reason
     */
    int length(ImageShape shape);

    /**
     * Computes a row for each of some images of the same shape.
     *
     * @throws IllegalArgumentException if they cannot be used
     */
    Matrix rows(Dataset images, Run run);
}
