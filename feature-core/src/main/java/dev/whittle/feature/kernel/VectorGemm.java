package dev.whittle.feature.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C += A·B in vectors, after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3),
 * 2008: B is copied, a block that fits the second-level cache at a time, into panels two vectors wide; a tile of C that fits
 * the registers is then updated from one panel and a few rows of A. Lanes are columns of C and a tile is loaded and stored
 * around each block of k, so every element keeps its one fma chain in order of k, whatever the blocks and the vector width.
 *
 * <p>A is read in place where its rows are contiguous, else a block of it is transposed first.
 */
final class VectorGemm {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 2 * LANES;
    /** Rows of the large tile: 8·2 sums fill the 32 registers of AVX-512 with room for operands; others may have 16 only. */
    private static final int TILE_ROWS = LANES >= 16 ? 8 : 4;

    /** Rows of A that stay in the second-level cache while the panels of B pass. */
    private static final int BLOCK_M = 128;
    /** Columns of B packed at once. */
    private static final int BLOCK_N = 1024;
    /** At least this many of k at once: one panel of B then fills most of a first-level cache. */
    private static final int BLOCK_K = 256;
    /** Values of B packed at once; where B is narrow, blocks of k are longer and C is loaded and stored less often. */
    private static final int BLOCK_B = 32 * 1024;
    /** A narrow C of a transposed A is computed as its transpose, this many of its rows at once. */
    private static final int SWAP_ROWS = 2048;

    /** Memory of one thread, kept between calls. */
    private static final class Scratch {
        float[] a = {};
        float[] b = {};
        float[] c = {};
        final float[] tile = new float[TILE_ROWS * PANEL];
    }

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /** See {@link Kernels#gemm}. */
    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            int cRow) {
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        Scratch s = scratch.get();
        if (aColumn == 1 || n > 64 || (long) n * k + 2L * m * n >= (long) m * k) {
            blocks(s, m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow);
            return;
        }
        // Transposing A would cost more than computing Cᵀ = Bᵀ·Aᵀ, for which Aᵀ is packed as it lies.
        s.c = atLeast(s.c, n * Math.min(m, SWAP_ROWS));
        for (int i = 0; i < m; i += SWAP_ROWS) {
            int rows = Math.min(m - i, SWAP_ROWS);
            transpose(c, cOffset + i * cRow, cRow, 1, s.c, 0, rows, rows, n);
            blocks(s, n, rows, k, b, bOffset, bColumn, bRow, a, aOffset + i * aRow, aColumn, aRow, s.c, 0, rows);
            transpose(s.c, 0, rows, 1, c, cOffset + i * cRow, cRow, n, rows);
        }
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[length];
    }

    /** to[toStart + j·toRow + i] = from[start + i·row + j·column], eight rows at a time, since a line fetched holds several columns. */
    private static void transpose(
            float[] from, int start, int row, int column, float[] to, int toStart, int toRow, int rows, int columns) {
        int i = 0;
        if (column == 1) {
            for (; i + 8 <= rows; i += 8) {
                transpose8(from, start + i * row, row, to, toStart + i, toRow, columns);
            }
        }
        for (; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[toStart + j * toRow + i] = from[start + i * row + j * column];
            }
        }
    }

    private static void transpose8(float[] from, int f0, int row, float[] to, int toStart, int toRow, int columns) {
        int f1 = f0 + row;
        int f2 = f1 + row;
        int f3 = f2 + row;
        int f4 = f3 + row;
        int f5 = f4 + row;
        int f6 = f5 + row;
        int f7 = f6 + row;
        for (int j = 0; j < columns; j++) {
            int t = toStart + j * toRow;
            to[t] = from[f0 + j];
            to[t + 1] = from[f1 + j];
            to[t + 2] = from[f2 + j];
            to[t + 3] = from[f3 + j];
            to[t + 4] = from[f4 + j];
            to[t + 5] = from[f5 + j];
            to[t + 6] = from[f6 + j];
            to[t + 7] = from[f7 + j];
        }
    }

    private static void blocks(
            Scratch s,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aRow,
            int aColumn,
            float[] b,
            int bOffset,
            int bRow,
            int bColumn,
            float[] c,
            int cOffset,
            int cRow) {
        int width = Math.min(BLOCK_N, (n + LANES - 1) / LANES * LANES);
        int depth = Math.min(k, Math.max(BLOCK_K, BLOCK_B / width));
        s.b = atLeast(s.b, depth * width);
        for (int j = 0; j < n; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, n - j);
            for (int p = 0; p < k; p += depth) {
                int steps = Math.min(depth, k - p);
                packB(steps, columns, b, bOffset + p * bRow + j * bColumn, bRow, bColumn, s.b);
                for (int i = 0; i < m; i += BLOCK_M) {
                    int rows = Math.min(BLOCK_M, m - i);
                    int aStart = aOffset + i * aRow + p * aColumn;
                    int cStart = cOffset + i * cRow + j;
                    if (aColumn == 1) {
                        panels(rows, columns, steps, a, aStart, aRow, s.b, c, cStart, cRow, s.tile);
                    } else {
                        s.a = atLeast(s.a, rows * steps);
                        transpose(a, aStart, aColumn, aRow, s.a, 0, steps, steps, rows);
                        panels(rows, columns, steps, s.a, 0, steps, s.b, c, cStart, cRow, s.tile);
                    }
                }
            }
        }
    }

    /** Copies k rows of B into panels of {@link #PANEL} columns; the last is padded with zeros to one or two vectors. */
    private static void packB(int k, int columns, float[] b, int offset, int bRow, int bColumn, float[] panels) {
        int whole = columns / PANEL * PANEL;
        if (bColumn == 1) {
            // A few rows at a time, so that what is read and what is written are both contiguous for a while.
            for (int p = 0; p < k; p += 8) {
                int end = Math.min(k, p + 8);
                for (int j = 0; j < whole; j += PANEL) {
                    copyRows(p, end, b, offset + j, bRow, panels, j * k);
                }
            }
        } else {
            for (int j = 0; j < whole; j += PANEL) {
                transpose(b, offset + j * bColumn, bColumn, bRow, panels, j * k, PANEL, PANEL, k);
            }
        }
        int rest = columns - whole;
        if (rest > 0) {
            int width = rest <= LANES ? LANES : PANEL;
            Arrays.fill(panels, whole * k, whole * k + k * width, 0f);
            transpose(b, offset + whole * bColumn, bColumn, bRow, panels, whole * k, width, rest, k);
        }
    }

    private static void copyRows(int from, int to, float[] b, int offset, int bRow, float[] panels, int start) {
        for (int p = from; p < to; p++) {
            FloatVector.fromArray(SPECIES, b, offset + p * bRow).intoArray(panels, start + p * PANEL);
            FloatVector.fromArray(SPECIES, b, offset + p * bRow + LANES).intoArray(panels, start + p * PANEL + LANES);
        }
    }

    /** A block of rows of C, panel after panel. */
    private static void panels(
            int rows,
            int columns,
            int k,
            float[] a,
            int aStart,
            int aRow,
            float[] panels,
            float[] c,
            int cStart,
            int cRow,
            float[] edge) {
        for (int j = 0; j < columns; j += PANEL) {
            int width = Math.min(PANEL, columns - j);
            int i = 0;
            while (i < rows) {
                int tileRows = rows - i >= TILE_ROWS ? TILE_ROWS : Math.min(4, rows - i);
                int aTile = aStart + i * aRow;
                int cTile = cStart + i * cRow + j;
                if (width == PANEL && tileRows >= 4) {
                    tile(tileRows, width, k, a, aTile, aRow, panels, j * k, c, cTile, cRow);
                } else {
                    Arrays.fill(edge, 0f);
                    for (int r = 0; r < tileRows; r++) {
                        System.arraycopy(c, cTile + r * cRow, edge, r * PANEL, width);
                    }
                    tile(tileRows, width, k, a, aTile, aRow, panels, j * k, edge, 0, PANEL);
                    for (int r = 0; r < tileRows; r++) {
                        System.arraycopy(edge, r * PANEL, c, cTile + r * cRow, width);
                    }
                }
                i += tileRows;
            }
        }
    }

    /** One tile; of fewer than 4 rows the last is computed more than once, into rows of C that the caller has to spare. */
    private static void tile(
            int rows, int width, int k, float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow) {
        if (rows > 4) {
            if (width > LANES) {
                tile8x2(k, a, a0, aRow, b, b0, c, c0, cRow);
            } else {
                tile8x1(k, a, a0, aRow, b, b0, c, c0, cRow);
            }
            return;
        }
        int a1 = a0 + Math.min(1, rows - 1) * aRow;
        int a2 = a0 + Math.min(2, rows - 1) * aRow;
        int a3 = a0 + Math.min(3, rows - 1) * aRow;
        if (width > LANES) {
            tile4x2(k, a, a0, a1, a2, a3, b, b0, c, c0, cRow);
        } else {
            tile4x1(k, a, a0, a1, a2, a3, b, b0, c, c0, cRow);
        }
    }

    // The tiles, in methods of their own: the compiler keeps the sums in registers only where a method is small.

    private static void tile8x2(int k, float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        FloatVector sum00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector sum01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector sum10 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector sum11 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector sum20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector sum21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector sum30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector sum31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        FloatVector sum40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow);
        FloatVector sum41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow + LANES);
        FloatVector sum50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow);
        FloatVector sum51 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow + LANES);
        FloatVector sum60 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow);
        FloatVector sum61 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow + LANES);
        FloatVector sum70 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow);
        FloatVector sum71 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, b0 + p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + p * PANEL + LANES);
            FloatVector r0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
            sum00 = r0.fma(left, sum00);
            sum01 = r0.fma(right, sum01);
            FloatVector r1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            sum10 = r1.fma(left, sum10);
            sum11 = r1.fma(right, sum11);
            FloatVector r2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            sum20 = r2.fma(left, sum20);
            sum21 = r2.fma(right, sum21);
            FloatVector r3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            sum30 = r3.fma(left, sum30);
            sum31 = r3.fma(right, sum31);
            FloatVector r4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            sum40 = r4.fma(left, sum40);
            sum41 = r4.fma(right, sum41);
            FloatVector r5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            sum50 = r5.fma(left, sum50);
            sum51 = r5.fma(right, sum51);
            FloatVector r6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
            sum60 = r6.fma(left, sum60);
            sum61 = r6.fma(right, sum61);
            FloatVector r7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
            sum70 = r7.fma(left, sum70);
            sum71 = r7.fma(right, sum71);
        }
        sum00.intoArray(c, c0);
        sum01.intoArray(c, c0 + LANES);
        sum10.intoArray(c, c0 + cRow);
        sum11.intoArray(c, c0 + cRow + LANES);
        sum20.intoArray(c, c0 + 2 * cRow);
        sum21.intoArray(c, c0 + 2 * cRow + LANES);
        sum30.intoArray(c, c0 + 3 * cRow);
        sum31.intoArray(c, c0 + 3 * cRow + LANES);
        sum40.intoArray(c, c0 + 4 * cRow);
        sum41.intoArray(c, c0 + 4 * cRow + LANES);
        sum50.intoArray(c, c0 + 5 * cRow);
        sum51.intoArray(c, c0 + 5 * cRow + LANES);
        sum60.intoArray(c, c0 + 6 * cRow);
        sum61.intoArray(c, c0 + 6 * cRow + LANES);
        sum70.intoArray(c, c0 + 7 * cRow);
        sum71.intoArray(c, c0 + 7 * cRow + LANES);
    }

    private static void tile8x1(int k, float[] a, int a0, int aRow, float[] b, int b0, float[] c, int c0, int cRow) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        FloatVector sum0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector sum4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow);
        FloatVector sum5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow);
        FloatVector sum6 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow);
        FloatVector sum7 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow);
        for (int p = 0; p < k; p++) {
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + p * LANES);
            sum0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(right, sum0);
            sum1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(right, sum1);
            sum2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(right, sum2);
            sum3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(right, sum3);
            sum4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(right, sum4);
            sum5 = FloatVector.broadcast(SPECIES, a[a5 + p]).fma(right, sum5);
            sum6 = FloatVector.broadcast(SPECIES, a[a6 + p]).fma(right, sum6);
            sum7 = FloatVector.broadcast(SPECIES, a[a7 + p]).fma(right, sum7);
        }
        sum0.intoArray(c, c0);
        sum1.intoArray(c, c0 + cRow);
        sum2.intoArray(c, c0 + 2 * cRow);
        sum3.intoArray(c, c0 + 3 * cRow);
        sum4.intoArray(c, c0 + 4 * cRow);
        sum5.intoArray(c, c0 + 5 * cRow);
        sum6.intoArray(c, c0 + 6 * cRow);
        sum7.intoArray(c, c0 + 7 * cRow);
    }

    private static void tile4x2(
            int k, float[] a, int a0, int a1, int a2, int a3, float[] b, int b0, float[] c, int c0, int cRow) {
        FloatVector sum00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector sum01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector sum10 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector sum11 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector sum20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector sum21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector sum30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector sum31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, b0 + p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + p * PANEL + LANES);
            FloatVector r0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
            sum00 = r0.fma(left, sum00);
            sum01 = r0.fma(right, sum01);
            FloatVector r1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            sum10 = r1.fma(left, sum10);
            sum11 = r1.fma(right, sum11);
            FloatVector r2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            sum20 = r2.fma(left, sum20);
            sum21 = r2.fma(right, sum21);
            FloatVector r3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            sum30 = r3.fma(left, sum30);
            sum31 = r3.fma(right, sum31);
        }
        sum00.intoArray(c, c0);
        sum01.intoArray(c, c0 + LANES);
        sum10.intoArray(c, c0 + cRow);
        sum11.intoArray(c, c0 + cRow + LANES);
        sum20.intoArray(c, c0 + 2 * cRow);
        sum21.intoArray(c, c0 + 2 * cRow + LANES);
        sum30.intoArray(c, c0 + 3 * cRow);
        sum31.intoArray(c, c0 + 3 * cRow + LANES);
    }

    private static void tile4x1(
            int k, float[] a, int a0, int a1, int a2, int a3, float[] b, int b0, float[] c, int c0, int cRow) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        for (int p = 0; p < k; p++) {
            FloatVector right = FloatVector.fromArray(SPECIES, b, b0 + p * LANES);
            sum0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(right, sum0);
            sum1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(right, sum1);
            sum2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(right, sum2);
            sum3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(right, sum3);
        }
        sum0.intoArray(c, c0);
        sum1.intoArray(c, c0 + cRow);
        sum2.intoArray(c, c0 + 2 * cRow);
        sum3.intoArray(c, c0 + 3 * cRow);
    }
}
