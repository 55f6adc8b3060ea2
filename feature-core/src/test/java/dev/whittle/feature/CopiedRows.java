package dev.whittle.feature;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.RowBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Rows that count as if they were on another machine: statistics, their results and shared values go through Java's
 * serialisation, and a chunk can read its own rows only.
 */
public final class CopiedRows implements RemoteRows {
    private final Matrix rows;
    /** How many chunks were computed. */
    private int chunks;

    public CopiedRows(Matrix rows) {
        this.rows = rows;
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public int columns() {
        return rows.columns();
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        rows.read(row, n, to, at);
    }

    public int chunks() {
        return chunks;
    }

    @Override
    public <S extends Serializable> void chunks(
            int chunkRows, ChunkStatistics<S> statistics, ChunkStatistics.Use<S> use, Run run) {
        ChunkStatistics<S> sent = copy(statistics);
        Run there = Run.defaults().withThreads(1).withSeed(run.seed());
        for (int from = 0; from < rows(); from += chunkRows) {
            Matrix own = new Matrix(Math.min(chunkRows, rows() - from), columns());
            rows.read(from, own.rows(), own.data(), 0);
            RowBlock block = new RowBlock(rows(), from, own);
            use.chunk(from, copy(sent.of(block, from, from + own.rows(), there)));
            chunks++;
        }
    }

    @Override
    public RemoteRows computed(int newColumns, Computation computation) {
        Matrix computed = new Matrix(rows(), newColumns);
        copy(computation)
                .write(
                        rows.data(),
                        0,
                        0,
                        rows(),
                        computed.data(),
                        0,
                        Run.defaults().withThreads(1));
        return new CopiedRows(computed);
    }

    private record Copy<T extends Serializable>(T get) implements Shared<T> {}

    @Override
    public <T extends Serializable> Shared<T> shared(T value) {
        return new Copy<>(value);
    }

    @SuppressWarnings("unchecked") // a copy of the same type
    private static <T> T copy(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
            out.flush();
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
