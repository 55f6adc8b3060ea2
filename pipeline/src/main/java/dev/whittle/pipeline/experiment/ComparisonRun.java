package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.classify.model.TableModel;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains and evaluates every cell of a plan, a feature with a head, for every seed. In a results folder, finished runs
 * are kept and reused, so an interrupted comparison continues where it stopped. An interruption does not change the
 * result.
 *
 * <pre>{@code
 * ComparisonResult result = ComparisonRun.of(plan, run).run();
 * }</pre>
 */
public final class ComparisonRun {
    /** Receives the beginning and the end of runs of cells, in addition to the steps within them. */
    public interface Listener extends Progress {
        /** Run {@code number} of {@code total} begins. {@code kept} says that an earlier result is reused. */
        default void begins(int number, int total, String name, boolean kept) {}

        /** The run of the cell ended with this test accuracy. */
        default void ended(int number, int total, String name, double testAccuracy) {}
    }

    private final Plan plan;
    private final Run run;
    private final Listener listener;
    /** Null for none. */
    private final Path folder;

    private final long memory;
    /** Null until the images were inspected. */
    private final Inspected inspected;

    private ComparisonRun(Plan plan, Run run, Listener listener, Path folder, long memory, Inspected inspected) {
        this.plan = plan;
        this.run = run;
        this.listener = listener;
        this.folder = folder;
        this.memory = memory;
        this.inspected = inspected;
    }

    /** Reports the steps within a run of a cell to the progress listener of the {@link Run}. */
    private record ToRun(Run run) implements Listener {
        @Override
        public void step(String stage, long done, long total) {
            run.progress(stage, done, total);
        }

        @Override
        public void iteration(int iteration, double objective, double accuracy) {
            run.iteration(iteration, objective, accuracy);
        }

        @Override
        public void warning(String text) {
            run.warn(text);
        }
    }

    /**
     * A comparison that keeps nothing in files, reports to the progress listener of the {@link Run}, and may use half
     * of Java's heap for the features.
     *
     * @param run its seed is not used. Finished runs of cells need no checkpoints
     */
    public static ComparisonRun of(Plan plan, Run run) {
        return new ComparisonRun(
                plan, run, new ToRun(run), null, Runtime.getRuntime().maxMemory() / 2, null);
    }

    /** The same comparison with another listener. */
    public ComparisonRun withListener(Listener newListener) {
        return new ComparisonRun(plan, run, newListener, folder, memory, inspected);
    }

    /**
     * @param newFolder the results folder, created if it does not exist: {@code result.json}, {@code timing.json} and
     *     the finished runs of cells. They are reused, unless the settings of a spec do not determine what it computes
     */
    public ComparisonRun withFolder(Path newFolder) {
        return new ComparisonRun(plan, run, listener, newFolder, memory, inspected);
    }

    /**
     * @param newMemory bytes of memory that the features of all images and the copies of them may take. Larger ones are
     *     kept in files, and the results are the same
     */
    public ComparisonRun withMemory(long newMemory) {
        return new ComparisonRun(plan, run, listener, folder, newMemory, inspected);
    }

    /** What was found in the images, which are decoded once now. {@link #run} does it where this was not called. */
    public ComparisonRun inspect() {
        return inspected != null
                ? this
                : new ComparisonRun(
                        plan, run, listener, folder, memory, Inspected.of(plan.data(), run.withProgress(listener)));
    }

    /** What {@link #inspect} found; null before it. */
    public Inspected inspected() {
        return inspected;
    }

    /**
     * Computes all runs of cells that are not finished yet.
     *
     * @throws IOException if the folder cannot be written, or the disk is too small for the features
     * @throws IllegalArgumentException if a feature does not suit the images, some training images are gray and some
     *     RGB, so that no model of them could be saved, or memory is too small for a head
     * @throws ArithmeticException if the training of a head diverges
     */
    public ComparisonResult run() throws IOException {
        if (folder == null) {
            return runs();
        }
        for (String name : FolderNames.ofRuns(plan)) {
            FileNames.path(name);
        }
        try (ResultsFolder locked = ResultsFolder.open(folder)) {
            ComparisonResult result = runs();
            result.write(folder);
            return result;
        }
    }

    private ComparisonResult runs() throws IOException {
        long start = System.nanoTime();
        Run told = run.withProgress(listener);
        FinishedRun[] runs = new FinishedRun[plan.runs()];
        try (FeatureStore store = new FeatureStore(memory, folder, told)) {
            Feasibility.check(plan, store, told);
            Inspected images = inspect().inspected;
            Feasibility.checkShapes(plan, images, told);
            ImageShape first = images.train().shapes().keySet().iterator().next();
            ImageShape shape = plan.features().stream().anyMatch(Experiment.Feature::canBeSaved)
                    ? images.train().shape()
                    : null;
            RunKey keys = folder == null ? null : new RunKey(plan, images);
            List<SeedSplit> splits = SeedSplit.of(plan, run);
            for (int f = 0; f < plan.features().size(); f++) {
                Experiment.Feature feature = plan.features().get(f);
                new OfFeature(feature, f, new Features(feature, plan, store, keys, told), keys, told, first, shape)
                        .run(splits, runs);
            }
            store.deleteAll();
            List<FinishedRun> all = List.of(runs);
            return new ComparisonResult(
                    plan, Result.of(plan, images, all), Timing.of(run, (System.nanoTime() - start) / 1e9), all);
        }
    }

    private static String name(Experiment.Feature feature, Experiment.Head head) {
        return feature.name() + " × " + head.name();
    }

    /** The cells of one feature. */
    private final class OfFeature {
        private final Experiment.Feature feature;
        private final int place;
        private final Features features;
        private final RunKey keys;
        private final Run told;
        /** Of the first training image. */
        private final ImageShape first;
        /** Null where no model can be saved. */
        private final ImageShape shape;

        OfFeature(
                Experiment.Feature feature,
                int place,
                Features features,
                RunKey keys,
                Run told,
                ImageShape first,
                ImageShape shape) {
            this.feature = feature;
            this.place = place;
            this.features = features;
            this.keys = keys;
            this.told = told;
            this.first = first;
            this.shape = shape;
        }

        /**
         * The loop over seeds is outside that over heads: the features of a seed are computed once and released before
         * those of the next.
         */
        void run(List<SeedSplit> splits, FinishedRun[] runs) throws IOException {
            List<String> folders = FolderNames.ofRuns(plan);
            int heads = plan.heads().size();
            for (int s = 0; s < splits.size(); s++) {
                SeedSplit split = splits.get(s);
                Features.OfSeed ofSeed = null;
                for (int h = 0; h < heads; h++) {
                    Experiment.Head head = plan.heads().get(h);
                    int at = (place * heads + h) * splits.size() + s;
                    int number = (place * splits.size() + s) * heads + h + 1;
                    String name = name(feature, head) + ", seed " + split.seed();
                    RunFolder kept = folder == null ? null : new RunFolder(ResultsFolder.run(folder, folders.get(at)));
                    String key = keys == null ? null : keys.ofRun(feature, head, split.seed());
                    Optional<FinishedRun> found = key == null ? Optional.empty() : kept.find(key);
                    listener.begins(number, runs.length, name, found.isPresent());
                    if (found.isPresent()) {
                        runs[at] = found.get();
                    } else {
                        if (ofSeed == null) {
                            ofSeed = features.of(split);
                            Feasibility.checkMemory(
                                    plan, feature, ofSeed.train().columns(), ofSeed.valuesInMemory());
                        }
                        runs[at] = train(ofSeed, head, split, name, kept, key);
                    }
                    listener.ended(
                            number, runs.length, name, runs[at].run().test().accuracy());
                }
                features.seedIsDone();
            }
            features.featureIsDone();
        }

        private FinishedRun train(
                Features.OfSeed ofSeed, Experiment.Head head, SeedSplit split, String name, RunFolder kept, String key)
                throws IOException {
            Recorder recorder = new Recorder(told);
            int[] trainLabels = split.train().labels();
            long start = System.nanoTime();
            Training training;
            double trainSeconds;
            Evaluation onTrain;
            Matrix scores;
            double predictMs;
            try {
                training = Training.of(
                        head,
                        new Samples(
                                ofSeed.train(),
                                trainLabels,
                                plan.data().train().classes().size()),
                        ofSeed.validation(),
                        split.validation().labels(),
                        run.withSeed(split.seed()).withProgress(recorder));
                trainSeconds = (System.nanoTime() - start) / 1e9;
                Dataset train = split.train();
                onTrain = Evaluation.of(
                        training.classifier().finiteScores(ofSeed.train(), train::name, train.classes(), told),
                        trainLabels);
                Dataset test = plan.data().test();
                start = System.nanoTime();
                scores = training.classifier().finiteScores(ofSeed.test(), test::name, test.classes(), told);
                predictMs = (System.nanoTime() - start) / 1e6 / scores.rows();
            } catch (ArithmeticException e) {
                throw new ArithmeticException(name + ": " + e.getMessage());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
            List<String> allWarnings = new ArrayList<>(ofSeed.warnings());
            allWarnings.addAll(recorder.warnings());
            CellRun found = new CellRun(
                    split.seed(),
                    null,
                    choice(head, training),
                    training.classifier().convergence().orElse(null),
                    onTrain,
                    training.onValidation(),
                    Evaluation.of(scores, plan.data().test().labels()),
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
                    ofSeed.fitSeconds(),
                    ofSeed.extractMsPerImage(),
                    trainSeconds,
                    predictMs,
                    run.threads(),
                    run.kernels().name());
            Predictions predictions = new Predictions(plan.data().test(), scores);
            Model model = model(ofSeed, training);
            return kept == null
                    ? new FinishedRun(cell, timing, new FinishedRun.InMemory(predictions.classes(), model))
                    : kept.write(key, cell, timing, predictions, model);
        }

        private CellRun.Choice choice(Experiment.Head head, Training training) {
            if (training.tried().isEmpty()) {
                return null;
            }
            List<CellRun.Candidate> candidates = new ArrayList<>();
            var settings = head.settings();
            for (int c = 0; c < settings.size(); c++) {
                Training.Trial trial = training.tried().get(c);
                candidates.add(new CellRun.Candidate(trial.accuracy(), trial.diverged(), settings.get(c)));
            }
            return new CellRun.Choice(
                    candidates, training.choice(), SpecJson.installed().describe(training.spec()));
        }

        /** The fitted pipeline, or null if a part of it cannot be saved. */
        private Model model(Features.OfSeed ofSeed, Training training) {
            if (!feature.canBeSaved() || !Experiment.canBeSaved(training.spec())) {
                return null;
            }
            List<Part<Rows, Transform>> transforms = new ArrayList<>();
            for (int i = 0; i < ofSeed.transforms().size(); i++) {
                transforms.add(new Part<>(
                        feature.transforms().get(i), ofSeed.transforms().get(i)));
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
}
