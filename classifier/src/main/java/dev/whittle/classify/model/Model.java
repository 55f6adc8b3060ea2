package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that it takes to classify an image: the fitted feature extractor, the fitted transforms in their order, the fitted head,
 * and the classes. Immutable, thread-safe. {@link ModelFile} keeps it.
 *
 * @param features what turns an image into a row
 * @param transforms applied to the row one after another; may be empty
 * @param head what scores the transformed row
 * @param classes the names of the head's classes, in their order
 * @param width width of the images the model was trained on, in pixels; others are refused
 * @param height their height
 * @param bands their bands, 1 (gray) or 3 (RGB)
 */
public record Model(
        Part<Dataset, FeatureExtractor> features,
        List<Part<Rows, Transform>> transforms,
        Part<Samples, Classifier> head,
        List<String> classes,
        int width,
        int height,
        int bands) {
    /** Something fitted, and the spec it came from. */
    public record Part<D, M extends Fitted>(Spec<D, ? extends M> spec, M fitted) {}

    public Model {
        transforms = List.copyOf(transforms);
        classes = List.copyOf(classes);
        if (classes.size() != head.fitted().classes()) {
            throw new IllegalArgumentException("The head has " + head.fitted().classes() + " classes, but "
                    + classes.size() + " are named: " + classes);
        }
        if (width < 1 || height < 1 || (bands != 1 && bands != 3)) {
            throw new IllegalArgumentException("Images are at least 1x1 pixel and have 1 or 3 bands, got " + width + "x"
                    + height + ", " + bands + " bands");
        }
    }

    /** Whether the promise of the same bits everywhere covers all parts; see {@link Spec#bitsPromised}. */
    public boolean bitsPromised() {
        return Stream.concat(Stream.of(features, head), transforms.stream())
                .allMatch(part -> part.spec().bitsPromised());
    }

    /**
     * A row of scores, one for each class, for each image.
     *
     * @throws IllegalArgumentException if an image has another shape than those trained on, naming it
     */
    public Matrix scores(Dataset images, Run run) {
        Matrix rows = new Matrix(images.size(), length());
        run.parallel(
                images.size(),
                Tables.rowsAtOnce(rows.columns()),
                (from, to) -> features.fitted().extract(new OfOneShape(this, images), from, to, rows, from, run));
        return scoresOfFeatures(rows, run);
    }

    /**
     * The scores of one image, one for each class; the same bits as {@link #scores(Dataset, Run)} gives it.
     *
     * @throws IllegalArgumentException if the image has another shape than those trained on
     */
    public float[] scores(Planar<GrayU8> image, Run run) {
        checkShape(image, "the image");
        return scoresOfFeatures(new Matrix(1, length(), features.fitted().extract(image, run)), run)
                .row(0);
    }

    /** The class of each image: the one with the largest score, of equal ones the first. */
    public int[] predict(Dataset images, Run run) {
        return Classifier.largest(scores(images, run));
    }

    private int length() {
        return features.fitted().length(width, height, bands);
    }

    void checkShape(Planar<GrayU8> image, String name) {
        if (image.width != width || image.height != height || image.getNumBands() != bands) {
            throw new IllegalArgumentException("The model was trained on images of " + shape(width, height, bands)
                    + ", but " + name + " has " + shape(image.width, image.height, image.getNumBands())
                    + "; scale it to that size first (whittle predict --scale)");
        }
    }

    private static String shape(int width, int height, int bands) {
        return width + "x" + height + " pixels and " + bands + (bands == 1 ? " band" : " bands");
    }

    /** Transforms rows as {@link #features} gives them and scores them. */
    Matrix scoresOfFeatures(Matrix rows, Run run) {
        Matrix transformed = rows.requireFinite("features");
        for (Part<Rows, Transform> transform : transforms) {
            transformed = transform.fitted().apply(transformed, run).requireFinite("transformed features");
        }
        return head.fitted().scores(transformed, run);
    }
}
