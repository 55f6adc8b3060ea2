package dev.whittle.feature;

import dev.whittle.feature.table.Rows;
import java.io.Serializable;

/**
 * What is computed of a chunk of rows. {@link Chunks} computes it where the rows are, which may be another machine. So
 * it is sent there, and its results are sent back: both are serialisable. It refers to what is small, such as the words
 * of a codebook, and never to a table or a {@link Run}; both are given as arguments.
 *
 * @param <S> the statistics; a chunk's own, which nobody else uses or changes
 */
@FunctionalInterface
public interface ChunkStatistics<S> extends Serializable {
    /**
     * The statistics of the rows {@code from} to {@code to - 1}; thread-safe.
     *
     * @param rows the table, or only these rows of it under the same numbers: no other rows may be read
     * @param run how to run where the rows are. Its seeds are those of the caller's run
     */
    S of(Rows rows, int from, int to, Run run);

    /** Uses the statistics of a chunk. */
    @FunctionalInterface
    interface Use<S> {
        /** @param from the number of the chunk's first row */
        void chunk(int from, S statistics);
    }
}
