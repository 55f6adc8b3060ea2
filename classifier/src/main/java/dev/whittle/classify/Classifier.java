package dev.whittle.classify;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

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

    /**
     * The same classifier for the rows alone, if this one averages the scores of several views of each: of an image and
     * its mirror image, say. Otherwise this classifier itself.
     */
    default Classifier withoutViews() {
        return this;
    }

    /** What training reached, for a head that minimises an objective. Empty for other heads and for a restored head. */
    default Optional<Convergence> convergence() {
        return Optional.empty();
    }

    /** A row of weights for each class, if scores are linear in the features. Empty for other heads. */
    default Optional<Matrix> templates() {
        return Optional.empty();
    }

    /** The first filters of a network on images. Empty for other heads. */
    default Optional<Pictured.Learned> filters() {
        return Optional.empty();
    }

    /**
     * The scores, all of them finite.
     *
     * @throws IllegalArgumentException if a score is not finite, see {@link #requireFinite}. The message names the
     *     place of a feature that is not finite or, if all are finite, says that scores overflow
     * @throws IllegalArgumentException if this head does not return a row for each row and a score for each class
     */
    default Matrix finiteScores(Rows features, Run run) {
        return finiteScores(features, row -> "row " + row, List.of(), run);
    }

    /**
     * The same, for rows and classes with names.
     *
     * @param names the name of each row, for the message
     * @param classes the names of the classes, for the message; empty if they have none
     */
    default Matrix finiteScores(Rows features, IntFunction<String> names, List<String> classes, Run run) {
        Matrix scores = scores(features, run);
        int expected = classes.isEmpty() ? classes() : classes.size();
        if (scores == null || scores.rows() != features.rows() || scores.columns() != expected) {
            throw new IllegalArgumentException("The head " + getClass().getName() + " returns "
                    + (scores == null ? "no scores" : scores.rows() + " rows of " + scores.columns() + " scores")
                    + " for " + features.rows() + " rows and " + expected + " classes");
        }
        try {
            return requireFinite(scores, names, classes);
        } catch (IllegalArgumentException e) {
            features.checkFinite("Features");
            throw new IllegalArgumentException(
                    e.getMessage() + "; the features are finite, but too large for this head: standardise them", e);
        }
    }

    /**
     * Returns these scores if all are finite. Whatever reads predictions from scores checks them here, since an arg max
     * would take class 0 of NaN and infinities without a word.
     *
     * @param names the name of each row, for the message
     * @param classes the names of the classes, for the message; empty if they have none
     * @throws IllegalArgumentException if a score is not finite, with the name of the row, the class and the score
     */
    static Matrix requireFinite(Matrix scores, IntFunction<String> names, List<String> classes) {
        int other = Finite.firstOther(scores.data(), 0, scores.data().length);
        if (other >= 0) {
            int c = other % scores.columns();
            throw new IllegalArgumentException(names.apply(other / scores.columns()) + ": the score of class "
                    + (classes.isEmpty() ? c : "'" + classes.get(c) + "'") + " is " + scores.data()[other]
                    + "; only finite scores can be used");
        }
        return scores;
    }

    /**
     * The class with the largest score; the first of equal ones.
     *
     * @throws IllegalArgumentException if a score is not finite, see {@link #finiteScores}
     */
    default int[] predict(Rows features, Run run) {
        return largest(finiteScores(features, run));
    }

    /**
     * The column of the largest score in each row; the first of equal ones.
     *
     * @throws IllegalArgumentException if a score is not finite
     */
    static int[] largest(Matrix scores) {
        requireFinite(scores, row -> "row " + row, List.of());
        int[] best = new int[scores.rows()];
        for (int r = 0; r < best.length; r++) {
            best[r] = largest(scores.data(), r * scores.columns(), scores.columns());
        }
        return best;
    }

    /**
     * The class with the largest of the scores {@code scores[from]} to {@code scores[from + classes - 1]}; the first of
     * equal ones. The scores must be finite.
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
