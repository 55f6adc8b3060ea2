package dev.whittle.pipeline.report;

import dev.whittle.classify.inference.Difference;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The best cell of a comparison beside the other features. The best one is known from the test images only, so its
 * p-values are adjusted as in multiple comparisons with the best (Hsu, "Constrained simultaneous confidence intervals
 * for multiple comparisons with the best", Annals of Statistics 12, 1984). A cell is wrongly said to be the best only
 * if it is found better than the one that is. Of K cells, K - 1 can be, each in one direction, which has half of the
 * two-sided p-value. So by Bonferroni's inequality p is multiplied by (K - 1)/2, but at least by 1.
 *
 * @param features in descending order of their best accuracy; of equal ones the first of the experiment comes first
 */
public record Rivals(List<Rival> features) {
    /** From this p-value on a difference is not settled. */
    static final double LEVEL = 0.05;

    /**
     * Another feature.
     *
     * @param cell the feature under the head that is best for it
     * @param points by how many points the best cell of all is more accurate than this one
     * @param error half the width of the 95 % interval of this one difference
     * @param p the largest adjusted p-value of the differences to the cells of this feature
     * @param better how probable it is that the best cell of all is better than this one by more than half a point
     */
    public record Rival(Summary.Cell cell, double points, double error, double p, double better) {
        /** Whether the best cell is better than all cells of this feature beyond chance. */
        public boolean settled() {
            return p < LEVEL;
        }
    }

    static Rivals of(ComparisonResult comparison, Summary summary) throws IOException {
        Plan plan = comparison.plan();
        Summary.Cell best = summary.best();
        boolean[][] right = Differences.right(comparison.runs(best.feature(), best.head()), plan);
        double factor = factor(comparison.cells().size());
        List<Rival> rivals = new ArrayList<>();
        for (Summary.Row row : summary.rows()) {
            if (row.feature().equals(best.feature())) {
                continue;
            }
            Rival rival = null;
            double p = 0;
            for (Summary.Cell cell : row.cells()) {
                boolean[][] ofCell = Differences.right(comparison.runs(cell.feature(), cell.head()), plan);
                Difference difference = Differences.difference(plan, right, ofCell);
                p = Math.max(p, Math.min(1, factor * Differences.p(plan, difference, right, ofCell)));
                if (cell == row.best()) {
                    double better = difference.practical(Baselines.MARGIN).better();
                    rival = new Rival(cell, 100 * difference.mean(), 100 * difference.error(0.95), 0, better);
                }
            }
            rivals.add(new Rival(rival.cell(), rival.points(), rival.error(), p, rival.better()));
        }
        rivals.sort(
                Comparator.comparingDouble((Rival rival) -> rival.cell().test()).reversed());
        return new Rivals(rivals);
    }

    /** By what a p-value of two sides is multiplied. */
    static double factor(int cells) {
        return Math.max(1, (cells - 1) / 2.0);
    }

    /** The rival with this feature; empty if the best cell has it. */
    Optional<Rival> of(String feature) {
        return features.stream()
                .filter(rival -> rival.cell().feature().equals(feature))
                .findFirst();
    }

    /** The names of the features that the best cell is not better than beyond chance. */
    List<String> unsettled() {
        return features.stream()
                .filter(rival -> !rival.settled())
                .map(rival -> rival.cell().feature())
                .toList();
    }
}
