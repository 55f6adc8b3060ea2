package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.CrossValidation;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heads of others may return what no head may. Whatever reads predictions from it refuses it. */
class WrongScoresTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final Matrix ROWS = Matrix.of(new float[][] {{0}, {1}, {2}, {3}});
    private static final Samples SAMPLES = new Samples(ROWS, new int[] {0, 1, 0, 1}, 2);

    /** A head of two classes. Its scores are 1 for class 0 and 0 for all others. */
    private record Wrong(int moreRows, int columns) implements HeadOfTwoClasses {
        @Override
        public Matrix scores(Rows features, Run run) {
            if (columns == 0) {
                return null;
            }
            Matrix scores = new Matrix(features.rows() + moreRows, columns);
            for (int r = 0; r < scores.rows(); r++) {
                scores.set(r, 0, 1);
            }
            return scores;
        }
    }

    private static void refused(Wrong head, String got) {
        Messages.says(() -> head.predict(ROWS, RUN), Wrong.class.getName(), got, "for 4 rows and 2 classes");
        Messages.says(
                () -> head.finiteScores(ROWS, r -> "row " + r, List.of("a", "b"), RUN), got, "4 rows and 2 classes");
        Messages.says(() -> TablePipeline.of(head).fit(SAMPLES, RUN).evaluate(SAMPLES, RUN), got);
        Messages.says(() -> CrossValidation.folds(2).evaluate(TablePipeline.of(head), SAMPLES, RUN), "The head ");
    }

    @Test
    void scoresOfMoreOrFewerClassesAreRefused() {
        refused(new Wrong(0, 3), "4 rows of 3 scores");
        refused(new Wrong(0, 1), "4 rows of 1 scores");
    }

    @Test
    void scoresOfMoreOrFewerRowsAreRefused() {
        refused(new Wrong(1, 2), "5 rows of 2 scores");
        refused(new Wrong(-1, 2), "3 rows of 2 scores");
    }

    @Test
    void noScoresAreRefused() {
        refused(new Wrong(0, 0), "no scores");
    }

    @Test
    void aHeadOfOtherClassesIsRefused() {
        Messages.says(
                () -> new Wrong(0, 2).finiteScores(ROWS, r -> "row " + r, List.of("a", "b", "c"), RUN),
                "4 rows of 2 scores",
                "3 classes");
    }

    @Test
    void rightScoresAreTaken() {
        Evaluation e = TablePipeline.of(new Wrong(0, 2)).fit(SAMPLES, RUN).evaluate(SAMPLES, RUN);
        assertEquals(0.5, e.accuracy());
    }
}
