package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Preparation;
import dev.whittle.pipeline.cli.FeatureOption;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What turns images into rows, as it is sent to executors: the text of a feature, the bytes of a model file, or a
 * fitted feature. Each executor makes the feature of it once, when it first needs it.
 */
public final class SparkFeature implements Serializable {
    private static final long serialVersionUID = 1;

    private final String text;
    /** The contents of a model file; null for a feature without one. */
    private final byte[] model;
    /** Null unless the driver has fitted it. */
    private final SentExtractor fitted;
    /** Whether the transforms of the model are applied. */
    private final boolean transforms;
    /** What is done to each image before. */
    private final Preparation images;

    private transient volatile FeatureOption.Feature made;

    private SparkFeature(String text, byte[] model, SentExtractor fitted, boolean transforms, Preparation images) {
        this.text = text;
        this.model = model;
        this.fitted = fitted;
        this.transforms = transforms;
        this.images = images;
    }

    /**
     * A fitted feature.
     *
     * @param images what is done to each image before
     * @throws IllegalArgumentException if the spec has no name in files
     */
    static SparkFeature of(Part<Dataset, FeatureExtractor> fitted, Preparation images) {
        SparkFeature feature =
                new SparkFeature(fitted.spec().toString(), null, SentExtractor.of(fitted), false, images);
        feature.made = withoutModel(fitted.fitted());
        return feature;
    }

    private static FeatureOption.Feature withoutModel(FeatureExtractor extractor) {
        return new FeatureOption.Feature(extractor, null, List.of());
    }

    /**
     * A feature as {@code whittle extract} takes it.
     *
     * @param text a feature as in an experiment, such as {@code hog} or {@code {type: hog, cellSize: 4}}, or the path
     *     of a model file on the driver's disk, of less than 2 GiB
     * @param transforms whether the transforms of the model are applied
     * @param size what images are scaled to; {@link Preparation#NONE} for nothing
     * @throws IOException if the text is not understood, or the file is no model
     * @throws IllegalArgumentException if the feature is learned from data, has no transforms, or the model scales
     *     images itself
     */
    public static SparkFeature of(String text, boolean transforms, Preparation size) throws IOException {
        byte[] model = null;
        if (FeatureOption.isModel(text)) {
            if (!Files.isRegularFile(Path.of(text))) {
                throw new IOException(text + ": there is no such file, expected a model file on the driver's disk");
            }
            long bytes = Files.size(Path.of(text));
            if (bytes > Integer.MAX_VALUE - 8) {
                throw new IOException(text + ": has " + bytes + " bytes; models of less than 2 GiB can be sent");
            }
            model = Files.readAllBytes(Path.of(text));
        }
        SparkFeature feature = new SparkFeature(text, model, null, transforms, size);
        FeatureOption.Feature made = feature.open();
        if (size.fit() != null && made.model() != null && made.model().fit() != null) {
            throw new IllegalArgumentException(
                    "A size to scale to has no effect: the model " + text + " scales images itself");
        }
        feature.made = made;
        return feature;
    }

    private FeatureOption.Feature open() throws IOException {
        if (fitted != null) {
            return withoutModel(fitted.restored());
        }
        Run run = ExecutorRun.get();
        return model == null
                ? FeatureOption.untrained(text, transforms, run)
                : FeatureOption.of(Model.read(model, text, run), transforms);
    }

    /** The feature, made once in each Java virtual machine. */
    FeatureOption.Feature feature() {
        if (made == null) {
            synchronized (this) {
                if (made == null) {
                    try {
                        made = open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        return made;
    }

    /** The image as the feature takes it. */
    Planar<GrayU8> prepare(Planar<GrayU8> image) {
        return feature().prepare(images.apply(image));
    }

    @Override
    public String toString() {
        return text;
    }
}
