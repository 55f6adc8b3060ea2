package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.Model;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.util.Optional;

/**
 * A run of a cell that is done.
 *
 * @param cell what it found: the cell with this run alone
 * @param timing how long it took
 * @param outputs what it leaves besides
 */
public record FinishedRun(CellResult cell, RunTiming timing, Outputs outputs) {
    /** What a run leaves besides its result, in memory or in a folder. */
    public interface Outputs {
        /** The predicted class of every test image. */
        int[] predictions() throws IOException;

        /** What was fitted; empty where the head cannot be saved. */
        Optional<Model> model(Run run) throws IOException;
    }

    /** Outputs in memory. @param fitted null where the head cannot be saved */
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
