package dev.whittle.classify.evaluate;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights for the scores of several heads on the same images, so that their weighted sum predicts best (Perronnin and
 * Sánchez, "Compressed Fisher vectors for large scale visual recognition", 2011: scores are fused, not features).
 * It is fitted to images that no head was trained on.
 *
 * <p>First the scores s<sub>p</sub> of each part p are brought to one scale: they are divided by
 *
 * <pre>{@code
 * scale_p = sqrt(mean over images i and classes c of (s_p[i][c] - mean over c of s_p[i][c])²)
 * }</pre>
 *
 * <p>rounded to float, and 1 for a part that scores all classes alike. Then all weights are tried that are multiples of
 * 1/20, at least 0, with the sum 1. The weights with the most correct predictions are taken. Accuracy has the same
 * value on wide plateaus, and the middle of one depends on chance the least. So of equally good weights those nearest
 * to equal ones are taken, that is with the smallest sum of squares, and of these the first in descending order of the
 * first part's weight, then the second's, and so on.
 */
public record LateFusion() implements Spec<LateFusion.HeldOut, FusedScores> {
    /** Weights are multiples of 1/{@value}. */
    public static final int STEPS = 20;

    /** More would take too long: with 5 parts there are 10,626 weightings. */
    public static final int MOST_PARTS = 5;

    /**
     * Scores of images that no head was trained on.
     *
     * @param scores of each part: a row for each image, a column for each class
     * @param labels the class of each image
     */
    public record HeldOut(List<Matrix> scores, int[] labels) {
        public HeldOut {
            scores = List.copyOf(scores);
            labels = labels.clone();
            Checks checks = new Checks("Late fusion")
                    .require(
                            scores.size() >= 2 && scores.size() <= MOST_PARTS,
                            "there must be 2 to " + MOST_PARTS + " parts",
                            scores.size())
                    .atLeast(1, "the number of images", labels.length);
            for (int p = 0; p < scores.size(); p++) {
                Matrix part = scores.get(p);
                checks.require(
                        part.rows() == labels.length
                                && part.columns() == scores.get(0).columns(),
                        "part " + p + " must have scores of " + labels.length + " images and "
                                + scores.get(0).columns() + " classes",
                        part.rows() + " and " + part.columns());
                Classifier.requireFinite(part, row -> "row " + row, List.of());
            }
            for (int label : labels) {
                checks.require(
                        scores.isEmpty() || label >= 0 && label < scores.get(0).columns(),
                        "labels must be classes",
                        label);
            }
            checks.report();
        }
    }

    public static LateFusion defaults() {
        return new LateFusion();
    }

    @Override
    public FusedScores fit(HeldOut images, Run run) {
        List<Matrix> scores = images.scores();
        float[] scales = new float[scores.size()];
        for (int p = 0; p < scales.length; p++) {
            scales[p] = scale(scores.get(p));
        }
        List<FusedScores> all = new ArrayList<>();
        for (int[] steps : weightings(scores.size())) {
            float[] weights = new float[steps.length];
            for (int p = 0; p < weights.length; p++) {
                weights[p] = (float) steps[p] / STEPS;
            }
            all.add(new FusedScores(weights, scales));
        }
        int[] right = new int[all.size()];
        run.parallel(all.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                right[i] = right(all.get(i).of(scores), images.labels());
            }
        });
        int best = 0;
        for (int i = 1; i < right.length; i++) {
            // The weightings are in the order in which ties are decided.
            if (right[i] > right[best]) {
                best = i;
            }
        }
        return all.get(best);
    }

    @Override
    public FusedScores restore(NamedArrays arrays, Run run) {
        return FusedScores.restore(arrays);
    }

    static float scale(Matrix scores) {
        double squares = 0;
        for (int i = 0; i < scores.rows(); i++) {
            float[] row = scores.row(i);
            double mean = 0;
            for (float s : row) {
                mean += s;
            }
            mean /= row.length;
            for (float s : row) {
                squares += (s - mean) * (s - mean);
            }
        }
        float scale = (float) Math.sqrt(squares / scores.rows() / scores.columns());
        return scale == 0 ? 1 : scale;
    }

    private static int right(Matrix scores, int[] labels) {
        int[] predicted = Classifier.largest(scores);
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += predicted[i] == labels[i] ? 1 : 0;
        }
        return right;
    }

    /** All weightings in steps, the nearest to equal weights first. */
    static List<int[]> weightings(int parts) {
        List<int[]> all = new ArrayList<>();
        add(all, new int[parts], 0, STEPS);
        // Sorting is stable: equal ones stay in descending order.
        all.sort((a, b) -> Integer.compare(squares(a), squares(b)));
        return all;
    }

    private static void add(List<int[]> all, int[] begun, int part, int left) {
        if (part == begun.length - 1) {
            begun[part] = left;
            all.add(begun.clone());
            return;
        }
        for (int k = left; k >= 0; k--) {
            begun[part] = k;
            add(all, begun, part + 1, left - k);
        }
    }

    private static int squares(int[] steps) {
        return Arrays.stream(steps).map(k -> k * k).sum();
    }
}
