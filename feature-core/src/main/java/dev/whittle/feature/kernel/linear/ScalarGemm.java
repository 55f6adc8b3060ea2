package dev.whittle.feature.kernel.linear;

import dev.whittle.feature.kernel.memory.PerThread;

/**
 * C += A·B in plain loops that the just-in-time compiler vectorises. It vectorises a loop over several arrays only if
 * all are indexed by the loop variable alone. Therefore rows of B and a row of C are copied into separate arrays. A
 * pass over the row takes four steps of k, in order, so that every element keeps its one fma chain.
 */
final class ScalarGemm {
    /** Rows of C at once, kept in the second-level cache through all of k. */
    private static final int BLOCK_M = 128;
    /** Columns at once: enough to make the start and the end of the vector loop cheap. */
    private static final int BLOCK_N = 512;
    /** Steps of k at once: these rows of B (32 KB) are read through the first-level cache for each row of C. */
    private static final int BLOCK_K = 16;
    /** Steps of k at once if C has few rows. Then copying B is most of the work, and longer pieces are faster. */
    private static final int NARROW_BLOCK_K = 64;
    /** Below this many columns C is computed as its transpose, if that has longer rows. */
    private static final int NARROW = 64;

    /** The memory of one thread, kept between calls. */
    private static final class Scratch {
        final float[][] b = new float[NARROW_BLOCK_K][BLOCK_N];
        final float[][] c = new float[BLOCK_M][BLOCK_N];
    }

    private final PerThread<Scratch> scratch = new PerThread<>(Scratch::new);

    /** See {@link LinearKernels#gemm}. */
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
        if (n < NARROW && m > n) {
            // Cᵀ += Bᵀ·Aᵀ
            blocks(n, m, k, b, bOffset, bColumn, bRow, a, aOffset, aColumn, aRow, c, cOffset, 1, cRow);
        } else {
            blocks(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cRow, 1);
        }
    }

    private void blocks(
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
            int cRow,
            int cColumn) {
        Scratch s = scratch.get();
        int depth = m < NARROW ? NARROW_BLOCK_K : BLOCK_K;
        for (int j = 0; j < n; j += BLOCK_N) {
            int columns = Math.min(BLOCK_N, n - j);
            for (int i = 0; i < m; i += BLOCK_M) {
                int rows = Math.min(BLOCK_M, m - i);
                int cStart = cOffset + i * cRow + j * cColumn;
                for (int r = 0; r < rows; r++) {
                    gather(columns, c, cStart + r * cRow, cColumn, s.c[r]);
                }
                for (int p = 0; p < k; p += depth) {
                    int steps = Math.min(depth, k - p);
                    copyRows(steps, columns, b, bOffset + p * bRow + j * bColumn, bRow, bColumn, s.b);
                    int aStart = aOffset + i * aRow + p * aColumn;
                    for (int r = 0; r < rows; r++) {
                        addRow(steps, columns, a, aStart + r * aRow, aColumn, s.b, s.c[r]);
                    }
                }
                for (int r = 0; r < rows; r++) {
                    scatter(columns, s.c[r], c, cStart + r * cRow, cColumn);
                }
            }
        }
    }

    private static void copyRows(int rows, int columns, float[] b, int offset, int bRow, int bColumn, float[][] to) {
        int p = 0;
        if (bColumn != 1) {
            // A transpose, in blocks that stay in the first-level cache.
            for (int j = 0; j < columns; j += 64) {
                int end = Math.min(columns, j + 64);
                for (p = 0; p + 4 <= rows; p += 4) {
                    int start = offset + p * bRow;
                    gather4(j, end, b, start, bRow, bColumn, to[p], to[p + 1], to[p + 2], to[p + 3]);
                }
            }
        }
        for (; p < rows; p++) {
            gather(columns, b, offset + p * bRow, bColumn, to[p]);
        }
    }

    private static void gather4(
            int from,
            int end,
            float[] b,
            int offset,
            int row,
            int column,
            float[] to0,
            float[] to1,
            float[] to2,
            float[] to3) {
        for (int j = from; j < end; j++) {
            int i = offset + j * column;
            to0[j] = b[i];
            to1[j] = b[i + row];
            to2[j] = b[i + 2 * row];
            to3[j] = b[i + 3 * row];
        }
    }

    private static void gather(int n, float[] from, int offset, int step, float[] to) {
        if (step == 1) {
            System.arraycopy(from, offset, to, 0, n);
            return;
        }
        for (int j = 0; j < n; j++) {
            to[j] = from[offset + j * step];
        }
    }

    private static void scatter(int n, float[] from, float[] to, int offset, int step) {
        if (step == 1) {
            System.arraycopy(from, 0, to, offset, n);
            return;
        }
        for (int j = 0; j < n; j++) {
            to[offset + j * step] = from[j];
        }
    }

    private static void addRow(int k, int n, float[] a, int aStart, int aColumn, float[][] b, float[] c) {
        int p = 0;
        for (; p + 4 <= k; p += 4) {
            int i = aStart + p * aColumn;
            add4(
                    n,
                    a[i],
                    a[i + aColumn],
                    a[i + 2 * aColumn],
                    a[i + 3 * aColumn],
                    b[p],
                    b[p + 1],
                    b[p + 2],
                    b[p + 3],
                    c);
        }
        for (; p < k; p++) {
            add1(n, a[aStart + p * aColumn], b[p], c);
        }
    }

    private static void add4(
            int n, float a0, float a1, float a2, float a3, float[] b0, float[] b1, float[] b2, float[] b3, float[] c) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void add1(int n, float a, float[] b, float[] c) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
