package dev.whittle.feature;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * A feature that learns from images and states what it needs of them and of memory. It is asked before anything is
 * trained, which may take hours.
 */
public interface ImageNeeds {
    /**
     * Checks that the feature is defined for images of all these shapes together. Without any shape only files that it
     * reads are checked.
     *
     * @throws IllegalArgumentException if it is not, with the reason
     */
    void checkShapes(Collection<ImageShape> shapes, Run run);

    /**
     * The number of values of the feature of an image of this shape, if it is known before anything is learned.
     *
     * @throws IllegalArgumentException if the feature is not defined for such an image, with the reason
     */
    default OptionalInt length(int width, int height, int bands) {
        return OptionalInt.empty();
    }

    /** About how many bytes of Java's heap {@link Spec#fit} needs for images with this number of bands. */
    default long heapBytes(int bands) {
        return 0;
    }

    /**
     * The same as {@link #length(int, int, int)} for any feature.
     *
     * @throws IllegalArgumentException if the feature is not defined for such an image, with the reason
     */
    static OptionalInt length(Spec<Dataset, ? extends FeatureExtractor> feature, int width, int height, int bands) {
        if (!feature.needsData()) {
            FeatureExtractor extractor = feature.fit(Decoded.NONE, Run.defaults());
            try {
                return OptionalInt.of(extractor.length(width, height, bands));
            } finally {
                extractor.free();
            }
        }
        return feature instanceof ImageNeeds needs ? needs.length(width, height, bands) : OptionalInt.empty();
    }

    /**
     * Checks that any feature can be learned within Java's heap.
     *
     * @throws IllegalArgumentException if it needs more, with what to change
     */
    static void checkHeap(Spec<Dataset, ? extends FeatureExtractor> feature, int bands) {
        if (feature instanceof ImageNeeds needs) {
            Heap.require(
                    needs.heapBytes(bands),
                    "learning it",
                    "fewer samples, smaller patches, or fewer words or components");
        }
    }

    /**
     * Does the same as {@link #checkShapes} for any feature. A feature that learns from images and does not implement
     * this interface is not checked.
     */
    static void check(Spec<Dataset, ? extends FeatureExtractor> feature, Collection<ImageShape> shapes, Run run) {
        if (feature instanceof ImageNeeds needs) {
            needs.checkShapes(shapes, run);
        } else if (!feature.needsData()) {
            check(feature.fit(Decoded.NONE, run), shapes);
        }
    }

    private static void check(FeatureExtractor extractor, Collection<ImageShape> shapes) {
        ImageShape first = null;
        int length = 0;
        for (ImageShape shape : shapes) {
            int own = extractor.length(shape.width(), shape.height(), shape.bands());
            if (first == null) {
                first = shape;
                length = own;
            } else if (own != length) {
                throw new IllegalArgumentException(
                        "images of " + first + " give " + length + " values, and images of " + shape + " give " + own);
            } else if (!extractor.takesAnySize() && !first.hasSizeOf(shape)) {
                throw new IllegalArgumentException(
                        "it compares images of one size, and there are images of " + first + " and of " + shape);
            }
        }
    }

    /** @throws IllegalArgumentException if there are several shapes */
    static void requireOneShape(Collection<ImageShape> shapes) {
        List<ImageShape> different = shapes.stream().distinct().limit(2).toList();
        if (different.size() > 1) {
            throw new IllegalArgumentException("it takes images of one shape, and there are images of "
                    + different.get(0) + " and of " + different.get(1));
        }
    }
}
