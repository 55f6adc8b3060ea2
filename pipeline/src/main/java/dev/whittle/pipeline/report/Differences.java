package dev.whittle.pipeline.report;

import dev.whittle.classify.inference.Correct;
import dev.whittle.classify.inference.CorrectedResampledT;
import dev.whittle.classify.inference.ImagesAndSeeds;
import dev.whittle.classify.inference.McNemar;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.Fusion;
import dev.whittle.pipeline.experiment.FusionResult;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference in accuracy between the best cell and every other, with its uncertainty. Where all seeds have the same
 * test images, both cells were tested on the same images with the same seeds, so they are compared image by image and
 * seed by seed, by {@link ImagesAndSeeds}. Where the images are divided anew for each seed, it is the
 * {@link CorrectedResampledT}. So it is in a cross-validation, where n2/n1 is 1/(k - 1) for k folds.
 *
 * <p>The 95 % apply to a single comparison, not to all of a table together.
 *
 * @param cells in the order of the result, the best one among them
 */
public record Differences(List<Difference> cells) {
    /**
     * @param points by how many points the accuracy of the best cell is higher
     * @param error half the width of the 95 % interval around that
     */
    public record Difference(String feature, String head, double points, double error) {
        Difference(String feature, String head, dev.whittle.classify.inference.Difference difference) {
            this(feature, head, 100 * difference.mean(), 100 * difference.error(0.95));
        }

        /** Whether the best cell is better beyond chance. */
        public boolean certain() {
            return points > error;
        }
    }

    static Differences of(ComparisonResult comparison, Summary.Cell best) throws IOException {
        Plan plan = comparison.plan();
        boolean[][] rightOfBest = right(comparison.runs(best.feature(), best.head()), plan);
        List<Difference> cells = new ArrayList<>();
        for (CellResult cell : comparison.cells()) {
            boolean[][] right = right(comparison.runs(cell.feature(), cell.head()), plan);
            cells.add(new Difference(cell.feature(), cell.head(), difference(plan, rightOfBest, right)));
        }
        return new Differences(cells);
    }

    /** By how many points a fusion is better than one of its parts. */
    static Difference of(ComparisonResult comparison, FusionResult fusion, Fusion.Part part) throws IOException {
        Plan plan = comparison.plan();
        boolean[][] fused = right(comparison.predictions(fusion), plan);
        boolean[][] alone = right(comparison.runs(part.feature(), part.head()), plan);
        return new Difference(part.feature(), part.head(), difference(plan, fused, alone));
    }

    /**
     * By how many points the runs of one cell are better than those of another.
     *
     * @param images with how many training images all of them were made, those for validation among them
     */
    static Difference of(Plan plan, int images, List<FinishedRun> one, List<FinishedRun> other) throws IOException {
        CellResult than = other.get(0).cell();
        boolean[][] right = right(one, plan);
        boolean[][] rightOfOther = right(other, plan);
        return new Difference(than.feature(), than.head(), difference(plan, images, right, rightOfOther));
    }

    private static dev.whittle.classify.inference.Difference difference(
            Plan plan, double trainImages, boolean[][] one, boolean[][] other) {
        if (!plan.folds().isEmpty()) {
            return CorrectedResampledT.ofFolds(one, other, trainImages);
        }
        return plan.isRedivided()
                ? CorrectedResampledT.difference(one, other, (int) trainImages)
                : ImagesAndSeeds.difference(one, other);
    }

    /** The difference of two cells of a plan, from their correct predictions by seed and image. */
    static dev.whittle.classify.inference.Difference difference(Plan plan, boolean[][] one, boolean[][] other) {
        return difference(plan, trainImages(plan), one, other);
    }

    /** How many images there are to learn from, those for validation among them; the mean over the folds. */
    private static double trainImages(Plan plan) {
        double sum = 0;
        int count = Math.max(1, plan.folds().size());
        for (int k = 0; k < count; k++) {
            sum += plan.data(k).train().size();
        }
        return sum / count;
    }

    /** The p-value of such a difference: with one seed that of {@link McNemar}, which is exact. */
    static double p(
            Plan plan, dev.whittle.classify.inference.Difference difference, boolean[][] one, boolean[][] other) {
        boolean oneSeed = one.length == 1 && !plan.isRedivided();
        return oneSeed ? McNemar.of(one[0], other[0]).p() : difference.p();
    }

    /** The correct predictions, by seed and image. */
    static boolean[][] right(List<FinishedRun> seeds, Plan plan) throws IOException {
        int[][] predicted = new int[seeds.size()][];
        for (int s = 0; s < predicted.length; s++) {
            predicted[s] = seeds.get(s).outputs().predictions();
        }
        return right(predicted, plan);
    }

    /** The correct ones of predictions, by seed and image. */
    private static boolean[][] right(int[][] predicted, Plan plan) {
        boolean[][] right = new boolean[predicted.length][];
        for (int s = 0; s < right.length; s++) {
            right[s] = Correct.of(predicted[s], plan.data(s).test().labels());
        }
        return right;
    }

    /** Whether the best cell is better than this one beyond chance. */
    public boolean certain(Summary.Cell cell) {
        return cells.stream()
                .anyMatch(d -> d.feature().equals(cell.feature()) && d.head().equals(cell.head()) && d.certain());
    }
}
