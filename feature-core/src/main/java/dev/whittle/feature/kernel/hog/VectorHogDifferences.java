package dev.whittle.feature.kernel.hog;

import static dev.whittle.feature.kernel.hog.HogKernels.TILE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link HogKernels#differences} in vectors, with working memory for one call at a time. */
final class VectorHogDifferences {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();

    private static final long LOW = 0xFFFFFFFFL;
    /** Puts n lanes, which are those of the cells 0, n/2, 1, n/2 + 1 …, into the order of the cells. */
    private static final VectorShuffle<Integer> ORDER = VectorShuffle.fromOp(INTS, i -> 2 * i % LANES + 2 * i / LANES);

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] sortedA = {};
    private byte[] sortedB = {};

    void take(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
        if (cellSize == 8) {
            eightColumns(a, aAt, b, bAt, to);
            return;
        }
        int quads = (cellSize + 3) / 4;
        if (sortedA.length < 4 * quads * TILE) {
            sortedA = new byte[4 * quads * TILE];
            sortedB = new byte[4 * quads * TILE];
        }
        for (int v = 0; v < cellSize; v++) {
            sortByColumn(a, aAt[v], cellSize, sortedA);
            sortByColumn(b, bAt[v], cellSize, sortedB);
            differences(sortedA, sortedB, quads, to, v * TILE, cellSize * TILE);
        }
    }

    /**
     * Cells of eight columns are longs. Their halves are sorted, of two vectors of cells, and these then put in order.
     */
    private static void eightColumns(byte[] a, int[] aAt, byte[] b, int[] bAt, int[] to) {
        for (int v = 0; v < 8; v++) {
            for (int i = 0; i < TILE; i += LANES) {
                LongVector a0 = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i).reinterpretAsLongs();
                LongVector a1 = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i + BYTES.length())
                        .reinterpretAsLongs();
                LongVector b0 = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i).reinterpretAsLongs();
                LongVector b1 = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i + BYTES.length())
                        .reinterpretAsLongs();
                IntVector x = a0.and(LOW)
                        .or(a1.lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                IntVector y = b0.and(LOW)
                        .or(b1.lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                int at = v * TILE + i;
                y.and(255).sub(x.and(255)).intoArray(to, at);
                IntVector first1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(first1).intoArray(to, at + 8 * TILE);
                IntVector first2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(first2).intoArray(to, at + 16 * TILE);
                IntVector first3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(first3).intoArray(to, at + 24 * TILE);
                x = a0.lanewise(VectorOperators.LSHR, 32)
                        .or(a1.and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                y = b0.lanewise(VectorOperators.LSHR, 32)
                        .or(b1.and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                at += 32 * TILE;
                y.and(255).sub(x.and(255)).intoArray(to, at);
                IntVector last1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(last1).intoArray(to, at + 8 * TILE);
                IntVector last2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(last2).intoArray(to, at + 16 * TILE);
                IntVector last3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(last3).intoArray(to, at + 24 * TILE);
            }
        }
    }

    private static void differences(byte[] a, byte[] b, int quads, int[] to, int at, int stride) {
        for (int q = 0; q < quads; q++) {
            for (int i = 0; i < TILE; i += LANES) {
                // On a little-endian machine byte p of an int is pixel p of the quad.
                IntVector x = ByteVector.fromArray(BYTES, a, 4 * (q * TILE + i)).reinterpretAsInts();
                IntVector y = ByteVector.fromArray(BYTES, b, 4 * (q * TILE + i)).reinterpretAsInts();
                int first = at + 4 * q * stride + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + stride);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 2 * stride);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 3 * stride);
            }
        }
    }

    /**
     * {@code to[4 * (q * TILE + j) + p] = row[at + j * cellSize + 4 * q + p]} for cells j &lt; TILE, quads q and p &lt;
     * 4.
     */
    private static void sortByColumn(byte[] row, int at, int cellSize, byte[] to) {
        int rest = cellSize % 4;
        for (int j = 0; j < TILE; j++) {
            int from = at + j * cellSize;
            for (int p = 0; p + 4 <= cellSize; p += 4) {
                FOUR.set(to, p * TILE + 4 * j, (int) FOUR.get(row, from + p));
            }
            for (int p = cellSize - rest; p < cellSize; p++) {
                to[p / 4 * 4 * TILE + 4 * j + p % 4] = row[from + p];
            }
        }
    }
}
