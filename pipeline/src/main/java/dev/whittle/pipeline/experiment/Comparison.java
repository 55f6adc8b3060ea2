package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished comparison: what was asked, the images, and what was found.
 *
 * @param experiment the experiment
 * @param data its images
 * @param folder the results folder
 * @param units the finished units, feature by feature, head by head, seed by seed
 * @param result {@code result.json}
 * @param timing {@code timing.json}
 */
public record Comparison(
        Experiment experiment, Splits data, Path folder, List<KeptCell> units, ObjectNode result, ObjectNode timing) {

    /**
     * Opens the data, runs every unit that is not kept in {@code folder} already, and writes {@code result.json} and {@code
     * timing.json}.
     *
     * @throws IOException if data is missing or damaged, or the folder cannot be written
     */
    public static Comparison run(
            Experiment experiment, DataPlaces where, Path folder, Run run, Compare.Listener listener)
            throws IOException {
        return run(experiment, open(experiment, where, run), folder, run, listener);
    }

    /**
     * The images that an experiment uses; {@code train} are those for training and validation.
     *
     * @throws IOException if data is missing or damaged, or there are fewer images than the experiment wants
     */
    public static Splits open(Experiment experiment, DataPlaces where, Run run) throws IOException {
        return Sampling.open(experiment, where, run);
    }

    /** Does the same with images that are open. */
    public static Comparison run(Experiment experiment, Splits data, Path folder, Run run, Compare.Listener listener)
            throws IOException {
        long start = System.nanoTime();
        List<KeptCell> units = new Compare(experiment, data, folder, run, listener).run();
        ObjectNode result = Result.of(experiment, data, units);
        ObjectNode timing = Timing.of(units, run, (System.nanoTime() - start) / 1e9);
        JsonFile.write(folder.resolve(Timing.FILE), timing);
        JsonFile.write(folder.resolve(Result.FILE), result);
        return new Comparison(experiment, data, folder, units, result, timing);
    }

    /** SHA-256 of {@code result.json}. */
    public String resultSha256() {
        return Hashes.of(CanonicalJson.bytes(result));
    }
}
