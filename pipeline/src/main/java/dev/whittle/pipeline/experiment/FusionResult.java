package dev.whittle.pipeline.experiment;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.evaluate.FusedScores;
import dev.whittle.classify.evaluate.LateFusion;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a fusion of cells, over all seeds.
 *
 * @param fusion its name and its parts
 * @param data the index of its data set in the result
 * @param bitsPromised false where a part comes from another library, whose bits are not promised
 * @param runs at least one
 */
public record FusionResult(Fusion fusion, int data, boolean bitsPromised, List<FusionRun> runs) {
    /**
     * The fusion for one seed, or for one fold of a seed.
     *
     * @param fold the number of the fold from 0; null without folds
     * @param weights of the parts
     * @param scales by which the scores of the parts are divided
     * @param validation the evaluation on the validation images, by which the weights were chosen
     * @param test the evaluation on the test images
     */
    public record FusionRun(
            long seed, Integer fold, List<Float> weights, List<Float> scales, Evaluation validation, Evaluation test) {
        public FusionRun {
            weights = List.copyOf(weights);
            scales = List.copyOf(scales);
        }

        /** What the fusion computes. */
        FusedScores fused() {
            return new FusedScores(floats(weights), floats(scales));
        }
    }

    public FusionResult {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("A fusion has at least one run, " + fusion.name() + " has none");
        }
    }

    /** The accuracy over the runs, on the validation images or on the test images. */
    public Accuracy accuracy(Split split) {
        return Accuracy.over(runs.stream().map(run -> on(run, split).accuracy()).toList());
    }

    /** The mean of the per-class accuracies, over the runs, on the validation images or on the test images. */
    public Accuracy balancedAccuracy(Split split) {
        return Accuracy.over(
                runs.stream().map(run -> on(run, split).balancedAccuracy()).toList());
    }

    private static Evaluation on(FusionRun run, Split split) {
        return switch (split) {
            case TRAIN -> throw new IllegalArgumentException("A fusion has no evaluation on training images");
            case VALIDATION -> run.validation();
            case TEST -> run.test();
        };
    }

    /** All fusions of a plan, from its finished runs. */
    static List<FusionResult> of(Plan plan, List<FinishedRun> runs, Run run) throws IOException {
        List<FusionResult> results = new ArrayList<>();
        List<Plan> parts = plan.parts();
        for (Fusion fusion : plan.fusions()) {
            List<FusionRun> ofSeeds = new ArrayList<>();
            boolean promised = true;
            for (Plan part : parts) {
                for (SeedSplit split : SeedSplit.of(part, run)) {
                    List<FinishedRun> fused =
                            runs(plan, runs, fusion, plan.runsOfCell().indexOf(split.of()));
                    promised &= fused.stream().allMatch(one -> one.cell().bitsPromised());
                    ofSeeds.add(of(fused, split, part.data().test().labels(), run));
                }
            }
            results.add(new FusionResult(fusion, 0, promised, ofSeeds));
        }
        return results;
    }

    /** The runs of the parts of a fusion. @param run the place among the runs of a cell */
    private static List<FinishedRun> runs(Plan plan, List<FinishedRun> runs, Fusion fusion, int run) {
        return fusion.of().stream()
                .map(part -> plan.place(part.feature(), part.head()))
                .map(cell -> runs.get(cell * plan.runsOfCell().size() + run))
                .toList();
    }

    private static FusionRun of(List<FinishedRun> parts, SeedSplit split, int[] testLabels, Run run)
            throws IOException {
        List<Matrix> validation = new ArrayList<>();
        List<Matrix> test = new ArrayList<>();
        for (FinishedRun part : parts) {
            FinishedRun.Scores scores = part.outputs().scores().orElseThrow();
            validation.add(scores.validation());
            test.add(scores.test());
        }
        int[] labels = split.validation().labels();
        FusedScores fused = LateFusion.defaults().fit(new LateFusion.HeldOut(validation, labels), run);
        return new FusionRun(
                split.seed(),
                split.fold(),
                list(fused.weights()),
                list(fused.scales()),
                Evaluation.of(fused.of(validation), labels),
                Evaluation.of(fused.of(test), testLabels));
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
