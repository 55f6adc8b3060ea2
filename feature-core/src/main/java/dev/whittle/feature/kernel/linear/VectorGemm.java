package dev.whittle.feature.kernel.linear;

import static dev.whittle.feature.kernel.linear.VectorTiles.LANES;
import static dev.whittle.feature.kernel.linear.VectorTiles.PANEL;
import static dev.whittle.feature.kernel.linear.VectorTiles.SPECIES;

import dev.whittle.feature.kernel.memory.PerThread;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * C += A·B in vectors, after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS
 * 34(3), 2008: a block of B that fits the second-level cache is copied into panels as wide as a tile of C. Then a few
 * rows of A at a time are copied into a strip as high as a tile, which stays in the first-level cache while all panels
 * are multiplied. Lanes are columns of C, and a tile is loaded before and stored after each block of k. So every
 * element keeps its one fma chain in order of k, for any blocks and any vector width.
 */
final class VectorGemm {
    /** Columns of B packed at once. */
    private static final int BLOCK_N = 1024;
    /** Steps of k at once: long enough that loading and storing C costs little. */
    private static final int BLOCK_K = 256;
    /** If C is narrow and A is transposed, the transpose of C is computed, this many of its rows at once. */
    private static final int SWAP_ROWS = 2048;

    private final PerThread<Product> product = new PerThread<>(Product::new);

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
        Product p = product.get();
        if (aColumn == 1 || n > 64 || (long) n * k + 2L * m * n >= (long) m * k) {
            p.left(a, aRow, aColumn);
            p.right(b, bRow, bColumn);
            p.multiply(m, n, k, aOffset, bOffset, c, cOffset, cRow);
        } else {
            // Cᵀ += Bᵀ·Aᵀ: C is small, and copying A as wide panels costs less than as strips.
            p.left(b, bColumn, bRow);
            p.right(a, aColumn, aRow);
            p.swapped = atLeast(p.swapped, n * Math.min(m, SWAP_ROWS));
            for (int i = 0; i < m; i += SWAP_ROWS) {
                int rows = Math.min(m - i, SWAP_ROWS);
                int start = cOffset + i * cRow;
                interleave(rows, n, c, start, cRow, 1, p.swapped, 0, rows);
                p.multiply(n, rows, k, bOffset, aOffset + i * aRow, p.swapped, 0, rows);
                interleave(n, rows, p.swapped, 0, rows, 1, c, start, cRow);
            }
        }
        p.left(null, 0, 0);
        p.right(null, 0, 0);
    }

    /** The operands of a product, and the memory of one thread, kept between products. */
    private static final class Product {
        private float[] a;
        private int aRow;
        private int aColumn;
        private float[] b;
        private int bRow;
        private int bColumn;
        private float[] c;
        private int cRow;

        private final float[][] panels = new float[BLOCK_N / PANEL][];
        private final float[] strip = new float[VectorTiles.ROWS * BLOCK_K];
        private final float[] edge = new float[Math.max(8, VectorTiles.ROWS) * PANEL];
        private float[] swapped = {};

        void left(float[] data, int row, int column) {
            a = data;
            aRow = row;
            aColumn = column;
        }

        void right(float[] data, int row, int column) {
            b = data;
            bRow = row;
            bColumn = column;
        }

        void multiply(int m, int n, int k, int aOffset, int bOffset, float[] result, int cOffset, int resultRow) {
            c = result;
            cRow = resultRow;
            for (int j = 0; j < n; j += BLOCK_N) {
                int columns = Math.min(BLOCK_N, n - j);
                for (int p = 0; p < k; p += BLOCK_K) {
                    int steps = Math.min(BLOCK_K, k - p);
                    packB(steps, columns, bOffset + p * bRow + j * bColumn);
                    multiplyPanels(m, columns, steps, aOffset + p * aColumn, cOffset + j);
                }
            }
            c = null;
        }

        private void multiplyPanels(int m, int columns, int k, int aStart, int cStart) {
            int i = 0;
            if (columns <= LANES && aColumn == 1) {
                for (; i + 8 <= m; i += 8) {
                    narrow(columns, k, aStart + i * aRow, cStart + i * cRow);
                }
            }
            while (i < m) {
                int height = VectorTiles.height(m - i);
                int rows = Math.min(height, m - i);
                packStrip(height, rows, k, aStart + i * aRow);
                for (int j = 0; j < columns; j += PANEL) {
                    tile(height, rows, Math.min(PANEL, columns - j), k, panels[j / PANEL], cStart + i * cRow + j);
                }
                i += height;
            }
        }

        /** Copies some rows of B into panels; the last panel is padded with zeros. */
        private void packB(int k, int columns, int offset) {
            for (int j = 0; j < columns; j += PANEL) {
                float[] panel = panels[j / PANEL] = atLeast(panels[j / PANEL], PANEL * BLOCK_K);
                if (columns - j < PANEL) {
                    Arrays.fill(panel, 0f);
                }
            }
            if (bColumn == 1) {
                // A few rows at a time, so that both reads and writes have contiguous stretches.
                for (int p = 0; p < k; p += 8) {
                    int end = Math.min(k, p + 8);
                    for (int j = 0; j < columns; j += PANEL) {
                        copyRows(p, end, Math.min(PANEL, columns - j), b, offset + j, bRow, panels[j / PANEL]);
                    }
                }
            } else {
                for (int j = 0; j < columns; j += PANEL) {
                    int width = Math.min(PANEL, columns - j);
                    interleave(width, k, b, offset + j * bColumn, bColumn, bRow, panels[j / PANEL], 0, PANEL);
                }
            }
        }

        private void packStrip(int height, int rows, int k, int start) {
            if (rows < height) {
                Arrays.fill(strip, 0f);
            }
            interleave(rows, k, a, start, aRow, aColumn, strip, 0, height);
        }

        private void tile(int height, int rows, int width, int k, float[] panel, int c0) {
            if (rows == height && width == PANEL) {
                VectorTiles.tile(height, k, strip, panel, c, c0, cRow);
                return;
            }
            loadEdge(rows, width, c0);
            VectorTiles.tile(height, k, strip, panel, edge, 0, PANEL);
            storeEdge(rows, width, c0);
        }

        /** Eight rows of C, if C is no wider than a vector. Packing A would then cost as much as the product. */
        private void narrow(int columns, int k, int aStart, int c0) {
            loadEdge(8, columns, c0);
            VectorTiles.narrow8(k, a, aStart, aRow, panels[0], edge, 0, PANEL);
            storeEdge(8, columns, c0);
        }

        /** The part of a tile that lies in C. */
        private void loadEdge(int rows, int width, int c0) {
            Arrays.fill(edge, 0f);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(c, c0 + r * cRow, edge, r * PANEL, width);
            }
        }

        private void storeEdge(int rows, int width, int c0) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(edge, r * PANEL, c, c0 + r * cRow, width);
            }
        }
    }

    private static float[] atLeast(float[] array, int length) {
        return array != null && array.length >= length ? array : new float[length];
    }

    private static void copyRows(int from, int to, int width, float[] b, int offset, int bRow, float[] panel) {
        for (int p = from; p < to; p++) {
            if (width == PANEL) {
                FloatVector.fromArray(SPECIES, b, offset + p * bRow).intoArray(panel, p * PANEL);
                FloatVector.fromArray(SPECIES, b, offset + p * bRow + LANES).intoArray(panel, p * PANEL + LANES);
            } else {
                System.arraycopy(b, offset + p * bRow, panel, p * PANEL, width);
            }
        }
    }

    /**
     * to[start + p·height + r] = from[offset + r·row + p·step], eight rows at a time, since a cache line holds several
     * steps.
     */
    private static void interleave(
            int rows, int steps, float[] from, int offset, int row, int step, float[] to, int start, int height) {
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            interleave8(steps, from, offset + r * row, row, step, to, start + r, height);
        }
        for (; r + 4 <= rows; r += 4) {
            interleave4(steps, from, offset + r * row, row, step, to, start + r, height);
        }
        for (; r < rows; r++) {
            for (int p = 0; p < steps; p++) {
                to[start + p * height + r] = from[offset + r * row + p * step];
            }
        }
    }

    private static void interleave8(
            int steps, float[] from, int f0, int row, int step, float[] to, int start, int height) {
        int f1 = f0 + row;
        int f2 = f1 + row;
        int f3 = f2 + row;
        int f4 = f3 + row;
        int f5 = f4 + row;
        int f6 = f5 + row;
        int f7 = f6 + row;
        for (int p = 0; p < steps; p++) {
            int f = p * step;
            int t = start + p * height;
            to[t] = from[f0 + f];
            to[t + 1] = from[f1 + f];
            to[t + 2] = from[f2 + f];
            to[t + 3] = from[f3 + f];
            to[t + 4] = from[f4 + f];
            to[t + 5] = from[f5 + f];
            to[t + 6] = from[f6 + f];
            to[t + 7] = from[f7 + f];
        }
    }

    private static void interleave4(
            int steps, float[] from, int f0, int row, int step, float[] to, int start, int height) {
        int f1 = f0 + row;
        int f2 = f1 + row;
        int f3 = f2 + row;
        for (int p = 0; p < steps; p++) {
            int f = p * step;
            int t = start + p * height;
            to[t] = from[f0 + f];
            to[t + 1] = from[f1 + f];
            to[t + 2] = from[f2 + f];
            to[t + 3] = from[f3 + f];
        }
    }
}
