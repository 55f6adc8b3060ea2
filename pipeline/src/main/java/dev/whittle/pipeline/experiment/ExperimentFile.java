package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.nio.file.Path;

/** An experiment in a file with its images, so that what is wrong beside these names the line, too. */
public final class ExperimentFile {
    private ExperimentFile() {}

    /**
     * Opens the images of the experiment in a file.
     *
     * @throws IOException if the file is missing or something in it is not understood, data is missing or damaged, has
     *     fewer images than the experiment needs, or a head does not suit it
     */
    public static Plan open(Path file, DataPlaces where, Run run) throws IOException {
        JsonAt at = YamlFile.read(file);
        try {
            Plan plan = Plan.open(
                    Experiment.decode(at),
                    where,
                    run,
                    text -> at.get("trainImages").error(text));
            for (Plan part : plan.parts()) {
                checkFewerImages(part, at, run);
            }
            return plan;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void checkFewerImages(Plan part, JsonAt at, Run run) {
        try {
            Feasibility.checkFewerImages(part, run);
        } catch (IllegalArgumentException e) {
            throw at.get("trainImages").error(e.getMessage());
        }
    }
}
