package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;

/** Turns an image into a feature vector. Fitted, immutable, thread-safe. */
public interface FeatureExtractor extends Fitted {
    /**
     * The number of values for an image of this shape.
     *
     * @throws IllegalArgumentException if such an image has no such feature, with the reason
     */
    int length(int width, int height, int bands);

    /**
     * Writes the feature vector of an image to {@code out[offset …]}. Sub-images are respected.
     *
     * @throws IllegalArgumentException if the image has an unusable shape, or {@code out} is too short
     */
    void extract(Planar<GrayU8> image, float[] out, int offset);

    /**
     * The features of all images of a data set, a row each.
     *
     * @throws IllegalArgumentException if the images give vectors of different lengths, naming the first that does
     */
    default Matrix extractAll(Dataset data, Run run) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("No images to extract features from");
        }
        int columns = length(data.image(0));
        Matrix features = new Matrix(data.size(), columns);
        run.parallel(data.size(), 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                Planar<GrayU8> image = data.image(i);
                int length = length(image);
                if (length != columns) {
                    throw new IllegalArgumentException("Image " + data.name(i) + " (" + image.width + "x" + image.height
                            + ", " + image.getNumBands() + " bands) gives " + length + " features, but "
                            + data.name(0) + " gave " + columns + "; "
                            + (image.getNumBands() == data.image(0).getNumBands()
                                    ? "a comparison needs images of one size: give the data set a size to scale to"
                                    : "images must all be gray, or all in colour: convert the gray ones to RGB"));
                }
                extract(image, features.data(), i * columns);
            }
            run.progress("extract", to, data.size());
        });
        return features;
    }

    /** The number of values for this image. */
    default int length(Planar<GrayU8> image) {
        return length(image.width, image.height, image.getNumBands());
    }
}
