package dev.whittle.pipeline.report;

import dev.whittle.feature.Dataset;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.FinishedRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference in accuracy between the best cell and every other, with its uncertainty. Both were tested on the same
 * images with the same seeds, so they are compared image by image and seed by seed. d<sub>is</sub> is 1 if only the
 * best cell is correct on image i with seed s, -1 if only the other is, and otherwise 0. The standard error of the mean
 * of all d is computed from both sources of chance:
 *
 * <pre>{@code
 * v1 = variance over the n images of (mean over seeds) / n
 * v2 = variance over the S seeds of (mean over images) / S        (0 for one seed)
 * error = t · sqrt(v1 + v2)
 * t = 97.5 % quantile of Student's t with (v1 + v2)² / (v1²/(n-1) + v2²/(S-1)) degrees of freedom
 * }</pre>
 *
 * The degrees of freedom are those of Welch and Satterthwaite. The 95 % apply to a single comparison, not to all of a
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
        Dataset test = comparison.plan().data().test();
        boolean[][] rightOfBest = right(comparison.runs(best.feature(), best.head()), test);
        List<Difference> cells = new ArrayList<>();
        for (CellResult cell : comparison.cells()) {
            boolean[][] right = right(comparison.runs(cell.feature(), cell.head()), test);
            cells.add(difference(cell.feature(), cell.head(), rightOfBest, right));
        }
        return new Differences(cells);
    }

    /** The correct predictions, by seed and image. */
    private static boolean[][] right(List<FinishedRun> seeds, Dataset test) throws IOException {
        boolean[][] right = new boolean[seeds.size()][test.size()];
        for (int s = 0; s < right.length; s++) {
            int[] predicted = seeds.get(s).outputs().predictions();
            for (int i = 0; i < predicted.length; i++) {
                right[s][i] = predicted[i] == test.label(i);
            }
        }
        return right;
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
