package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.pipeline.experiment.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The value of {@code --feature}: a model file, or a feature as in an experiment. */
public final class FeatureOption {
    private FeatureOption() {}

    /**
     * What turns images into rows.
     *
     * @param model whose feature it is; null for none
     * @param transforms applied to the rows
     */
    public record Feature(FeatureExtractor extractor, Model model, List<Part<Rows, Transform>> transforms) {
        /** The image as the training images of the model were prepared; without a model as it is. */
        public Planar<GrayU8> prepare(Planar<GrayU8> image) {
            if (model == null) {
                return image;
            }
            Planar<GrayU8> prepared = model.prepare(image);
            model.images().check(prepared, "the image");
            return prepared;
        }

        /** Whether rows of images of different sizes may stand in one table. */
        public boolean takesAnySize() {
            return extractor.takesAnySize();
        }

        /** A row for each of some images of the same shape. */
        public Matrix rows(Dataset images, Run run) {
            Matrix rows = extractor.extractAll(images, run);
            for (Part<Rows, Transform> transform : transforms) {
                rows = transform.fitted().apply(rows, run);
            }
            return rows;
        }
    }

    /**
     * @param transforms whether the transforms of a model are applied
     * @throws IllegalArgumentException if the feature is learned from data, or has no transforms
     */
    static Feature feature(String text, boolean transforms, Run run) throws IOException {
        return isModel(text) ? of(Model.read(Path.of(text), run), transforms) : untrained(text, transforms, run);
    }

    /** Whether this names a model file and not a feature. */
    public static boolean isModel(String text) {
        return text.endsWith(".npz") || Files.isRegularFile(Path.of(text));
    }

    /**
     * The feature of a model.
     *
     * @param transforms whether the transforms of the model are applied
     */
    public static Feature of(Model model, boolean transforms) {
        return new Feature(
                model.features().fitted(), model, transforms ? model.table().transforms() : List.of());
    }

    /**
     * A feature that nothing is learned for, from its text.
     *
     * @param transforms must be false, since there is no model that has some
     * @throws IllegalArgumentException if the feature is learned from data, or transforms are asked for
     */
    public static Feature untrained(String text, boolean transforms, Run run) throws IOException {
        if (transforms) {
            throw new IllegalArgumentException("--transforms needs a model file as --feature, got " + text);
        }
        var spec = SpecText.featureSpec(text, "--feature");
        if (spec.needsData()) {
            throw new IllegalArgumentException("--feature " + text
                    + " is learned from images; run `whittle compare` with it and give the model file that it"
                    + " writes (cells/…/model.npz)");
        }
        return new Feature(spec.fit(null, run), null, List.of());
    }
}
