package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.Run;
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

        /** The fitted pipeline; empty if the head cannot be saved. */
        Optional<Model> model(Run run) throws IOException;
    }

    /** Outputs in memory. @param fitted null if the head cannot be saved */
    record InMemory(int[] predictions, Model fitted) implements Outputs {
        @Override
        public Optional<Model> model(Run run) {
            return Optional.ofNullable(fitted);
        }
    }

    public CellRun run() {
        return cell.runs().get(0);
    }
}
