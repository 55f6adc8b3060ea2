package dev.whittle.pipeline.experiment;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept of a run of a cell.
 *
 * @param folder null if nothing is kept
 * @param key null if nothing is kept
 * @param found the run, if it was finished before
 */
record KeptRun(RunFolder folder, String key, Optional<FinishedRun> found) {
    static final KeptRun NOTHING = new KeptRun(null, null, Optional.empty());

    /** @param isFused whether the scores of the validation images are kept, for a fusion */
    static KeptRun of(Path path, String key, boolean isFused) {
        RunFolder folder = new RunFolder(path);
        return new KeptRun(folder, key, folder.find(key, isFused));
    }
}
