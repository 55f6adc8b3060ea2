package dev.whittle.feature.kernel;

import static dev.whittle.feature.kernel.HogKernels.TILE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link HogKernels#differences} in vectors, with the scratch memory of one thread. */
final class VectorHogDifferences {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();

    private static final long LOW = 0xFFFFFFFFL;
    /** Lanes of cells 0, n/2, 1, n/2 + 1 … of n to the order of the cells. */
    private static final VectorShuffle<Integer> ORDER = VectorShuffle.fromOp(INTS, i -> 2 * i % LANES + 2 * i / LANES);

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] sortedA = {};
    private byte[] sortedB = {};

    void take(byte[] a, int[] aAt, byte[] b, int[] bAt, int cellSize, int[] to) {
        if (cellSize == 8) {
            firstFour(a, aAt, b, bAt, to);
            lastFour(a, aAt, b, bAt, to);
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

    // Cells of eight columns are longs, of which the halves are sorted: of two vectors of cells, with the cells in
    // their order at last.

    private static void firstFour(byte[] a, int[] aAt, byte[] b, int[] bAt, int[] to) {
        for (int v = 0; v < 8; v++) {
            for (int i = 0; i < TILE; i += LANES) {
                IntVector x = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .and(LOW)
                        .or(ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                IntVector y = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .and(LOW)
                        .or(ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .lanewise(VectorOperators.LSHL, 32))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                int first = v * TILE + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + 8 * TILE);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 16 * TILE);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 24 * TILE);
            }
        }
    }

    private static void lastFour(byte[] a, int[] aAt, byte[] b, int[] bAt, int[] to) {
        for (int v = 0; v < 8; v++) {
            for (int i = 0; i < TILE; i += LANES) {
                IntVector x = ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHR, 32)
                        .or(ByteVector.fromArray(BYTES, a, aAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                IntVector y = ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.LSHR, 32)
                        .or(ByteVector.fromArray(BYTES, b, bAt[v] + 8 * i + BYTES.length())
                                .reinterpretAsLongs()
                                .and(~LOW))
                        .reinterpretAsInts()
                        .rearrange(ORDER);
                int first = (32 + v) * TILE + i;
                y.and(255).sub(x.and(255)).intoArray(to, first);
                IntVector x1 = x.lanewise(VectorOperators.LSHR, 8).and(255);
                y.lanewise(VectorOperators.LSHR, 8).and(255).sub(x1).intoArray(to, first + 8 * TILE);
                IntVector x2 = x.lanewise(VectorOperators.LSHR, 16).and(255);
                y.lanewise(VectorOperators.LSHR, 16).and(255).sub(x2).intoArray(to, first + 16 * TILE);
                IntVector x3 = x.lanewise(VectorOperators.LSHR, 24);
                y.lanewise(VectorOperators.LSHR, 24).sub(x3).intoArray(to, first + 24 * TILE);
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

    /** {@code to[4 * (q * TILE + j) + p] = row[at + j * cellSize + 4 * q + p]} for cells j &lt; TILE, quads q and p &lt; 4. */
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
