package dev.whittle.pipeline.cli;

import dev.whittle.classify.model.ModelFile;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of {@code --feature}: a model file, or a feature as an experiment has it. */
final class FeatureOption {
    private FeatureOption() {}

    /**
     * @throws IllegalArgumentException if the feature must be learned from data first
     */
    static FeatureExtractor extractor(String text, Run run) throws IOException {
        if (text.endsWith(".npz") || Files.isRegularFile(Path.of(text))) {
            return ModelFile.read(Path.of(text), run).features().fitted();
        }
        var spec = Experiment.featureSpec(text, "--feature");
        if (spec.needsData()) {
            throw new IllegalArgumentException(
                    "--feature " + text
                            + " is learned from images; run `whittle compare` with it and give the model file it writes (cells/…/model.npz)");
        }
        return spec.fit(null, run);
    }
}
