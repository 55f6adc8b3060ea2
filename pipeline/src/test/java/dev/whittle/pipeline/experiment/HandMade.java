package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Finished comparisons with given predictions, in which nothing was trained. */
public final class HandMade {
    private HandMade() {}

    /** Images with their labels; image i is called "image-i". */
    public record Images(List<Planar<GrayU8>> images, int[] ofClass, List<String> classes) implements Dataset {
        /** Gray images of 4×4 pixels, image i with the value i everywhere. */
        public static Images plain(int[] labels, List<String> classes) {
            List<Planar<GrayU8>> images = new ArrayList<>();
            for (int i = 0; i < labels.length; i++) {
                Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 4, 1);
                Arrays.fill(image.getBand(0).data, (byte) i);
                images.add(image);
            }
            return new Images(images, labels, classes);
        }

        @Override
        public int size() {
            return ofClass.length;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            return images.get(i).clone();
        }

        @Override
        public int label(int i) {
            return ofClass[i];
        }

        @Override
        public String name(int i) {
            return "image-" + i;
        }
    }

    /**
     * A comparison on test images, its runs kept in a folder; training images are the same, all right. Cell k (feature
     * by feature, head by head) has 10·(k+1) values, took k+1 s to train with the first seed and k+2 s with the second;
     * its feature took k/10 s to fit and k/4 ms per image.
     *
     * @param yaml features and heads of the experiment; seeds are 1, 2, …
     * @param predicted the class of each test image, by cell and seed
     * @param validated how many of 10 validation images a cell had right, for every seed; null for none
     * @param curve the learning curve of every cell: iteration, objective, accuracy
     */
    public static ComparisonResult comparison(
            Path folder, String name, String yaml, Images test, int[][][] predicted, int[] validated, double[][] curve)
            throws IOException {
        List<Long> seeds = new ArrayList<>();
        for (long s = 1; s <= predicted[0].length; s++) {
            seeds.add(s);
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("experiment.yaml");
        Files.writeString(file, "name: x\ndata: {set: generated, train: 1, test: 1}\nseeds: " + seeds + "\n" + yaml);
        Experiment read = Experiment.read(file);
        Experiment experiment = new Experiment(
                name,
                read.data(),
                seeds,
                List.of(),
                read.features(),
                read.heads(),
                List.of(),
                Corruptions.NONE,
                read.design());
        List<FinishedRun> runs = new ArrayList<>();
        List<CurvePoint> points = new ArrayList<>();
        for (double[] p : curve) {
            points.add(new CurvePoint((int) p[0], p[1], p[2]));
        }
        int classes = test.classes().size();
        int k = 0;
        for (Experiment.Feature feature : experiment.features()) {
            for (Experiment.Head head : experiment.heads()) {
                if (!feature.isUnder(head.name())) {
                    continue;
                }
                for (int s = 0; s < seeds.size(); s++) {
                    CellRun run = new CellRun(
                            seeds.get(s),
                            null,
                            null,
                            null,
                            null,
                            evaluation(test.ofClass, test.ofClass, classes),
                            validated == null ? null : tenImages(validated[k], classes),
                            evaluation(test.ofClass, predicted[k][s], classes),
                            null,
                            null,
                            List.of(),
                            ControlResults.NONE,
                            points,
                            List.of(),
                            Map.of(),
                            null);
                    CellResult cell = new CellResult(
                            feature.name(), head.name(), 0, 10 * (k + 1), head.bitsPromised(), List.of(run));
                    RunTiming timing = new RunTiming(k / 10.0, k / 4.0, k + 1.0 + s, 0, 1, "scalar");
                    runs.add(new RunFolder(folder.resolve("cell-" + k + "-" + s))
                            .write(
                                    "key",
                                    cell,
                                    timing,
                                    new Predictions(test, scores(predicted[k][s], classes), s, null),
                                    null,
                                    null));
                }
                k++;
            }
        }
        Plan plan = Plan.of(experiment, new Splits(test, test));
        List<Inspected> inspected = Inspected.of(plan, Run.defaults());
        return new ComparisonResult(
                plan,
                Result.of(plan, inspected, runs, List.of(), List.of(), List.of(), Map.of()),
                Timing.of(Run.defaults(), 1),
                runs,
                List.of(),
                inspected);
    }

    /** The same, its runs with these convergences; null for none. */
    public static ComparisonResult with(ComparisonResult comparison, List<Convergence> reached) {
        return with(comparison, reached::get, i -> run(comparison, i).controls(), i -> null);
    }

    /** The same, its runs with these controls. */
    public static ComparisonResult withControls(ComparisonResult comparison, List<ControlResults> controls) {
        return with(comparison, i -> run(comparison, i).convergence(), controls::get, i -> null);
    }

    /** The same, all its runs with this calibration. */
    public static ComparisonResult with(ComparisonResult comparison, Calibration calibration) {
        return with(
                comparison,
                i -> run(comparison, i).convergence(),
                i -> run(comparison, i).controls(),
                i -> calibration);
    }

    private static CellRun run(ComparisonResult comparison, int place) {
        return comparison.runs().get(place).run();
    }

    private static ComparisonResult with(
            ComparisonResult comparison,
            IntFunction<Convergence> reached,
            IntFunction<ControlResults> controls,
            IntFunction<Calibration> calibrations) {
        List<FinishedRun> runs = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            FinishedRun old = comparison.runs().get(i);
            CellRun r = old.run();
            CellRun run = new CellRun(
                    r.seed(),
                    r.fold(),
                    r.featuresSha256(),
                    r.choice(),
                    reached.apply(i),
                    r.train(),
                    r.validation(),
                    r.test(),
                    r.testWithoutViews(),
                    calibrations.apply(i),
                    r.corrupted(),
                    controls.apply(i),
                    r.curve(),
                    r.warnings(),
                    r.files(),
                    r.folder());
            runs.add(new FinishedRun(old.cell().with(List.of(run)), old.timing(), old.outputs()));
        }
        return new ComparisonResult(
                comparison.plan(),
                Result.of(comparison.plan(), comparison.inspected(), runs, List.of(), List.of(), List.of(), Map.of()),
                comparison.timing(),
                runs,
                List.of(),
                comparison.inspected());
    }

    /** Scores of which that of the predicted class is 1 and all others are 0. */
    private static Matrix scores(int[] predicted, int classes) {
        Matrix scores = new Matrix(predicted.length, classes);
        for (int i = 0; i < predicted.length; i++) {
            scores.data()[i * classes + predicted[i]] = 1;
        }
        return scores;
    }

    private static Evaluation evaluation(int[] truth, int[] predicted, int classes) {
        Matrix scores = new Matrix(truth.length, classes);
        for (int i = 0; i < truth.length; i++) {
            scores.set(i, predicted[i], 1);
        }
        return Evaluation.of(scores, truth);
    }

    private static Evaluation tenImages(int right, int classes) {
        int[] predicted = new int[10];
        Arrays.fill(predicted, right, 10, 1);
        return evaluation(new int[10], predicted, classes);
    }
}
