package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.OptionalInt;

/**
 * The whole processing from images to classes, before it is fitted.
 *
 * @param features computes rows from images
 * @param table the transforms and the head for the rows
 */
public record Pipeline(Spec<Dataset, ? extends FeatureExtractor> features, TablePipeline table) {
    public Pipeline {
        if (features == null || table == null) {
            throw new IllegalArgumentException(
                    "A pipeline needs features and a head, got " + features + " and " + table);
        }
    }

    /** Features and a head. */
    public static Pipeline of(
            Spec<Dataset, ? extends FeatureExtractor> features, Spec<Samples, ? extends Classifier> head) {
        return new Pipeline(features, TablePipeline.of(head));
    }

    /** Features, a transform and a head. */
    public static Pipeline of(
            Spec<Dataset, ? extends FeatureExtractor> features,
            Spec<Rows, ? extends Transform> transform,
            Spec<Samples, ? extends Classifier> head) {
        return new Pipeline(features, TablePipeline.of(transform, head));
    }

    /** Features, several transforms one after another, and a head. */
    public static Pipeline of(
            Spec<Dataset, ? extends FeatureExtractor> features,
            List<Spec<Rows, ? extends Transform>> transforms,
            Spec<Samples, ? extends Classifier> head) {
        return new Pipeline(features, new TablePipeline(transforms, head));
    }

    /**
     * Fits all parts, in their order, to training images. The features are computed once, and so is what each transform
     * makes of them. Each of these tables is in memory if it takes at most a quarter of Java's heap, otherwise in a
     * temporary file; see {@link Tables#stored}.
     *
     * @return a model that takes images of the shape of these; where they have different sizes, images of any size
     * @throws IllegalArgumentException if there are none, some are gray and some RGB, images give vectors of different
     *     lengths, or a part needs more than Java's heap; the last is checked before anything is learned, where the
     *     length of the vectors is known by then
     */
    public Model fit(Dataset train, Run run) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("Training needs at least one image, got none");
        }
        ImageShape shape = ImageShape.of(train, run);
        int classes = train.classes().size();
        ImageNeeds.checkHeap(features, shape.bands());
        if (!shape.anySize()) {
            length(shape, train).ifPresent(length -> table.check(train.size(), length, classes));
        }
        FeatureExtractor extractor = features.fit(train, run);
        Rows rows = Tables.stored(extractor.rows(train, run), run);
        Samples samples = new Samples(rows, train.labels(), classes);
        return new Model(new Part<>(features, extractor), table.fit(samples, train.classes(), run), shape);
    }

    /** The length of the vectors of images of this shape, if it is known before anything is learned. */
    private OptionalInt length(ImageShape shape, Dataset train) {
        try {
            return ImageNeeds.length(features, shape.width(), shape.height(), shape.bands());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + train.name(0) + ": " + e.getMessage(), e);
        }
    }
}
