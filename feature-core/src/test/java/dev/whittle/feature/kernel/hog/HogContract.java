package dev.whittle.feature.kernel.hog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Holds {@link HogKernels} against {@link ReferenceHogKernels}, bit by bit, elements that must not be written included.
 */
public final class HogContract {
    private static final int TILE = HogKernels.TILE;
    private static final int GUARD = 7;

    private static final List<Orientation> ORIENTATIONS = List.of(
            new Orientation(9, false, false, true),
            new Orientation(9, false, false, false),
            new Orientation(18, true, true, false),
            new Orientation(18, true, true, true),
            new Orientation(8, false, false, true),
            new Orientation(12, true, false, false),
            new Orientation(7, false, true, false),
            new Orientation(8, false, false, false),
            new Orientation(7, true, false, true),
            new Orientation(2, false, false, true),
            new Orientation(120, true, false, true));

    private HogContract() {}

    public static void check(Function<Orientation, HogKernels> kernels) {
        for (Orientation orientation : ORIENTATIONS) {
            HogKernels actual = kernels.apply(orientation);
            HogKernels expected = new ReferenceHogKernels(orientation);
            for (int size : orientation.bins() > 20 ? new int[] {3} : new int[] {2, 3, 4, 5, 8, 11, 16}) {
                cellSums(orientation, size, expected, actual);
                blockSums(orientation, size, expected, actual);
            }
        }
        HogKernels actual = kernels.apply(ORIENTATIONS.get(0));
        HogKernels expected = new ReferenceHogKernels(ORIENTATIONS.get(0));
        pixels(expected, actual);
        sums(expected, actual);
    }

    private static void cellSums(Orientation orientation, int size, HogKernels expected, HogKernels actual) {
        Rng rng = new Rng(1, "hog contract", size);
        int n = size * size * TILE;
        for (Taps taps : List.of(
                new Taps(weights(rng, size), null, weights(rng, size)), new Taps(weights(rng, size), null, null))) {
            if (orientation.shared() && taps.half() == null) {
                continue;
            }
            int[] gx = new int[n];
            int[] gy = new int[n];
            gradients(rng, gx, gy);
            int length = taps.sums() * taps.sums() * orientation.bins() * TILE;
            float[] a = guarded(length);
            float[] b = guarded(length);
            expected.cellSums(gx.clone(), gy.clone(), taps, a, GUARD);
            actual.cellSums(gx, gy, taps, b, GUARD);
            Bits.assertSame(orientation + ", cells of " + size + ", " + taps.sums() + " sums", a, b);
        }
    }

    /** Three tiles one below the other: of one row of cells, of rows that fill a tile and of some that do not. */
    private static void blockSums(Orientation orientation, int size, HogKernels expected, HogKernels actual) {
        if (!orientation.shared()) {
            return;
        }
        Rng rng = new Rng(1, "hog blocks", size);
        int n = size * size * TILE;
        Taps taps = new Taps(weights(rng, size), weights(rng, size), weights(rng, size));
        float[][] kept = new float[2][HogKernels.kept(size, orientation.bins())];
        for (int step : new int[] {TILE, 8, 5, 2}) {
            for (int tile = 0; tile < 3; tile++) {
                int[] gx = new int[n];
                int[] gy = new int[n];
                gradients(rng, gx, gy);
                int lines = 4 * orientation.bins();
                float[] a = guarded(lines * TILE);
                float[] b = guarded(lines * TILE);
                boolean top = tile == 0;
                expected.blockSums(gx.clone(), gy.clone(), taps, step, top, kept[0], a);
                actual.blockSums(gx, gy, taps, step, top, kept[1], b);
                int rows = TILE / step - (top ? 1 : 0);
                for (int line = 0; line < lines; line++) {
                    for (int j = 0; j < TILE; j++) {
                        if (j >= rows * step || j % step == step - 1) {
                            // No cell is at its right, or it is none itself.
                            a[line * TILE + j] = b[line * TILE + j];
                        }
                    }
                }
                Bits.assertSame(
                        orientation + ", blocks of cells of " + size + ", tile " + tile + ", step " + step, a, b);
            }
        }
    }

    private static void gradients(Rng rng, int[] gx, int[] gy) {
        for (int i = 0; i < gx.length; i++) {
            // Many on the axes and the diagonals, where directions are exact.
            int range = i % 3 == 0 ? 3 : 511;
            gx[i] = rng.nextInt(range) - range / 2;
            gy[i] = i % 7 == 0 ? gx[i] : rng.nextInt(range) - range / 2;
        }
    }

    private static float[] weights(Rng rng, int n) {
        float[] w = new float[n];
        for (int i = 0; i < n; i++) {
            w[i] = rng.nextInt(1000) / 1000f;
        }
        return w;
    }

    private static float[] guarded(int length) {
        float[] a = new float[length + 2 * GUARD];
        Arrays.fill(a, 12345f);
        return a;
    }

    private static void pixels(HogKernels expected, HogKernels actual) {
        Rng rng = new Rng(1, "hog contract", 0);
        for (int cellSize : new int[] {2, 3, 4, 6, 8, 9, 16}) {
            int row = cellSize * TILE;
            // The last rows end where the arrays do, so that a look past them fails.
            byte[] left = bytes(rng, row + cellSize * 5);
            byte[] right = bytes(rng, 3 + cellSize * row);
            int[] leftAt = new int[cellSize];
            int[] rightAt = new int[cellSize];
            for (int v = 0; v < cellSize; v++) {
                leftAt[v] = left.length - row - 5 * v;
                rightAt[v] = 3 + v * row;
            }
            int n = cellSize * row;
            int[] a = new int[cellSize * ((cellSize + 3) / 4 * 4) * TILE + GUARD];
            int[] b = a.clone();
            expected.differences(left, leftAt, right, rightAt, cellSize, a);
            actual.differences(left, leftAt, right, rightAt, cellSize, b);
            // The columns up to a multiple of four may be written.
            Arrays.fill(b, n, b.length - GUARD, 0);
            assertArrayEquals(a, b, "differences, cells of " + cellSize);
        }
        int n = 20 * TILE;
        int[][] g = new int[4][n];
        for (int i = 0; i < n; i++) {
            for (int[] values : g) {
                values[i] = i % 2 == 0 ? rng.nextInt(511) - 255 : rng.nextInt(3) - 1;
            }
        }
        int[][] h = {g[0].clone(), g[1].clone()};
        expected.keepLonger(g[0], g[1], g[2], g[3], n);
        actual.keepLonger(h[0], h[1], g[2], g[3], n);
        assertArrayEquals(g[0], h[0]);
        assertArrayEquals(g[1], h[1]);
    }

    private static byte[] bytes(Rng rng, int n) {
        byte[] b = new byte[n];
        for (int i = 0; i < n; i++) {
            b[i] = (byte) rng.nextInt(256);
        }
        return b;
    }

    private static void sums(HogKernels expected, HogKernels actual) {
        Rng rng = new Rng(1, "hog contract", 1);
        float[] values = weights(rng, 480 * TILE);
        int[] from = {3, 100, 31, 17, 200, 5, 77, 201, 300};
        for (int n : new int[] {1, 2, 15, 16}) {
            for (int terms : new int[] {1, 2, 4, 6, 9}) {
                float[] a = guarded(3 * TILE);
                float[] b = guarded(3 * TILE);
                expected.addTerms(values, from, terms, 20, 3, a, GUARD, n);
                actual.addTerms(values, from, terms, 20, 3, b, GUARD, n);
                for (int line = 0; line < 3; line++) {
                    // Of a tile all may be written.
                    Arrays.fill(b, GUARD + line * TILE + n, GUARD + (line + 1) * TILE, 12345f);
                }
                Bits.assertSame(terms + " terms of " + n, a, b);
            }
            for (int k : new int[] {4, 8, 36, 480}) {
                float[] a = Arrays.copyOf(values, k * TILE);
                float[] b = a.clone();
                expected.l2Hys(a, k, n);
                actual.l2Hys(b, k, n);
                for (int line = 0; line < k; line++) {
                    // Of a tile all may be written.
                    Arrays.fill(a, line * TILE + n, (line + 1) * TILE, 0f);
                    Arrays.fill(b, line * TILE + n, (line + 1) * TILE, 0f);
                }
                Bits.assertSame("norm of " + k + " values of " + n, a, b);
            }
            for (int k : new int[] {1, 3, 9, 36, 37}) {
                for (int first : new int[] {0, TILE - n}) {
                    float[] c = guarded(k * n);
                    float[] d = guarded(k * n);
                    new ReferenceHogKernels(null).transpose(values, first, k, n, c, GUARD);
                    actual.transpose(values, first, k, n, d, GUARD);
                    Bits.assertSame(k + " values of " + n, c, d);
                }
            }
        }
    }
}
