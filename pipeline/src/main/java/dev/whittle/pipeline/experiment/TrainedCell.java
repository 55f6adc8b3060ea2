package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.List;

/**
 * A cell that was trained and evaluated for one seed, before it is kept.
 *
 * @param classifier the trained head
 * @param cell its result: the cell with this run only
 * @param validation the scores of the validation images; null if the cell is no part of a fusion
 * @param model null if it is not kept
 */
record TrainedCell(
        Classifier classifier,
        CellResult cell,
        RunTiming timing,
        Predictions predictions,
        Matrix validation,
        Model model) {
    CellRun run() {
        return cell.runs().get(0);
    }

    /** The same with these counts on corrupted test images. */
    TrainedCell withCorrupted(List<CorruptedCount> counts) {
        CellResult counted = cell.with(List.of(run().withCorrupted(counts)));
        return new TrainedCell(classifier, counted, timing, predictions, validation, model);
    }

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
