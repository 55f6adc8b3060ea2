package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;

/**
 * The data section of an experiment: which data set, with the options it has. Implementations are records, so that they
 * are written in an experiment as they are here.
 */
public interface DataSource {
    /**
     * Reads the data set. What comes back depends on the files and on this record only, not on {@code run}, which
     * supplies threads and hears of progress.
     *
     * @throws IOException if the data is absent, with the steps to get it, or damaged, with the path and the byte
     *     offset
     */
    Splits open(DataPlaces where, Run run) throws IOException;

    /**
     * Reads all images of the data set, those for training and those for the test together, to be divided at random
     * again and again. Unless the source says otherwise, each class has as many test images as in its own division.
     */
    default Undivided undivided(DataPlaces where, Run run) throws IOException {
        return Undivided.of(open(where, run));
    }

    /** The same with settings written out that depend on the data, such as how a folder is split. */
    default DataSource resolved(DataPlaces where) throws IOException {
        return this;
    }
}
