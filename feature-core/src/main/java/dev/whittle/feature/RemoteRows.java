package dev.whittle.feature;

import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.function.Supplier;

/**
 * A table whose rows are elsewhere, such as in the memory of other machines. Statistics of its chunks are computed
 * where the rows are, see {@link Chunks}. {@link #read} brings rows here, which is slow for many of them.
 */
public interface RemoteRows extends Rows {
    /**
     * Computes the statistics of every chunk where its rows are, and uses them here: one after another, in the order of
     * the chunks, on the calling thread. The chunks are those of {@link Run#parallel}.
     *
     * @throws IllegalArgumentException if the rows cannot be cut into chunks of this size
     */
    <S extends Serializable> void chunks(
            int chunkRows, ChunkStatistics<S> statistics, ChunkStatistics.Use<S> use, Run run);

    /**
     * Sends a value to where the rows are, once. {@link ChunkStatistics} of several passes can refer to what is
     * returned, which is small.
     *
     * @param value must not be changed any more
     */
    <T extends Serializable> Shared<T> shared(T value);

    /** A value that was sent to where the rows are. */
    interface Shared<T> extends Supplier<T>, Serializable {}
}
