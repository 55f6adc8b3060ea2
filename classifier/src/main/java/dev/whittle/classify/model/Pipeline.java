package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

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
     * Fits all parts, in their order, to training images.
     *
     * @return a model for images of the same shape, or of any size if the training images have different sizes
     * @throws IllegalArgumentException if there are no images, or images give vectors of different lengths
     */
    public Model fit(Dataset train, Run run) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("Training needs at least one image, got none");
        }
        FeatureExtractor extractor = features.fit(train, run);
        Shapes shapes = new Shapes(train, new AtomicReference<>());
        Matrix rows = extractor.extractAll(shapes, run).requireFinite("features");
        Samples samples = new Samples(rows, train.labels(), train.classes().size());
        return new Model(
                new Part<>(features, extractor),
                table.fit(samples, train.classes(), run),
                shapes.seen().get());
    }

    /** Images whose common shape is recorded while they are decoded; any size if two of them have different sizes. */
    private record Shapes(Dataset images, AtomicReference<ImageShape> seen) implements Dataset {
        @Override
        public Planar<GrayU8> image(int i) {
            Planar<GrayU8> image = images.image(i);
            seen.accumulateAndGet(ImageShape.of(image), Shapes::both);
            return image;
        }

        private static ImageShape both(ImageShape before, ImageShape now) {
            return before == null || before.equals(now) ? now : new ImageShape(0, 0, now.bands());
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int label(int i) {
            return images.label(i);
        }

        @Override
        public String name(int i) {
            return images.name(i);
        }

        @Override
        public List<String> classes() {
            return images.classes();
        }
    }
}
