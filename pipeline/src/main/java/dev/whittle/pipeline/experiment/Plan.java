package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A comparison that is ready to run: every feature with every head for every seed, on open data sets. It is made from
 * an {@link Experiment}, or in code, where specs need no name.
 *
 * @param name the title of the report
 * @param dataName the name of the images in the report, such as the name of the data set
 * @param experiment its declaration; null if it was made in code
 * @param data {@code train} holds the images for training and validation
 * @param validation how many training images each seed holds out for validation
 * @param seeds at least one, without duplicates; everything is trained once for each
 * @param features at least one; their names differ
 * @param heads at least one; their names differ
 */
public record Plan(
        String name,
        String dataName,
        Experiment experiment,
        Splits data,
        int validation,
        List<Long> seeds,
        List<Experiment.Feature> features,
        List<Experiment.Head> heads) {
    public Plan {
        seeds = List.copyOf(seeds);
        features = List.copyOf(features);
        heads = List.copyOf(heads);
        List<String> wrong = new ArrayList<>();
        checkNames(wrong, "seeds", seeds);
        checkNames(
                wrong,
                "features",
                features.stream().map(Experiment.Feature::name).toList());
        checkNames(wrong, "heads", heads.stream().map(Experiment.Head::name).toList());
        if (data.test().size() == 0) {
            wrong.add("there is no test image");
        }
        if (validation < 0 || validation >= data.train().size()) {
            wrong.add("of " + data.train().size() + " training images " + validation
                    + " cannot be held out for validation, since at least one must be left");
        }
        for (int h = 0; h < heads.size(); h++) {
            checkHead(wrong, h, heads.get(h), data.train().classes().size(), dataName, validation);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    private static void checkNames(List<String> wrong, String what, List<?> names) {
        if (names.isEmpty()) {
            wrong.add(what + " has no element, at least one is needed");
        }
        Set<Object> seen = new HashSet<>();
        for (Object name : names) {
            if (!seen.add(name)) {
                wrong.add(what + " has '" + name + "' twice");
            }
        }
    }

    /**
     * Checked here since the number of classes is known only when the data is open. Computing features later may take
     * hours.
     */
    private static void checkHead(
            List<String> wrong, int number, Experiment.Head head, int classes, String dataName, int validation) {
        if (head.candidates().size() > 1 && validation == 0) {
            wrong.add("the head '" + head.name() + "' has candidates, but there are no validation images to choose by");
        }
        for (Spec<Samples, ? extends Classifier> candidate : head.candidates()) {
            try {
                if (candidate instanceof TrainingNeeds needs) {
                    needs.checkClasses(classes);
                }
            } catch (IllegalArgumentException e) {
                wrong.add("heads/" + number + ": the head '" + head.name() + "' does not suit the data set " + dataName
                        + ": " + e.getMessage());
                return;
            }
        }
    }

    /**
     * Opens the images of an experiment.
     *
     * @throws IOException if data is missing or damaged, has fewer images than the experiment needs, or a head does not
     *     suit it
     */
    public static Plan open(Experiment experiment, DataPlaces where, Run run) throws IOException {
        Experiment resolved = experiment.resolved(where);
        DataPlaces suited = where.withProblem(shape -> Feasibility.problem(resolved.features(), shape, run));
        Splits all = resolved.data().source().open(suited, run);
        try {
            Experiment full = resolved.withValidation(all.train().size());
            return of(full, Sampling.of(full.data(), all, run));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A plan of an experiment on open data sets. */
    public static Plan of(Experiment experiment, Splits data) {
        Experiment full = experiment.withValidation(data.train().size());
        return new Plan(
                full.name(),
                full.data().set(),
                full,
                data,
                full.data().validation(),
                full.seeds(),
                full.features(),
                full.heads());
    }

    /** How many runs of cells there are. */
    int runs() {
        return features.size() * heads.size() * seeds.size();
    }
}
