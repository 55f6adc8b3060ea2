package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;

/** A {@link FeatureExtractor} that takes the images of a batch one after another. */
public interface PerImageExtractor extends FeatureExtractor {
    @Override
    void extract(Planar<GrayU8> image, float[] out, int offset, Run run);

    @Override
    default void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
        for (int i = from; i < to; i++) {
            Planar<GrayU8> image = images.image(i);
            checkLength(images, i, image, out.columns());
            extract(image, out.data(), (row + i - from) * out.columns(), run);
        }
    }

    private void checkLength(Dataset images, int i, Planar<GrayU8> image, int expected) {
        int length = length(image);
        if (length != expected) {
            Planar<GrayU8> first = images.image(0);
            throw new IllegalArgumentException("Image " + images.name(i) + " (" + image.width + "x" + image.height
                    + ", " + image.getNumBands() + " bands) gives " + length + " features, but " + expected
                    + " are expected, as " + images.name(0) + " gave; "
                    + (image.getNumBands() == first.getNumBands()
                            ? "a comparison needs images of one size: give the data set a size to scale to"
                            : "images must all be gray, or all in colour: convert the gray ones to RGB"));
        }
    }
}
