package dev.whittle.classify;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/** A fitted head: feature vectors in, a score for each class out. Immutable, thread-safe. */
public interface Classifier extends Fitted {
    int classes();

    /**
     * A row of class scores for each row of features; the largest is the prediction. What else a score means (log-odds,
     * margin) depends on the head.
     *
     * @throws IllegalArgumentException if {@code features} has another number of columns than the head was trained on
     */
    Matrix scores(Rows features, Run run);

    /**
     * What training reached, for a head with an objective to minimise; empty for others, and for one that was restored.
     */
    default Optional<Convergence> convergence() {
        return Optional.empty();
    }

    /** For scores that are linear in the features: a row of weights for each class. Empty for other heads. */
    default Optional<Matrix> templates() {
        return Optional.empty();
    }

    /**
     * The scores, all of them finite.
     *
     * @throws IllegalArgumentException if a score is not finite, with the place in the features that is not, or, if all
     *     are, that scores overflow
     */
    default Matrix finiteScores(Rows features, Run run) {
        Matrix scores = scores(features, run);
        try {
            return scores.requireFinite("Scores");
        } catch (IllegalArgumentException e) {
            features.checkFinite("Features");
            throw new IllegalArgumentException(
                    e.getMessage() + ", and the features are finite, but too large for this head: standardise them", e);
        }
    }

    /**
     * The class with the largest score, of equal ones the first.
     *
     * @throws IllegalArgumentException if a score is not finite, see {@link #finiteScores}
     */
    default int[] predict(Rows features, Run run) {
        return largest(finiteScores(features, run));
    }

    /** The column of the largest score in each row, of equal ones the first. */
    static int[] largest(Matrix scores) {
        int[] best = new int[scores.rows()];
        for (int r = 0; r < best.length; r++) {
            best[r] = largest(scores.data(), r * scores.columns(), scores.columns());
        }
        return best;
    }

    /**
     * The class of the largest of the scores {@code scores[from]} to {@code scores[from + classes - 1]}, of equal ones
     * the first.
     */
    static int largest(float[] scores, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (scores[from + c] > scores[from + best]) {
                best = c;
            }
        }
        return best;
    }
}
