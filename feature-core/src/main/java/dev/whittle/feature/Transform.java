package dev.whittle.feature;

import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.Serializable;

/** Maps feature vectors to feature vectors, range by range. Fitted, immutable, thread-safe, and serialisable. */
public interface Transform extends Fitted, Serializable {
    /**
     * The number of values of a transformed vector: as many as before, unless the transform says otherwise.
     *
     * @param columns the number of values before
     * @throws IllegalArgumentException if the transform was fitted to another number
     */
    default int columns(int columns) {
        return columns;
    }

    /**
     * Transforms {@code n} vectors that lie one after another from {@code in[at]} on, and writes them to {@code out[to
     * …]}. The result for a vector does not depend on the other vectors. {@code in} and {@code out} are different
     * arrays.
     *
     * <p>An implementation calls {@link #checkRoom} first.
     *
     * @param columns the number of values of a vector
     * @throws IllegalArgumentException if {@link #columns} fails, or the vectors do not lie in {@code in} or do not fit
     *     into {@code out}, with the sizes
     */
    void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run);

    /** Checks the arguments of {@link #apply(float[], int, int, int, float[], int, Run)}. */
    default void checkRoom(float[] in, int at, int n, int columns, float[] out, int to) {
        checkRoom("Vectors to be transformed", in, at, n, columns);
        checkRoom("Transformed vectors", out, to, n, columns(columns));
    }

    private static void checkRoom(String what, float[] array, int at, int n, int columns) {
        if (n < 0 || at < 0 || at + (long) n * columns > array.length) {
            throw new IllegalArgumentException(what + ": " + n + " of " + columns + " values, from index " + at
                    + " on, do not lie in an array of " + array.length);
        }
    }

    /**
     * Checks vectors before they are transformed, which lie one after another from {@code in[at]} on. A transform that
     * is not defined for all finite values overrides this.
     *
     * @param first the number of the first row, for the message
     * @throws IllegalArgumentException if a value cannot be transformed, with its place
     */
    default void check(float[] in, int at, int n, int columns, long first) {
        // An infinity may become a probability of 0, so checking the transformed values is not enough.
        if (Finite.firstOther(in, at, n * columns) >= 0) {
            Finite.check("features before " + this, in, at, n, columns, first);
        }
    }

    /**
     * Whether every value stays in its place and depends on no other value. Then weights of the transformed values can
     * be shown like weights of the original ones.
     */
    default boolean valueByValue() {
        return false;
    }

    /**
     * The transformed rows, in memory.
     *
     * @throws IllegalArgumentException if {@code rows} has another number of columns than the transform was fitted to,
     *     or a value is not finite, before or afterwards
     */
    default Matrix apply(Rows rows, Run run) {
        return Tables.inMemory(view(rows, run), run);
    }

    /**
     * The transformed rows, computed when they are read. {@link Tables#onDisk} writes them to a file. Those of {@link
     * RemoteRows} are computed where the rows are.
     */
    default Rows view(Rows rows, Run run) {
        int before = rows.columns();
        int after = columns(before);
        if (rows instanceof RemoteRows remote) {
            return remote.computed(
                    after, (in, from, row, n, to, at, there) -> applyChecked(in, from, row, n, before, to, at, there));
        }
        return new ComputedRows(
                rows.rows(),
                after,
                (row, n, to, at) -> Tables.range(
                        rows, row, n, (in, from, first, count) -> applyChecked(in, from, row, n, before, to, at, run)));
    }

    private void applyChecked(float[] in, int from, int row, int n, int columns, float[] to, int at, Run run) {
        check(in, from, n, columns, row);
        apply(in, from, n, columns, to, at, run);
        int after = columns(columns);
        if (Finite.firstOther(to, at, n * after) >= 0) {
            Finite.check("features after " + this, to, at, n, after, row);
        }
    }
}
