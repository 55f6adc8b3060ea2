package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;

/**
 * A cell that was trained and evaluated for one seed, before it is kept.
 *
 * @param cell its result: the cell with this run only
 * @param validation the scores of the validation images; null if the cell is no part of a fusion
 * @param model null if it is not kept
 */
record TrainedCell(CellResult cell, RunTiming timing, Predictions predictions, Matrix validation, Model model) {
    /** The finished run, in memory if {@code kept} is null, otherwise in this folder. @param key of the run */
    FinishedRun finish(RunFolder kept, String key) throws IOException {
        if (kept != null) {
            return kept.write(key, cell, timing, predictions, validation, model);
        }
        FinishedRun.Scores scores =
                validation == null ? null : new FinishedRun.Scores(validation, predictions.scores());
        return new FinishedRun(cell, timing, new FinishedRun.InMemory(predictions.classes(), scores, model));
    }
}
