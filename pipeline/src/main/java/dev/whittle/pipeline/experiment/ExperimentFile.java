package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An experiment in a file with its images, so that what is wrong beside these names the line, too. Where {@code data}
 * is a list, the file has the same experiment for each of its data sets.
 *
 * @param name the name of the experiment
 * @param plans by the names of the data sets or of their folders, of which equal ones are numbered: {@code mnist},
 *     {@code mnist 2}
 */
public record ExperimentFile(String name, Map<String, Plan> plans) {
    /**
     * Opens the images of the experiments in a file.
     *
     * @throws IOException if the file is missing or something in it is not understood, data is missing or damaged, has
     *     fewer images than the experiment needs, or a head does not suit it
     */
    public static ExperimentFile open(Path file, DataPlaces where, Run run) throws IOException {
        JsonAt at = YamlFile.read(file);
        try {
            Map<String, Plan> plans = new LinkedHashMap<>();
            for (Map.Entry<String, Experiment> of : experiments(at).entrySet()) {
                plans.put(of.getKey(), open(at, of.getValue(), where, run));
            }
            return new ExperimentFile(at.get("name").text(), plans);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The experiments in a file, without their images.
     *
     * @throws IOException if the file is missing or something in it is not understood
     */
    public static List<Experiment> read(Path file) throws IOException {
        try {
            return List.copyOf(experiments(YamlFile.read(file)).values());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** By the names of the data sets. */
    private static Map<String, Experiment> experiments(JsonAt at) {
        JsonAt data = at.get("data");
        if (!data.node().isArray()) {
            Experiment experiment = Experiment.decode(at);
            return Map.of(label(experiment.data(), Map.of()), experiment);
        }
        Map<String, Experiment> experiments = new LinkedHashMap<>();
        for (JsonAt set : data.elements()) {
            Experiment experiment = Experiment.decode(at, set);
            String label = label(experiment.data(), experiments);
            experiments.put(label, experiment.withName(DataSetList.nameOn(experiment.name(), label)));
        }
        if (experiments.isEmpty()) {
            throw data.expected("at least one data set");
        }
        return experiments;
    }

    private static Plan open(JsonAt at, Experiment experiment, DataPlaces where, Run run) throws IOException {
        Plan plan =
                Plan.open(experiment, where, run, text -> at.get("trainImages").error(text));
        for (Plan part : plan.parts()) {
            checkInnerFolds(part, at.get("data"));
            checkFewerImages(part, at, run);
        }
        return plan;
    }

    private static String label(DataSpec data, Map<String, Experiment> before) {
        String name = data.shownName();
        Set<String> taken = before.keySet().stream().map(FolderNames::slug).collect(Collectors.toSet());
        String label = name;
        for (int i = 2; taken.contains(FolderNames.slug(label)); i++) {
            label = name + " " + i;
        }
        return label;
    }

    private static void checkInnerFolds(Plan part, JsonAt data) {
        try {
            Feasibility.checkInnerFolds(part);
        } catch (IllegalArgumentException e) {
            throw (data.has("validation") ? data.get("validation") : data).error(e.getMessage());
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
