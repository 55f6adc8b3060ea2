package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.Optional;

/**
 * A finished run of a cell.
 *
 * @param cell its result: the cell with this run only
 * @param timing how long it took
 * @param outputs its other outputs
 */
public record FinishedRun(CellResult cell, RunTiming timing, Outputs outputs) {
    /** The outputs of a run of a cell other than its result, in memory or in a folder. */
    public interface Outputs {
        /** The predicted class of every test image. */
        int[] predictions() throws IOException;

        /** The scores of validation and test images; empty if the cell is no part of a fusion. */
        Optional<Scores> scores() throws IOException;

        /**
         * The scores of the test images, a row for each, to the three digits of the list of predictions, wherever they
         * are from. Take the predicted classes from {@link #predictions}: by rounded scores some would be others. Empty
         * if scores were not kept.
         */
        Optional<Matrix> testScores() throws IOException;

        /** The fitted pipeline; empty if the head cannot be saved. */
        Optional<Model> model(Run run) throws IOException;

        /** The size of the file of the fitted pipeline; empty if there is none. */
        Optional<Long> modelBytes() throws IOException;
    }

    /**
     * The scores of a run of a cell: a row for each image, a column for each class.
     *
     * @param validation by a head that was not fitted to the validation images
     */
    public record Scores(Matrix validation, Matrix test) {}

    /**
     * Outputs in memory.
     *
     * @param kept the scores; null if the cell is no part of a fusion
     * @param fitted null if the head cannot be saved
     */
    record InMemory(int[] predictions, Scores kept, Model fitted) implements Outputs {
        @Override
        public Optional<Scores> scores() {
            return Optional.ofNullable(kept);
        }

        @Override
        public Optional<Matrix> testScores() {
            return scores().map(Scores::test).map(Predictions::rounded);
        }

        @Override
        public Optional<Model> model(Run run) {
            return Optional.ofNullable(fitted);
        }

        @Override
        public Optional<Long> modelBytes() {
            return Optional.empty();
        }
    }

    public CellRun run() {
        return cell.runs().get(0);
    }
}
