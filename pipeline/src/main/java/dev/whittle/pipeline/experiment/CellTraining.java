package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains heads on one feature and evaluates them, for seeds that have the same images. */
final class CellTraining {
    /** How often scores are computed to measure the time, and the time for which that is worth it. */
    private static final int TIMED = 4;

    private static final double TIMED_SECONDS = 0.02;

    private final Experiment.Feature feature;
    private final Plan plan;
    /** Of the first training image. */
    private final ImageShape first;
    /** Null where no model can be saved. */
    private final ImageShape shape;

    private final Run run;
    private final Run told;

    /**
     * @param run as the comparison was given it
     * @param told the same with the listener of the comparison
     */
    CellTraining(Experiment.Feature feature, Plan plan, Inspected images, Run run, Run told) {
        this.feature = feature;
        this.plan = plan;
        this.first = images.train().shapes().keySet().iterator().next();
        this.shape = shape(plan, images);
        this.run = run;
        this.told = told;
    }

    /**
     * The shape of the images that models take; null where no model can be saved.
     *
     * @throws IllegalArgumentException if some training images are gray and some RGB
     */
    static ImageShape shape(Plan plan, Inspected images) {
        return plan.features().stream().anyMatch(Experiment.Feature::canBeSaved)
                ? images.train().shape()
                : null;
    }

    /** Such as "HoG × softmax, seed 1". */
    static String name(Experiment.Feature feature, Experiment.Head head, SeedSplit split) {
        return name(feature, head) + ", " + split.of().text()
                + (split.images() == null ? "" : ", " + split.images() + " images");
    }

    private static String name(Experiment.Feature feature, Experiment.Head head) {
        return feature.name() + " × " + head.name();
    }

    /**
     * What a run is in the whole comparison.
     *
     * @param repeat the place of the seed among all seeds
     * @param controls of its feature and seed
     * @param isFirst whether its head is the first of its feature
     * @param isFused whether the scores of the validation images are kept, for a fusion
     * @param inner what inner folds chose
     */
    record Place(int repeat, NegativeControls controls, boolean isFirst, boolean isFused, InnerFolds inner) {}

    /** @param key of the run; null if nothing is kept */
    TrainedCell train(
            Features features, Features.OfSeed ofSeed, Experiment.Head head, SeedSplit split, Place place, String key)
            throws IOException {
        try {
            return trained(features, ofSeed, head, split, place, key);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(name(feature, head, split) + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name(feature, head, split) + ": " + e.getMessage(), e);
        }
    }

    private TrainedCell trained(
            Features features, Features.OfSeed ofSeed, Experiment.Head head, SeedSplit split, Place place, String key)
            throws IOException {
        Recorder recorder = new Recorder(told);
        int[] trainLabels = split.train().labels();
        long start = System.nanoTime();
        Run seeded = (TrainingNeeds.takesLong(head.candidates()) ? run : run.withCheckpoints(null))
                .withSeed(split.seed())
                .withProgress(recorder);
        Samples samples =
                new Samples(ofSeed.train(), trainLabels, plan.classes().size());
        samples.warnIfAlike(seeded);
        InnerFolds.Choice inner = place.inner().of(head);
        Training training = Training.of(head, samples, ofSeed, split, inner.tried(), seeded, TrialFolder.of(run, key));
        double trainSeconds = recorder.secondsBefore() + (System.nanoTime() - start) / 1e9 + inner.seconds();
        Dataset train = split.train();
        Classifier classifier = training.classifier();
        Classifier plain = classifier.withoutViews();
        Evaluation onTrain =
                Evaluation.of(plain.finiteScores(ofSeed.train(), train::name, train.classes(), told), trainLabels);
        start = System.nanoTime();
        Matrix scores = testScores(classifier, ofSeed.test());
        double seconds = (System.nanoTime() - start) / 1e9;
        // The first time is also that of the compiler. With fewer training images it would be the same.
        for (int i = 1; i < TIMED && split.images() == null && seconds < TIMED_SECONDS; i++) {
            start = System.nanoTime();
            testScores(classifier, ofSeed.test());
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
        }
        double predictMs = 1e3 * seconds / scores.rows();
        int[] testLabels = plan.data().test().labels();
        Evaluation withoutViews =
                plain == classifier ? null : Evaluation.of(testScores(plain, ofSeed.test()), testLabels);
        List<String> allWarnings = new ArrayList<>(ofSeed.warnings());
        allWarnings.addAll(recorder.warnings());
        Evaluation onTest = Evaluation.of(scores, testLabels);
        ControlResults controls = place.controls()
                .of(features, ofSeed, head, place.isFirst(), training.spec(), classifier, onTest, allWarnings);
        CellRun found = new CellRun(
                split.seed(),
                split.fold(),
                ofSeed.sha256(),
                training.choice(head),
                classifier.convergence().orElse(null),
                onTrain,
                training.onValidation(),
                onTest,
                withoutViews,
                calibration(head, split, training.validationScores()),
                List.of(),
                controls,
                recorder.curve(),
                allWarnings,
                Map.of(),
                null);
        CellResult cell = new CellResult(
                feature.name(),
                head.name(),
                0,
                ofSeed.train().columns(),
                feature.bitsPromised() && head.bitsPromised(),
                List.of(found));
        RunTiming timing = new RunTiming(
                ofSeed.fitSeconds()
                        + (inner.tried().isEmpty() ? 0 : place.inner().fitSeconds()),
                ofSeed.extractMsPerImage(),
                trainSeconds,
                predictMs,
                run.threads(),
                run.kernels().name());
        boolean all = split.images() == null;
        return new TrainedCell(
                classifier,
                cell,
                timing,
                new Predictions(plan.data().test(), scores, all ? place.repeat() : null, split.fold()),
                place.isFused() ? training.validationScores() : null,
                // Only models that were fitted to all images are kept; in files only those of the first seed and its
                // first fold, as they are most of the bytes.
                all && (key == null || place.repeat() == 0 && (split.fold() == null || split.fold() == 0))
                        ? model(ofSeed, training)
                        : null);
    }

    /** Null where the head has no probabilities, or there is nothing to fit the temperature to. */
    private Calibration calibration(Experiment.Head head, SeedSplit split, Matrix validationScores) {
        return validationScores == null || split.images() != null || !Probabilities.hasThem(head)
                ? null
                : Calibration.of(validationScores, split.validation().labels(), run);
    }

    /**
     * The same cells, all of this seed, with their counts on corrupted test images. The features of these are extracted
     * once for all cells, one corruption after another.
     */
    List<TrainedCell> onCorrupted(
            List<TrainedCell> cells,
            CorruptedTestImages images,
            Features features,
            Features.OfSeed ofSeed,
            SeedSplit split)
            throws IOException {
        List<List<CorruptedCount>> counts = new ArrayList<>();
        cells.forEach(cell -> counts.add(new ArrayList<>()));
        int[] labels = plan.data().test().labels();
        for (Corruptions.Case kind : plan.robustness().cases()) {
            try {
                Rows rows = features.ofChanged(ofSeed, split, kind.toString(), images.of(kind));
                for (int c = 0; c < cells.size(); c++) {
                    Matrix scores = testScores(cells.get(c).classifier(), rows);
                    int correct = Evaluation.of(scores, labels).top().get(0);
                    counts.get(c).add(new CorruptedCount(kind, correct));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        feature.name() + ", " + split.of().text() + ", " + kind + ": " + e.getMessage(), e);
            }
            features.changedIsDone();
        }
        List<TrainedCell> counted = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            counted.add(cells.get(c).withCorrupted(counts.get(c)));
        }
        return counted;
    }

    private Matrix testScores(Classifier classifier, Rows features) {
        Dataset test = plan.data().test();
        return classifier.finiteScores(features, test::name, test.classes(), told);
    }

    /** The fitted pipeline, or null if a part of it cannot be saved. */
    private Model model(Features.OfSeed ofSeed, Training training) {
        if (!feature.canBeSaved() || !Experiment.canBeSaved(training.spec())) {
            return null;
        }
        List<Part<Rows, Transform>> transforms = new ArrayList<>();
        for (int i = 0; i < ofSeed.transforms().size(); i++) {
            transforms.add(
                    new Part<>(feature.transforms().get(i), ofSeed.transforms().get(i)));
        }
        Dataset train = plan.data().train();
        TableModel table = new TableModel(
                transforms,
                new Part<>(training.spec(), training.classifier()),
                train.classes(),
                ofSeed.extractor().length(first.width(), first.height(), first.bands()));
        return new Model(
                new Part<>(feature.spec(), ofSeed.extractor()),
                table,
                shape,
                shape.anySize() ? null : plan.data().origin().preparation().fit());
    }
}
