package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment will take: images, bytes and hours, estimated from comparisons of the same features and heads on
 * few of its images. The assumption is that {@code n} training images take {@code a + b·n} seconds, to learn a feature
 * as to train a head; a and b come from two numbers of images. Extraction is assumed to take the same time for every
 * image. Fusions, corruptions, negative controls, variance by source and the report are not counted.
 *
 * @param train the number of training images
 * @param others how many images are for validation and the test
 * @param runs the number of runs of a cell: seeds times folds
 * @param measured the larger number of training images that was measured with; {@link #fewer} is the smaller one
 * @param threads the number of threads that was measured with
 */
public record CostEstimate(
        int train, int others, int runs, int measured, int threads, List<OfFeature> features, List<OfCell> cells) {
    /** The smaller number of training images is the larger one divided by this. */
    private static final int PARTS = 2;

    /** A learning curve needs two images of each class in the smaller number. */
    private static final int LEAST_OF_CLASS = 2 * PARTS;

    private static final int LEAST_TEST = 50;
    private static final int SEED = 1;

    /**
     * A feature.
     *
     * @param values the number of values of an image, after the transforms
     * @param fitSeconds the time to learn it, in all runs
     * @param images how many images are decoded and extracted, in all runs
     * @param msPerImage the time to extract one of them on one thread
     * @param heapBytes the heap to learn it; 0 if it states none
     */
    public record OfFeature(
            String name, int values, double fitSeconds, long images, double msPerImage, long heapBytes) {
        /** The size of the table of all images, in float. */
        public long tableBytes(long allImages) {
            return Float.BYTES * allImages * values;
        }

        /** The time to extract all of them on one thread. */
        public double extractSeconds() {
            return images * msPerImage / 1000;
        }
    }

    /**
     * A head on a feature.
     *
     * @param trainSeconds the time to train it and to predict, in all runs
     * @param heapBytes the heap to train it; 0 if the head states none
     * @param operations the floating-point operations of training, in all runs, as far as the settings tell; 0 if they
     *     do not. See {@link TrainingNeeds#operations}
     * @param passes whether it is trained by passes over all rows, which a cluster divides; see {@link
     *     TrainingNeeds#isFullBatch}
     */
    public record OfCell(
            String feature, String head, double trainSeconds, long heapBytes, double operations, boolean passes) {}

    public CostEstimate {
        features = List.copyOf(features);
        cells = List.copyOf(cells);
    }

    /**
     * Measures on few images.
     *
     * @param images the number of training images to measure with, at least 1; at least four for each class are taken,
     *     as far as there are images
     * @throws IllegalArgumentException if {@code images} is below 1, or a feature or a head cannot be trained on so
     *     few, with the reason
     * @throws IOException if features fit neither into memory nor on the disk
     */
    public static CostEstimate of(Plan plan, int images, Run run) throws IOException {
        if (images < 1) {
            throw new IllegalArgumentException("At least 1 training image is needed to measure with, got " + images);
        }
        Plan part = plan.parts().get(0);
        int all = part.data().train().size() - plan.validation();
        int most = Math.min(
                all, Math.max(images, leastOfClass(plan) * plan.classes().size()));
        Plan small = small(part, most, run);
        // The first time is that of a program whose code is not compiled yet.
        ComparisonRun.of(small, run).run();
        ComparisonResult measured = ComparisonRun.of(small, run).run();

        List<Integer> sizes = new ArrayList<>(plan.fewerImages());
        sizes.add(all);
        int runs = plan.runsOfCell().size();
        int others = plan.validation() + part.data().test().size();
        List<OfFeature> features = new ArrayList<>();
        List<OfCell> cells = new ArrayList<>();
        for (Experiment.Feature feature : plan.features()) {
            List<Experiment.Head> heads = plan.heads(feature);
            String first = heads.get(0).name();
            List<List<FinishedRun>> curve = measured.curve(feature.name(), first);
            int values = measured.cell(feature.name(), first).length();
            boolean learned = feature.spec().needsData();
            // In inner folds every training image is extracted once more for each of them.
            int times = heads.stream().anyMatch(head -> head.candidates().size() > 1)
                    ? plan.heldOut().folds() + 1
                    : 1;
            long extractions = learned
                    ? runs
                            * sizes.stream()
                                    .mapToLong(n -> (long) times * n + others)
                                    .sum()
                    : (plan.isRedivided() ? runs : 1) * ((long) all + others);
            features.add(new OfFeature(
                    feature.name(),
                    values,
                    runs * seconds(curve, most, sizes, RunTiming::fitFeatureSeconds),
                    extractions,
                    curve.get(curve.size() - 1).get(0).timing().extractMsPerImage(),
                    feature.spec() instanceof ImageNeeds needs
                            ? needs.heapBytes(part.data().train().image(0).getNumBands())
                            : 0));
            for (Experiment.Head head : heads) {
                List<List<FinishedRun>> ofCell = measured.curve(feature.name(), head.name());
                double predict = ofCell.get(ofCell.size() - 1).get(0).timing().predictMsPerImage() / 1000;
                double train = seconds(ofCell, most, sizes, RunTiming::trainSeconds)
                        + predict
                                * sizes.stream()
                                        .mapToDouble(n -> (double) n + others)
                                        .sum();
                cells.add(new OfCell(
                        feature.name(),
                        head.name(),
                        runs * train,
                        heapBytes(head, all, values, plan.classes().size()),
                        runs
                                * Math.max(1, plan.heldOut().folds() - 1)
                                * operations(head, sizes, values, plan.classes().size()),
                        head.candidates().stream().allMatch(CostEstimate::passes)));
            }
        }
        return new CostEstimate(all, others, runs, most, run.threads(), features, cells);
    }

    private static int leastOfClass(Plan plan) {
        return Math.max(LEAST_OF_CLASS, PARTS * plan.heldOut().folds());
    }

    /** The same features and heads on few images and on half of them, with one seed. */
    private static Plan small(Plan part, int images, Run run) {
        Dataset all = part.data().train();
        Run drawn = run.withSeed(SEED);
        int validation = Math.min(part.validation(), images / PARTS);
        int train = Math.min(all.size(), images + validation);
        int test = Math.min(part.data().test().size(), Math.max(LEAST_TEST, images / PARTS));
        return new Plan(
                part.name(),
                part.dataName(),
                null,
                List.of(new Splits(
                        train == all.size() ? all : Subset.stratified(all, train, drawn, "training images"),
                        test == part.data().test().size()
                                ? part.data().test()
                                : Subset.stratified(part.data().test(), test, drawn, "test images"),
                        part.data().origin())),
                new HeldOut(validation, part.heldOut().folds()),
                List.of(part.seeds().get(0)),
                List.of(),
                List.of(images / PARTS),
                part.features(),
                part.heads(),
                List.of(),
                Corruptions.NONE);
    }

    private interface Measure {
        double of(RunTiming timing);
    }

    /** The sum over numbers of training images of a + b·n, with neither below 0. */
    static double seconds(double few, int fewImages, double many, int manyImages, List<Integer> sizes) {
        double perImage = Math.max(0, (many - few) / (manyImages - fewImages));
        double constant = Math.max(0, many - perImage * manyImages);
        return sizes.stream().mapToDouble(n -> constant + perImage * n).sum();
    }

    private static double seconds(List<List<FinishedRun>> curve, int most, List<Integer> sizes, Measure measure) {
        double few = measure.of(curve.get(0).get(0).timing());
        double many = measure.of(curve.get(curve.size() - 1).get(0).timing());
        return seconds(few, most / PARTS, many, most, sizes);
    }

    private static long heapBytes(Experiment.Head head, int samples, int values, int classes) {
        return head.candidates().stream()
                .mapToLong(candidate ->
                        candidate instanceof TrainingNeeds needs ? needs.heapBytes(samples, values, classes) : 0)
                .max()
                .orElse(0);
    }

    /** Of all candidates and numbers of training images; 0 if those of a candidate are not known. */
    private static double operations(Experiment.Head head, List<Integer> sizes, int values, int classes) {
        double all = 0;
        for (Spec<Samples, ? extends Classifier> candidate : head.candidates()) {
            double own = candidate instanceof TrainingNeeds needs
                    ? sizes.stream()
                            .mapToDouble(n -> needs.operations(n, values, classes))
                            .sum()
                    : 0;
            if (own == 0) {
                return 0;
            }
            all += own;
        }
        return all;
    }

    private static boolean passes(Spec<Samples, ? extends Classifier> head) {
        return head instanceof TrainingNeeds needs && needs.isFullBatch();
    }

    /** The number of all images. */
    public long images() {
        return (long) train + others;
    }

    /** The smaller number of training images that was measured with. */
    public int fewer() {
        return measured / PARTS;
    }

    /** Seconds on this machine, with the threads that were measured with. */
    public double seconds() {
        return features.stream()
                        .mapToDouble(f -> f.fitSeconds + f.extractSeconds() / threads)
                        .sum()
                + cells.stream().mapToDouble(OfCell::trainSeconds).sum();
    }

    /**
     * Seconds on a cluster whose executors have one thread each, as fast as one of this machine. They share extraction
     * and the heads that are trained by passes. The driver, as fast as this machine, learns the features and trains the
     * other heads.
     */
    public double seconds(int executors) {
        double driver = features.stream().mapToDouble(OfFeature::fitSeconds).sum()
                + cells.stream()
                        .filter(c -> !c.passes)
                        .mapToDouble(OfCell::trainSeconds)
                        .sum();
        double divided =
                features.stream().mapToDouble(OfFeature::extractSeconds).sum()
                        + threads
                                * cells.stream()
                                        .filter(c -> c.passes)
                                        .mapToDouble(OfCell::trainSeconds)
                                        .sum();
        return driver + divided / executors;
    }

    /** The largest heap that a step needs: a table in memory, and what learning or training needs beside it. */
    public long heapBytes() {
        return features.stream()
                .mapToLong(feature -> {
                    long beside = cells.stream()
                            .filter(c -> c.feature.equals(feature.name))
                            .mapToLong(OfCell::heapBytes)
                            .max()
                            .orElse(0);
                    return feature.tableBytes(images()) + Math.max(beside, feature.heapBytes);
                })
                .max()
                .orElse(0);
    }
}
