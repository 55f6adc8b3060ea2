package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.Fusion;
import dev.whittle.pipeline.experiment.FusionResult;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference in accuracy between the best cell and every other, with its uncertainty. Where all seeds have the same
 * test images, both cells were tested on the same images with the same seeds, so they are compared image by image and
 * seed by seed. d<sub>is</sub> is 1 if only the best cell is correct on image i with seed s, -1 if only the other is,
 * and otherwise 0. The standard error of the mean of all d is computed from both sources of chance:
 *
 * <pre>{@code
 * v1 = variance over the n images of (mean over seeds) / n
 * v2 = variance over the S seeds of (mean over images) / S        (0 for one seed)
 * error = t · sqrt(v1 + v2)
 * t = 97.5 % quantile of Student's t with (v1 + v2)² / (v1²/(n-1) + v2²/(S-1)) degrees of freedom
 * }</pre>
 *
 * The degrees of freedom are those of Welch and Satterthwaite.
 *
 * <p>Where the images are divided anew for each of J seeds, the differences of the seeds are not independent: their
 * training images are partly the same. Then it is the corrected resampled t test (Nadeau and Bengio, "Inference for the
 * generalization error", Machine Learning 52, 2003), with the difference x<sub>j</sub> of the two accuracies with
 * seed j, n2 test images and n1 training images, those for validation among them:
 *
 * <pre>{@code
 * s²    = Σ (x_j - mean of x)² / (J - 1)
 * error = t · sqrt((1/J + n2/n1) · s²)
 * t     = 97.5 % quantile of Student's t with J - 1 degrees of freedom
 * }</pre>
 *
 * <p>The 95 % apply to a single comparison, not to all of a
 * table together.
 *
 * @param cells in the order of the result, the best one among them
 */
public record Differences(List<Difference> cells) {
    /**
     * @param points by how many points the accuracy of the best cell is higher
     * @param error half the width of the 95 % interval around that
     */
    public record Difference(String feature, String head, double points, double error) {
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
            cells.add(of(plan, cell.feature(), cell.head(), rightOfBest, right));
        }
        return new Differences(cells);
    }

    /** By how many points a fusion is better than one of its parts. */
    static Difference of(ComparisonResult comparison, FusionResult fusion, Fusion.Part part) throws IOException {
        Plan plan = comparison.plan();
        boolean[][] fused = right(comparison.predictions(fusion), plan);
        boolean[][] alone = right(comparison.runs(part.feature(), part.head()), plan);
        return of(plan, part.feature(), part.head(), fused, alone);
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
        return plan.isRedivided()
                ? resampled(than.feature(), than.head(), right, rightOfOther, images)
                : difference(than.feature(), than.head(), right, rightOfOther);
    }

    /** The difference of two cells of a plan, from their correct predictions by seed and image. */
    private static Difference of(Plan plan, String feature, String head, boolean[][] best, boolean[][] other) {
        return plan.isRedivided()
                ? resampled(feature, head, best, other, plan.data(0).train().size())
                : difference(feature, head, best, other);
    }

    /** The correct predictions, by seed and image. */
    private static boolean[][] right(List<FinishedRun> seeds, Plan plan) throws IOException {
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
            Dataset test = plan.data(s).test();
            right[s] = new boolean[predicted[s].length];
            for (int i = 0; i < right[s].length; i++) {
                right[s][i] = predicted[s][i] == test.label(i);
            }
        }
        return right;
    }

    /**
     * The difference of two cells on test images drawn anew for each seed, by the corrected resampled t. Where it is
     * the
     * same for all seeds, which a few test images make likely, its variance is that over the images of the first seed.
     */
    static Difference resampled(String feature, String head, boolean[][] best, boolean[][] other, int trainImages) {
        int seeds = best.length;
        double[] ofSeed = new double[seeds];
        for (int s = 0; s < seeds; s++) {
            ofSeed[s] = (double) (count(best[s]) - count(other[s])) / best[s].length;
        }
        double variance = seeds * squaredError(ofSeed);
        if (variance == 0) {
            double[] ofImage = new double[best[0].length];
            for (int i = 0; i < ofImage.length; i++) {
                ofImage[i] = (best[0][i] ? 1 : 0) - (other[0][i] ? 1 : 0);
            }
            variance = squaredError(ofImage);
        }
        double shared = (double) best[0].length / trainImages;
        double error = t(seeds - 1) * Math.sqrt((1.0 / seeds + shared) * variance);
        return new Difference(feature, head, 100 * mean(ofSeed), 100 * error);
    }

    private static int count(boolean[] right) {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** The difference of two cells, from their correct predictions by seed and image. */
    static Difference difference(String feature, String head, boolean[][] best, boolean[][] other) {
        int seeds = best.length;
        int images = best[0].length;
        double[] ofImage = new double[images];
        double[] ofSeed = new double[seeds];
        for (int s = 0; s < seeds; s++) {
            for (int i = 0; i < images; i++) {
                int d = (best[s][i] ? 1 : 0) - (other[s][i] ? 1 : 0);
                ofImage[i] += (double) d / seeds;
                ofSeed[s] += (double) d / images;
            }
        }
        double v1 = squaredError(ofImage);
        double v2 = squaredError(ofSeed);
        double v = v1 + v2;
        double freedom = v == 0 ? 1 : v * v / (squareOver(v1, images - 1) + squareOver(v2, seeds - 1));
        return new Difference(feature, head, 100 * mean(ofSeed), 100 * t(freedom) * Math.sqrt(v));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    /** The squared standard error of the mean; 0 for a single value, for which it is unknown. */
    private static double squaredError(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = mean(values);
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        return squares / (values.length - 1) / values.length;
    }

    private static double squareOver(double v, int freedom) {
        return freedom == 0 ? 0 : v * v / freedom;
    }

    /** The 97.5 % quantile of Student's t; degrees of freedom need not be whole. */
    static double t(double freedom) {
        return TDistribution.of(Math.max(1, freedom)).inverseSurvivalProbability(0.025);
    }

    /** Whether the best cell is better than this one beyond chance. */
    public boolean certain(Summary.Cell cell) {
        return cells.stream()
                .anyMatch(d -> d.feature().equals(cell.feature()) && d.head().equals(cell.head()) && d.certain());
    }
}
