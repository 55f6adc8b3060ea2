package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Origin;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A comparison that is ready to run: every feature with every head for every seed, on open data sets. It is made from
 * an {@link Experiment}, or in code, where specs need no name.
 *
 * @param name the title of the report
 * @param dataName the name of the images in the report, such as the name of the data set
 * @param experiment its declaration; null if it was made in code
 * @param divisions the training and test images, of one division for all seeds, of one for each seed, or of one for
 *     each fold of each seed; {@code train} holds the images for training and validation
 * @param heldOut how many training images each seed holds out for validation, or the inner folds by which candidates
 *     are chosen
 * @param seeds at least one, without duplicates; everything is trained once for each
 * @param folds the numbers of the folds, from 0, of which each is the test images of each seed once; empty without
 *     cross-validation
 * @param trainImages the smaller numbers of training images with which everything is trained too, ascending; may be
 *     empty, and may end with the number of all of them
 * @param features at least one; their names differ
 * @param heads at least one; their names differ
 * @param fusions rows made of the scores of cells; may be empty
 * @param robustness by what the test images are corrupted, too; may be empty
 */
public record Plan(
        String name,
        String dataName,
        Experiment experiment,
        List<Splits> divisions,
        HeldOut heldOut,
        List<Long> seeds,
        List<Integer> folds,
        List<Integer> trainImages,
        List<Experiment.Feature> features,
        List<Experiment.Head> heads,
        List<Fusion> fusions,
        Corruptions robustness) {
    /** A feature with a head that is trained on it. */
    record Cell(Experiment.Feature feature, Experiment.Head head) {
        boolean is(String featureName, String headName) {
            return feature.name().equals(featureName) && head.name().equals(headName);
        }
    }

    public Plan {
        fusions = List.copyOf(fusions);
        divisions = List.copyOf(divisions);
        seeds = List.copyOf(seeds);
        folds = List.copyOf(folds);
        trainImages = List.copyOf(trainImages);
        features = List.copyOf(features);
        heads = List.copyOf(heads);
        List<String> wrong = new ArrayList<>();
        Names.check(wrong, "seeds", seeds);
        Names.check(
                wrong,
                "features",
                features.stream().map(Experiment.Feature::name).toList());
        Names.check(wrong, "heads", Experiment.names(heads));
        checkDivisions(wrong, divisions.size(), seeds.size(), folds);
        for (Splits data : divisions) {
            check(wrong, data, divisions.get(0), heldOut.images());
        }
        for (int h = 0; h < heads.size() && !divisions.isEmpty(); h++) {
            checkHead(wrong, h, heads.get(h), divisions.get(0).train().classes().size(), dataName, heldOut);
        }
        Cells.check((feature, text) -> wrong.add(text), Experiment.under(features), Experiment.names(heads));
        Fusion.check(
                (fusion, part, text) -> wrong.add(text),
                fusions,
                Cells.of(Experiment.under(features), Experiment.names(heads)),
                heldOut.images());
        Experiment.checkCorrupted(wrong::add, features, robustness);
        if (wrong.isEmpty()) {
            TrainImages.check(wrong::add, trainImages, divisions, heldOut, choosing(heads));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** A plan without fusions and corruptions, with the same training and test images for all seeds. */
    public Plan(
            String name,
            String dataName,
            Experiment experiment,
            Splits data,
            int validation,
            List<Long> seeds,
            List<Experiment.Feature> features,
            List<Experiment.Head> heads) {
        this(
                name,
                dataName,
                experiment,
                List.of(data),
                HeldOut.images(validation),
                seeds,
                List.of(),
                List.of(),
                features,
                heads,
                List.of(),
                Corruptions.NONE);
    }

    private static void checkDivisions(List<String> wrong, int divisions, int seeds, List<Integer> folds) {
        if (!folds.isEmpty()) {
            Names.check(wrong, "folds", folds);
            if (divisions != seeds * folds.size()) {
                wrong.add("there is one division of the images for each of the " + folds.size() + " folds of each of"
                        + " the " + seeds + " seeds, got " + divisions);
            }
        } else if (divisions != 1 && divisions != seeds) {
            wrong.add("there is one division of the images, or one for each of the " + seeds + " seeds, got "
                    + divisions);
        }
    }

    private static void check(List<String> wrong, Splits data, Splits first, int validation) {
        if (data.test().size() == 0) {
            wrong.add("there is no test image");
        }
        if (validation < 0 || validation >= data.train().size()) {
            wrong.add("of " + data.train().size() + " training images " + validation
                    + " cannot be held out for validation, since at least one must be left");
        }
        if (!data.train().classes().equals(first.train().classes())) {
            wrong.add("the divisions have other classes: " + first.train().classes() + " and "
                    + data.train().classes());
        }
    }

    private static boolean choosing(List<Experiment.Head> heads) {
        return heads.stream().anyMatch(head -> head.candidates().size() > 1);
    }

    /**
     * Checked here since the number of classes is known only when the data is open. Computing features later may take
     * hours.
     */
    private static void checkHead(
            List<String> wrong, int number, Experiment.Head head, int classes, String dataName, HeldOut heldOut) {
        if (head.candidates().size() > 1 && !heldOut.canChoose()) {
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
        return open(experiment, where, run, IllegalArgumentException::new);
    }

    /** @param ofTrainImages makes an exception of what is wrong with the numbers of training images */
    static Plan open(
            Experiment experiment, DataPlaces where, Run run, Function<String, IllegalArgumentException> ofTrainImages)
            throws IOException {
        Experiment resolved = experiment.resolved(where);
        checkFeatures(resolved.features(), run);
        DataPlaces suited = where.withProblem(shape -> ShapeProblem.of(resolved.features(), shape, run));
        try {
            List<Splits> all = resolved.data().open(resolved.seeds(), suited, run);
            Experiment full = resolved.withValidation(all.get(0).train().size());
            List<Splits> divisions = new ArrayList<>();
            for (int d = 0; d < all.size(); d++) {
                long choice = full.data().divide() == DataSpec.Divide.PER_SEED
                        ? full.seeds().get(d)
                        : Sampling.SAME_FOR_ALL;
                divisions.add(Sampling.of(full.data(), all.get(d), run.withSeed(choice)));
            }
            TrainImages.check(
                    text -> {
                        throw ofTrainImages.apply(text);
                    },
                    full.trainImages(),
                    divisions,
                    full.data().heldOut(),
                    choosing(full.heads()));
            return of(full, divisions);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Features that need no data, and files that features read, must be there, so that no image is blamed for a missing
     * file.
     *
     * @throws IOException with all that are not
     */
    private static void checkFeatures(List<Experiment.Feature> features, Run run) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Experiment.Feature feature : features) {
            try {
                if (!feature.spec().needsData()) {
                    feature.spec().fit(Decoded.NONE, run).free();
                } else if (!feature.spec().files().isEmpty()) {
                    ImageNeeds.check(feature.spec(), List.of(), run);
                }
            } catch (IllegalArgumentException | UncheckedIOException e) {
                wrong.add("feature '" + feature.name() + "': " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(String.join("\n", wrong));
        }
    }

    /** A plan of an experiment on open data sets. */
    public static Plan of(Experiment experiment, Splits data) {
        return of(experiment.withValidation(data.train().size()), List.of(data));
    }

    private static Plan of(Experiment full, List<Splits> divisions) {
        return new Plan(
                full.name(),
                full.data().set(),
                full,
                divisions,
                full.data().heldOut(),
                full.seeds(),
                full.data().folds() == null ? List.of() : full.data().folds().numbers(),
                full.trainImages(),
                full.features(),
                full.heads(),
                full.fusions(),
                full.robustness());
    }

    /** How many training images each seed holds out for validation; 0 with inner folds. */
    public int validation() {
        return heldOut.images();
    }

    /**
     * The images, if all seeds have the same training and test images.
     *
     * @throws IllegalStateException if each seed or fold has a division of its own
     */
    public Splits data() {
        if (isRedivided()) {
            throw new IllegalStateException("Each seed or fold has training and test images of its own");
        }
        return divisions.get(0);
    }

    /** The images of a run of a cell, by its place among {@link #runsOfCell}. */
    public Splits data(int run) {
        return divisions.get(isRedivided() ? run : 0);
    }

    /** Which runs each cell has: seed by seed, and fold by fold where there are folds. */
    public List<SeedFold> runsOfCell() {
        List<SeedFold> runs = new ArrayList<>();
        for (long seed : seeds) {
            if (folds.isEmpty()) {
                runs.add(new SeedFold(seed, null));
            }
            folds.forEach(fold -> runs.add(new SeedFold(seed, fold)));
        }
        return runs;
    }

    /** Whether each seed, or each fold of a seed, has training and test images of its own. */
    public boolean isRedivided() {
        return divisions.size() > 1;
    }

    /** The names of the classes, in the order of the labels. */
    public List<String> classes() {
        return divisions.get(0).train().classes();
    }

    /** What is compared with what. A comparison made in code has the default. */
    public Design design() {
        return experiment == null ? Design.DEFAULT : experiment.design();
    }

    /** The name of the data set for readers, see {@link DataSpec#shownName}. */
    public String shownName() {
        return experiment == null ? dataName : experiment.data().shownName();
    }

    /** How the images came about. */
    public Origin origin() {
        return divisions.get(0).origin();
    }

    /**
     * The parts of this plan in which all seeds have the same images: this plan, or one for each seed or for each fold
     * of a seed.
     */
    List<Plan> parts() {
        if (!isRedivided()) {
            return List.of(this);
        }
        List<Plan> parts = new ArrayList<>();
        List<SeedFold> runs = runsOfCell();
        for (int r = 0; r < runs.size(); r++) {
            List<Splits> division = List.of(divisions.get(r));
            List<Long> seed = List.of(runs.get(r).seed());
            parts.add(new Plan(
                    name,
                    dataName,
                    experiment,
                    division,
                    heldOut,
                    seed,
                    folds.isEmpty() ? List.of() : List.of(runs.get(r).fold()),
                    trainImages,
                    features,
                    heads,
                    fusions,
                    robustness));
        }
        return parts;
    }

    /** Whether a cell is a part of a fusion, so that its scores are kept. */
    boolean isFused(String feature, String head) {
        Fusion.Part cell = new Fusion.Part(feature, head);
        return fusions.stream().anyMatch(fusion -> fusion.of().contains(cell));
    }

    /** The cells, feature by feature, head by head. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Experiment.Feature feature : features) {
            heads(feature).forEach(head -> cells.add(new Cell(feature, head)));
        }
        return cells;
    }

    /** The heads that are trained on a feature. */
    public List<Experiment.Head> heads(Experiment.Feature feature) {
        return heads.stream().filter(head -> feature.isUnder(head.name())).toList();
    }

    /** The place of a cell among {@link #cells}; -1 if there is no such one. */
    int place(String feature, String head) {
        List<Cell> cells = cells();
        for (int c = 0; c < cells.size(); c++) {
            if (cells.get(c).is(feature, head)) {
                return c;
            }
        }
        return -1;
    }

    /** How many runs of cells there are with the same number of training images. */
    int runs() {
        return cells().size() * runsOfCell().size();
    }

    /** The numbers of training images that are less than all of them, ascending. */
    public List<Integer> fewerImages() {
        int all = divisions.get(0).train().size() - validation();
        return trainImages.stream().filter(n -> n < all).toList();
    }
}
