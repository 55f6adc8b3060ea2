package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Objects;

/**
 * Turns images into feature vectors, many at a time. Fitted, immutable, thread-safe. The bits of an image's vector do
 * not depend on the other images of the batch. An extractor that works image by image is a {@link PerImageExtractor}.
 */
public interface FeatureExtractor extends Fitted {
    /** How many images at most are decoded and extracted together: enough for matrix products, and not much memory. */
    int MOST_IMAGES = 64;

    /**
     * The number of values for an image of this shape.
     *
     * @throws IllegalArgumentException if the feature is not defined for such an image, with the reason
     */
    int length(int width, int height, int bands);

    /**
     * Whether vectors of images of different sizes mean the same, value by value, as the bins of a histogram do. If
     * not, images of two sizes are refused even where their vectors have one length.
     */
    default boolean takesAnySize() {
        return false;
    }

    /**
     * Writes the feature vectors of the images {@code from} to {@code to - 1} to the rows of {@code out} from {@code
     * row} on. Images may be sub-images; they are not changed.
     *
     * @param out a matrix with one column for each value of a vector
     * @throws IllegalArgumentException if an image has an unusable shape or a vector of another length; the message
     *     names the image
     */
    void extract(Dataset images, int from, int to, Matrix out, int row, Run run);

    /**
     * Frees memory outside of Java's heap, if there is any, at once. Nothing can be extracted afterwards. Without this
     * call it is freed some time after the extractor is no longer reachable.
     */
    default void free() {}

    /** The number of values for this image. */
    default int length(Planar<GrayU8> image) {
        return length(image.width, image.height, image.getNumBands());
    }

    /**
     * Writes the feature vector of one image to {@code out[offset …]}.
     *
     * @throws IllegalArgumentException if the image has an unusable shape, or {@code out} is too short
     */
    default void extract(Planar<GrayU8> image, float[] out, int offset, Run run) {
        int length = length(image);
        checkRoom(length, out, offset);
        Matrix row = new Matrix(1, length);
        extract(new Decoded(image), 0, 1, row, 0, run);
        System.arraycopy(row.data(), 0, out, offset, length);
    }

    /** The feature vector of one image. */
    default float[] extract(Planar<GrayU8> image, Run run) {
        float[] vector = new float[length(image)];
        extract(image, vector, 0, run);
        return vector;
    }

    /**
     * The features of all images in memory, one row for each image.
     *
     * @throws IllegalArgumentException if there is no image, or images have different sizes or give vectors of other
     *     lengths; the message names the first such image
     */
    default Matrix extractAll(Dataset images, Run run) {
        int columns = columns(images);
        Dataset comparable = comparable(images);
        Matrix all = new Matrix(images.size(), columns);
        run.parallel(images.size(), batch(columns), (from, to) -> {
            extract(comparable, from, to, all, from, run);
            run.progress("extract", to, images.size());
        });
        return all;
    }

    /**
     * The features of all images, one row for each image, computed when they are read, on all threads. {@link
     * Tables#stored} computes them once for many reads, {@link Tables#onDisk} writes them to a file.
     *
     * @throws IllegalArgumentException if there is no image
     */
    default Rows rows(Dataset images, Run run) {
        int columns = columns(images);
        Dataset comparable = comparable(images);
        int batch = batch(columns);
        return new ComputedRows(images.size(), columns, (row, n, to, at) -> {
            run.parallel(n, batch, (from, end) -> {
                Matrix vectors = new Matrix(end - from, columns);
                extract(comparable, row + from, row + end, vectors, 0, run);
                System.arraycopy(vectors.data(), 0, to, at + from * columns, vectors.data().length);
            });
            run.progress("extract", row + n, images.size());
        });
    }

    /** The images; each is compared with the size of the first when it is read, unless any size will do. */
    private Dataset comparable(Dataset images) {
        return takesAnySize() ? images : new OfOneSize(images);
    }

    /** How many images are decoded and extracted together. */
    private static int batch(int columns) {
        return Math.min(MOST_IMAGES, Tables.rowsAtOnce(columns));
    }

    private int columns(Dataset images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("No images to extract features from");
        }
        try {
            return length(images.image(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + images.name(0) + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if {@code length} values do not fit into {@code out} from {@code offset} on */
    static void checkRoom(int length, float[] out, int offset) {
        Objects.requireNonNull(out, "out");
        if (offset < 0 || offset > out.length - length) {
            throw new IllegalArgumentException("The feature has " + length + " values, to be written from index "
                    + offset + " on, but the array has " + out.length);
        }
    }
}
