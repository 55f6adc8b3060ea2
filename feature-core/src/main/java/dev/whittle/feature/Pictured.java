package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;
import java.util.Optional;

/**
 * A feature that can show what it measures or what it has learned. Its spec implements only the methods for which it
 * has pictures.
 */
public interface Pictured {
    /**
     * A picture of a feature vector.
     *
     * @param title what is shown, such as "HoG"
     * @param settings in words, such as "8×8-pixel cells"
     * @param explanation how to read the picture
     * @param picture the picture itself
     * @param detailed whether the picture has many small parts and should be shown large
     */
    record Drawing(String title, String settings, String explanation, Planar<GrayU8> picture, boolean detailed) {}

    /**
     * A picture of the feature of an image.
     *
     * @param fitted what this spec was fitted to, or restored to
     * @param side about how many pixels long the longer side of the picture should be
     */
    default Optional<Drawing> drawing(FeatureExtractor fitted, Planar<GrayU8> image, int side, Run run) {
        return Optional.empty();
    }

    /**
     * What image steps make of an image.
     *
     * @param steps in their order
     * @param image the image after all of them
     */
    record AfterSteps(List<? extends Spec<Dataset, ? extends ImageStep>> steps, Planar<GrayU8> image) {}

    /** Whether {@link #afterSteps} has any. */
    default boolean hasSteps() {
        return false;
    }

    /**
     * The image after the steps of this feature, and after those of each of its parts that has steps.
     *
     * @param fitted what this spec was fitted to, or restored to
     */
    default List<AfterSteps> afterSteps(FeatureExtractor fitted, Planar<GrayU8> image, Run run) {
        return List.of();
    }

    /**
     * Pictures of what was learned from images, all of the same size.
     *
     * @param kind what each of them is, in the plural: words of a codebook, or filters of a network
     */
    record Learned(String kind, List<Planar<GrayU8>> pictures) {
        public static final String WORDS = "words";
        public static final String FILTERS = "filters";
    }

    /** Whether {@link #learned} may have any. */
    default boolean hasLearned() {
        return false;
    }

    /**
     * Pictures of the words of each learned codebook, or of the first filters of each network.
     *
     * @param fitted what this spec was fitted to, or restored to
     */
    default List<Learned> learned(FeatureExtractor fitted) {
        return List.of();
    }

    /** Whether {@link #template} has a picture. */
    default boolean hasTemplates() {
        return false;
    }

    /**
     * A weight for each value of the feature, as an image.
     *
     * @param bands the number of bands of the images; the picture may have fewer
     */
    default Optional<Planar<GrayU8>> template(float[] weights, int width, int height, int bands) {
        return Optional.empty();
    }
}
