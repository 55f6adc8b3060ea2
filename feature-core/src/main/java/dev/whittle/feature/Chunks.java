package dev.whittle.feature;

import dev.whittle.feature.table.Rows;
import java.io.Serializable;
import java.util.function.BinaryOperator;

/**
 * Statistics of chunks of a table, computed where its rows are: on the threads of the run, or on other machines if
 * they are {@link RemoteRows}. Chunks are those of {@link Run#parallel}, and so are the bits of their statistics,
 * wherever they are computed. Training on tables of any size is written in terms of these.
 */
public final class Chunks {
    private Chunks() {}

    /**
     * Uses the statistics of each chunk as soon as they are known, in any order and on several threads at the same
     * time. For results that are kept by row or by chunk.
     */
    public static <S extends Serializable> void each(
            Rows table, int chunkRows, ChunkStatistics<S> statistics, ChunkStatistics.Use<S> use, Run run) {
        if (table instanceof RemoteRows remote) {
            remote.chunks(chunkRows, statistics, use, run);
        } else {
            run.parallel(table.rows(), chunkRows, (from, to) -> use.chunk(from, statistics.of(table, from, to, run)));
        }
    }

    /** Uses the statistics of one chunk after another, in the order of the chunks, though not always on one thread. */
    public static <S extends Serializable> void inOrder(
            Rows table, int chunkRows, ChunkStatistics<S> statistics, ChunkStatistics.Use<S> use, Run run) {
        if (table instanceof RemoteRows remote) {
            remote.chunks(chunkRows, statistics, use, run);
        } else {
            run.inOrder(
                    table.rows(),
                    chunkRows,
                    (from, to) -> statistics.of(table, from, to, run),
                    (s, chunk) -> use.chunk(chunk * chunkRows, s));
        }
    }

    /**
     * A value that the statistics of several passes need, such as the labels of the rows. It is sent once.
     *
     * @param value must not be changed any more
     */
    public static <T extends Serializable> RemoteRows.Shared<T> shared(Rows table, T value) {
        return table instanceof RemoteRows remote ? remote.shared(value) : () -> value;
    }

    /**
     * Combines the statistics of all chunks in chunk order, as {@link Run#fold} does.
     *
     * @param table has at least 1 row
     * @param combine may change and return its first argument
     */
    public static <S extends Serializable> S fold(
            Rows table, int chunkRows, ChunkStatistics<S> statistics, BinaryOperator<S> combine, Run run) {
        if (table.rows() < 1) {
            throw new IllegalArgumentException("A table of at least 1 row is expected, got none");
        }
        Folded<S> all = new Folded<>(combine);
        inOrder(table, chunkRows, statistics, (from, s) -> all.add(s), run);
        return all.value();
    }

    /** Adds the sums of a chunk to those of the chunks before it, for {@link #fold}. */
    public static double[] add(double[] before, double[] chunk) {
        for (int i = 0; i < before.length; i++) {
            before[i] += chunk[i];
        }
        return before;
    }
}
