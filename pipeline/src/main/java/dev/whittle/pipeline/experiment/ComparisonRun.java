package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import dev.whittle.feature.file.FileNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains and evaluates every cell of a plan, a feature with a head, for every seed and fold. In a results folder,
 * finished runs
 * are kept and reused, so an interrupted comparison continues where it stopped. An interruption does not change the
 * result. Where test images are corrupted, the runs of a feature and a seed are finished together.
 *
 * <pre>{@code
 * ComparisonResult result = ComparisonRun.of(plan, run).run();
 * }</pre>
 */
public final class ComparisonRun {
    /** Corrupted images may take an eighth of the memory for features, in addition to it. */
    private static final int PARTS_FOR_IMAGES = 8;

    private final Plan plan;
    /** The plan whose seeds and cells these are, or some of these. */
    private final Plan whole;

    private final Run run;
    private final ComparisonListener listener;
    /** Null for none. */
    private final Path folder;
    /** Null if this locks the folder itself. */
    private final ResultsFolder locked;

    private final long memory;
    /** Of each part of the plan; null until the images were inspected. */
    private final List<Inspected> inspected;

    private ComparisonRun(
            Plan plan,
            Plan whole,
            Run run,
            ComparisonListener listener,
            Path folder,
            ResultsFolder locked,
            long memory,
            List<Inspected> inspected) {
        this.plan = plan;
        this.whole = whole;
        this.run = run;
        this.listener = listener;
        this.folder = folder;
        this.locked = locked;
        this.memory = memory;
        this.inspected = inspected;
    }

    /**
     * A comparison that keeps nothing in files, reports to the progress listener of the {@link Run}, and may use half
     * of Java's heap for the features.
     *
     * @param run its seed is not used. Finished runs of cells need no checkpoints
     */
    public static ComparisonRun of(Plan plan, Run run) {
        return ofPart(plan, plan, run);
    }

    /**
     * A comparison of some seeds and cells of another plan, with the results that they have there: the place of a seed
     * is that among all seeds, and negative controls are those of the whole plan.
     */
    public static ComparisonRun ofPart(Plan plan, Plan whole, Run run) {
        return new ComparisonRun(
                plan,
                whole,
                run,
                new ToRun(run),
                null,
                null,
                Runtime.getRuntime().maxMemory() / 2,
                null);
    }

    /** The same comparison with another listener. */
    public ComparisonRun withListener(ComparisonListener newListener) {
        return new ComparisonRun(plan, whole, run, newListener, folder, locked, memory, inspected);
    }

    /**
     * @param newFolder the results folder, created if it does not exist: {@code result.json}, {@code timing.json} and
     *     the finished runs of cells. They are reused, unless the settings of a spec do not determine what it computes
     */
    public ComparisonRun withFolder(Path newFolder) {
        return new ComparisonRun(plan, whole, run, listener, newFolder, null, memory, inspected);
    }

    /**
     * The same with a folder that the caller has locked and closes after the pages of the result are in it.
     */
    public ComparisonRun withFolder(ResultsFolder newLocked) {
        return new ComparisonRun(plan, whole, run, listener, newLocked.path(), newLocked, memory, inspected);
    }

    /**
     * @param newMemory bytes of memory that the features of all images and the copies of them may take. Larger ones are
     *     kept in files, and the results are the same
     */
    public ComparisonRun withMemory(long newMemory) {
        return new ComparisonRun(plan, whole, run, listener, folder, locked, newMemory, inspected);
    }

    /** What was found in the images, which are decoded once now. {@link #run} does it where this was not called. */
    public ComparisonRun inspect() {
        return inspected != null
                ? this
                : new ComparisonRun(
                        plan,
                        whole,
                        run,
                        listener,
                        folder,
                        locked,
                        memory,
                        Inspected.of(plan, run.withProgress(listener)));
    }

    /** What {@link #inspect} found, for each division of the images; null before it. */
    public List<Inspected> inspected() {
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
        for (String name : FolderNames.ofRuns(plan, null)) {
            FileNames.path(name);
        }
        if (locked != null) {
            return runsIn(locked);
        }
        try (ResultsFolder own = ResultsFolder.open(folder)) {
            return runsIn(own);
        }
    }

    private ComparisonResult runsIn(ResultsFolder results) throws IOException {
        results.createCells();
        Run resumable = resumable(results);
        ComparisonResult result =
                new ComparisonRun(plan, whole, resumable, listener, folder, results, memory, inspected).runs();
        result.write(folder);
        results.deleteCheckpoints();
        return result;
    }

    /** With checkpoints of this program, as they do not name the program that wrote them. */
    private Run resumable(ResultsFolder results) throws IOException {
        return run.checkpoints().isPresent() ? run : run.withCheckpoints(results.checkpoints(RunKey.program(plan)));
    }

    private ComparisonResult runs() throws IOException {
        long start = System.nanoTime();
        Run told = run.withProgress(listener);
        // With each of the fewer images, then with all of them.
        FinishedRun[][] runs = new FinishedRun[plan.fewerImages().size() + 1][plan.runs()];
        try (FeatureStore store = new FeatureStore(memory, folder, told)) {
            List<Plan> parts = plan.parts();
            for (Plan part : parts) {
                Feasibility.check(part, store, told);
                Feasibility.checkInnerFolds(part);
                Feasibility.checkFewerImages(part, told);
            }
            List<Inspected> images = inspect().inspected;
            Map<String, String> files = Result.files(plan);
            List<Part> ofSeeds = new ArrayList<>();
            for (int p = 0; p < parts.size(); p++) {
                Feasibility.checkShapes(parts.get(p), images.get(p), told);
                Feasibility.checkCorrupted(parts.get(p), images.get(p));
                CellTraining.shape(plan, images.get(p));
                RunKey keys = folder == null ? null : new RunKey(parts.get(p), images.get(p));
                long forImages = memory / PARTS_FOR_IMAGES / parts.size();
                ofSeeds.add(new Part(
                        parts.get(p),
                        images.get(p),
                        keys,
                        new CorruptedTestImages(parts.get(p), images.get(p), forImages, told)));
            }
            for (int f = 0; f < plan.features().size(); f++) {
                for (Part part : ofSeeds) {
                    new OfFeature(part, f, store, told).run(runs);
                }
            }
            List<FinishedRun> all = List.of(runs[runs.length - 1]);
            // A part of a comparison has not all seeds.
            List<VarianceResult> variance = plan == whole
                    ? new VarianceRuns(plan, ofSeeds.stream().map(Part::keys).toList(), store, run, told).of(all)
                    : List.of();
            store.deleteAll();
            List<List<FinishedRun>> curve =
                    Stream.of(runs).map(List::of).toList().subList(0, runs.length - 1);
            List<FusionResult> fusions = FusionResult.of(plan, all, told);
            return new ComparisonResult(
                    plan,
                    Result.of(plan, images, all, SizeResult.of(plan, curve), fusions, variance, files),
                    Timing.of(run, (System.nanoTime() - start) / 1e9),
                    all,
                    curve,
                    images);
        }
    }

    /**
     * The seeds that have the same images.
     *
     * @param keys null if nothing is kept
     */
    private record Part(Plan plan, Inspected images, RunKey keys, CorruptedTestImages corrupted) {}

    /**
     * A cell that is still to be tested on corrupted images.
     *
     * @param at its place among all runs of cells
     */
    private record Unfinished(TrainedCell cell, int at, KeptRun kept) {}

    /** The cells of one feature, for seeds that have the same images. */
    private final class OfFeature {
        private final Plan part;

        private final Experiment.Feature feature;
        private final int place;
        private final Features features;
        private final FeatureStore store;
        /** Null if nothing is kept. */
        private final RunKey keys;

        private final CorruptedTestImages corrupted;
        private final CellTraining training;
        private final Run told;

        OfFeature(Part of, int place, FeatureStore store, Run told) {
            this.part = of.plan();
            this.feature = part.features().get(place);
            this.place = place;
            this.keys = of.keys();
            this.store = store;
            this.corrupted = of.corrupted();
            this.features = new Features(feature, part, store, keys, told);
            this.told = told;
            this.training = new CellTraining(feature, part, of.images(), run, told);
        }

        /**
         * The loop over seeds is outside that over heads: the features of a seed are computed once and released before
         * those of the next. So it is for numbers of training images.
         */
        void run(FinishedRun[][] runs) throws IOException {
            List<Integer> fewer = plan.fewerImages();
            for (SeedSplit split : SeedSplit.of(part, run)) {
                for (int p = 0; p < fewer.size(); p++) {
                    run(split.with(part, fewer.get(p), run), p, runs);
                }
                run(split, fewer.size(), runs);
            }
            features.featureIsDone();
        }

        /** @param p the place among the numbers of training images */
        private void run(SeedSplit split, int p, FinishedRun[][] runs) throws IOException {
            List<String> folders = FolderNames.ofRuns(plan, split.images());
            List<Experiment.Head> heads = plan.heads(feature);
            List<SeedFold> runsOfCell = plan.runsOfCell();
            int r = runsOfCell.indexOf(split.of());
            int repeat = whole.seeds().indexOf(split.seed());
            int firstCell = plan.place(feature.name(), heads.get(0).name());
            Features.OfSeed ofSeed = null;
            InnerFolds inner = InnerFolds.NONE;
            boolean isControlled = NegativeControls.isDue(whole, split);
            List<KeptRun> before = new ArrayList<>();
            for (int h = 0; h < heads.size(); h++) {
                Experiment.Head head = heads.get(h);
                before.add(
                        folder == null
                                ? KeptRun.NOTHING
                                : KeptRun.of(
                                        ResultsFolder.run(folder, folders.get((firstCell + h) * runsOfCell.size() + r)),
                                        keys.ofRun(feature, head, split, repeat, isControlled, isFirst(head)),
                                        isFused(head, split)));
            }
            var controls = new NegativeControls(part, whole, feature, split, run);
            // With corrupted images, runs are finished together, once all heads are trained.
            boolean waiting = split.images() == null && !plan.robustness().isEmpty();
            List<Unfinished> unfinished = new ArrayList<>();
            for (int h = 0; h < heads.size(); h++) {
                Experiment.Head head = heads.get(h);
                int at = (firstCell + h) * runsOfCell.size() + r;
                int number =
                        (firstCell * runsOfCell.size() + r * heads.size()) * runs.length + p * heads.size() + h + 1;
                int total = plan.runs() * runs.length;
                String name = CellTraining.name(feature, head, split);
                boolean isFirst = isFirst(head);
                KeptRun kept = before.get(h);
                Optional<FinishedRun> found = kept.found();
                listener.begins(number, total, name, found.isPresent());
                CellRun result;
                if (found.isPresent()) {
                    runs[p][at] = found.get();
                    result = found.get().run();
                } else {
                    if (ofSeed == null) {
                        if (isFirst) {
                            controls.trainOnUntrained(head, store, keys);
                        }
                        inner = inner(heads, before, split);
                        ofSeed = features.of(split);
                        Feasibility.checkMemory(part, feature, ofSeed.train().columns(), ofSeed.valuesInMemory());
                    }
                    var place = new CellTraining.Place(repeat, controls, isFirst, isFused(head, split), inner);
                    TrainedCell cell = training.train(features, ofSeed, head, split, place, kept.key());
                    result = cell.run();
                    if (waiting) {
                        unfinished.add(new Unfinished(cell, at, kept));
                    } else {
                        runs[p][at] = cell.finish(kept.folder(), kept.key());
                    }
                }
                listener.ended(number, total, name, result);
            }
            if (!unfinished.isEmpty()) {
                List<TrainedCell> cells =
                        unfinished.stream().map(Unfinished::cell).toList();
                List<TrainedCell> tested = training.onCorrupted(cells, corrupted, features, ofSeed, split);
                for (int i = 0; i < tested.size(); i++) {
                    Unfinished cell = unfinished.get(i);
                    runs[p][cell.at()] = tested.get(i)
                            .finish(cell.kept().folder(), cell.kept().key());
                }
            }
            features.seedIsDone();
        }

        /** The choice among candidates of heads that are still to be trained, where inner folds choose. */
        private InnerFolds inner(List<Experiment.Head> heads, List<KeptRun> before, SeedSplit split)
                throws IOException {
            List<Experiment.Head> left = heads.stream()
                    .filter(head -> before.get(heads.indexOf(head)).found().isEmpty())
                    .toList();
            return InnerFolds.of(
                    features,
                    split,
                    left,
                    head -> TrialFolder.of(run, before.get(heads.indexOf(head)).key()),
                    run.withSeed(split.seed()),
                    told);
        }

        /** Whether it is the first head of the feature in the whole comparison. */
        private boolean isFirst(Experiment.Head head) {
            return whole.cells().stream()
                    .filter(cell -> cell.feature().name().equals(feature.name()))
                    .findFirst()
                    .orElseThrow()
                    .is(feature.name(), head.name());
        }

        private boolean isFused(Experiment.Head head, SeedSplit split) {
            return split.images() == null && plan.isFused(feature.name(), head.name());
        }
    }
}
