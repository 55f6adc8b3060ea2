package dev.whittle.pipeline.cli;

import dev.whittle.feature.ImageShape;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --feature}: a model file, or a feature as in an experiment. */
final class FeatureOption {
    private FeatureOption() {}

    /** The feature of a model, before its transforms. Images of another shape than the training images are refused. */
    private record OfModel(Model model) implements FeatureExtractor {
        @Override
        public int length(int width, int height, int bands) {
            ImageShape shape = model.images();
            boolean fits =
                    bands == shape.bands() && (shape.anySize() || (width == shape.width() && height == shape.height()));
            if (!fits) {
                throw new IllegalArgumentException("the model was trained on images of " + shape
                        + ", but the image has " + new ImageShape(width, height, bands));
            }
            return model.features().fitted().length(width, height, bands);
        }

        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            model.features().fitted().extract(images, from, to, out, row, run);
        }

        @Override
        public NamedArrays arrays() {
            return model.features().fitted().arrays();
        }
    }

    /** @throws IllegalArgumentException if the feature is learned from data */
    static FeatureExtractor extractor(String text, Run run) throws IOException {
        if (text.endsWith(".npz") || Files.isRegularFile(Path.of(text))) {
            return new OfModel(Model.read(Path.of(text), run));
        }
        var spec = Experiment.featureSpec(text, "--feature");
        if (spec.needsData()) {
            throw new IllegalArgumentException("--feature " + text
                    + " is learned from images; run `whittle compare` with it and give the model file that it"
                    + " writes (cells/…/model.npz)");
        }
        return spec.fit(null, run);
    }
}
