package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.data.DecodedImages;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The first image that can be used. It decides which rows can stand in the table of features.
 *
 * @param width of the prepared image, in pixels
 * @param height of the prepared image, in pixels
 * @param length how many values the feature has before transforms
 * @param columns how many it has after them
 */
record FirstImage(String name, int width, int height, int length, int columns) implements Serializable {
    /** How many images are read at once. */
    private static final int AT_ONCE = 16;
    /** How many images are tried in all. */
    private static final int MOST = 1024;

    /**
     * Finds the image and computes its row, on the driver. So a feature that fits no image is found before the work
     * begins.
     *
     * @throws IOException if none of the first 1,024 images can be used, with the reasons
     */
    static FirstImage of(SparkImages images, SparkFeature feature) throws IOException {
        List<LeftOut> failed = new ArrayList<>();
        while (failed.size() < MOST) {
            List<EncodedImage> some = images.read(failed.size(), AT_ONCE);
            for (EncodedImage image : some) {
                try {
                    return of(image, images.maxPixels(), feature);
                } catch (IOException | IllegalArgumentException e) {
                    failed.add(new LeftOut(image.name(), image.reason(e)));
                }
            }
            if (some.isEmpty()) {
                throw new IOException("None of the images can be used:\n" + LeftOut.lines(failed));
            }
        }
        throw new IOException("None of the first " + failed.size() + " images can be used, and no more are tried:\n"
                + LeftOut.lines(failed));
    }

    private static FirstImage of(EncodedImage encoded, long maxPixels, SparkFeature feature) throws IOException {
        Planar<GrayU8> image = feature.prepare(encoded.decode(maxPixels));
        int length = feature.feature().extractor().length(image);
        Matrix row =
                feature.feature().rows(new DecodedImages(List.of(image), List.of(encoded.name())), ExecutorRun.get());
        return new FirstImage(encoded.name(), image.width, image.height, length, row.columns());
    }

    /** @throws IllegalArgumentException if the row of another image cannot stand in one table with that of this one */
    void check(Planar<GrayU8> image, FeatureExtractor extractor) {
        int own = extractor.length(image);
        if (!extractor.takesAnySize() && (image.width != width || image.height != height)) {
            throw new IllegalArgumentException("has " + image.width + "x" + image.height + " pixels, but " + name
                    + " has " + width + "x" + height + "; give images one size: --scale, such as --scale 128");
        }
        if (own != length) {
            throw new IllegalArgumentException(
                    "has " + own + " features, but " + name + " has " + length + "; make all images gray or all RGB");
        }
    }
}
