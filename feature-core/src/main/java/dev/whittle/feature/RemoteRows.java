package dev.whittle.feature;

import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.function.Supplier;

/**
 * A table whose rows are not in this Java virtual machine, such as in the memory of other machines. Statistics of its
 * chunks are computed where the rows are, see {@link Chunks}. {@link #read} brings rows here, which is slow for many of
 * them.
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
     * A table of as many rows, which is computed where the rows are, when it is first needed, and kept there.
     *
     * @param columns of the new table
     */
    RemoteRows computed(int columns, Computation computation);

    /** Computes rows of a table from the same rows of another. It is sent to where the rows are. */
    @FunctionalInterface
    interface Computation extends Serializable {
        /**
         * Computes {@code n} rows from those that lie one after another from {@code in[at]} on, and writes them to
         * {@code out[to …]}.
         *
         * @param row the number of the first row
         */
        void write(float[] in, int at, int row, int n, float[] out, int to, Run run);
    }

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
