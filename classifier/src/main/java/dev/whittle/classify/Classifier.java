package dev.whittle.classify;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/** A fitted head: it computes a score for each class from a feature vector. Immutable, thread-safe. */
public interface Classifier extends Fitted {
    int classes();

    /**
     * A row of class scores for each row of features. The class with the largest score is the prediction. Any further
     * meaning of a score (log-odds, margin) depends on the head.
     *
     * @throws IllegalArgumentException if {@code features} has another number of columns than the head was trained on
     */
    Matrix scores(Rows features, Run run);

    /** What training reached, for a head that minimises an objective. Empty for other heads and for a restored head. */
    default Optional<Convergence> convergence() {
        return Optional.empty();
    }

    /** A row of weights for each class, if scores are linear in the features. Empty for other heads. */
    default Optional<Matrix> templates() {
        return Optional.empty();
    }

    /**
     * The scores, all of them finite.
     *
     * @throws IllegalArgumentException if a score is not finite. The message names the place of a feature that is not
     *     finite or, if all are finite, says that scores overflow
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
     * The class with the largest score; the first of equal ones.
     *
     * @throws IllegalArgumentException if a score is not finite, see {@link #finiteScores}
     */
    default int[] predict(Rows features, Run run) {
        return largest(finiteScores(features, run));
    }

    /** The column of the largest score in each row; the first of equal ones. */
    static int[] largest(Matrix scores) {
        int[] best = new int[scores.rows()];
        for (int r = 0; r < best.length; r++) {
            best[r] = largest(scores.data(), r * scores.columns(), scores.columns());
        }
        return best;
    }

    /**
     * The class with the largest of the scores {@code scores[from]} to {@code scores[from + classes - 1]}; the first of
     * equal ones.
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
