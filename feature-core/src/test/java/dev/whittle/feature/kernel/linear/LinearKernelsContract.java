package dev.whittle.feature.kernel.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Rng;
import dev.whittle.feature.kernel.linear.Operands.Layout;
import dev.whittle.feature.kernel.linear.Operands.Values;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What all kernels must do: return the raw bits of {@link ReferenceLinearKernels}, leave everything outside their
 * slices alone and not be moved by it. Slices lie among NaNs. {@code VectorWidthsTest} runs these methods by
 * reflection, so they need no set-up.
 */
public abstract class LinearKernelsContract {
    private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 1021};

    /** Each crosses the edge of some block of the implementations. */
    private static final int[][] LARGE = {
        {131, 1061, 261}, {2051, 5, 37}, {70, 33, 3001}, {5, 3, 40_001}, {2100, 63, 140}, {129, 513, 65}
    };

    private final LinearKernels reference = new ReferenceLinearKernels();

    protected abstract LinearKernels kernels();

    private void checkGemm(int m, int n, int k, Layout layoutA, Layout layoutB, int offset, Values values) {
        Rng rng = new Rng(1, "gemm", ((long) m * 4001 + n) * 50_021 + k);
        int aRow = layoutA.rowStride(m, k);
        int aColumn = layoutA.columnStride(m, k);
        int bRow = layoutB.rowStride(k, n);
        int bColumn = layoutB.columnStride(k, n);
        int cRow = n + offset % 4;
        float[] a = Operands.of(rng, values, m, k, offset, aRow, aColumn);
        float[] b = Operands.of(rng, values, k, n, offset + 3, bRow, bColumn);
        float[] actual = Operands.of(rng, values, m, n, offset + 1, cRow, 1);
        float[] expected = actual.clone();
        float[] sameA = a.clone();
        float[] sameB = b.clone();
        reference.gemm(m, n, k, a, offset, aRow, aColumn, b, offset + 3, bRow, bColumn, expected, offset + 1, cRow);
        kernels().gemm(m, n, k, a, offset, aRow, aColumn, b, offset + 3, bRow, bColumn, actual, offset + 1, cRow);
        String what = "gemm m=" + m + " n=" + n + " k=" + k + " A " + layoutA + " B " + layoutB + " offset " + offset;
        Bits.assertSame(what, expected, actual);
        Bits.assertSame(what + ": A", sameA, a);
        Bits.assertSame(what + ": B", sameB, b);
    }

    @Test
    void gemmOfViews() {
        float[] a = {9f, 1f, 2f, 3f, 4f, 5f, 6f};
        float[] b = {1f, 0f, -1f, 2f, 0.5f, 10f};
        Strided byRows = Strided.rows(a, 1, 3);
        for (Strided left : new Strided[] {byRows, Strided.columns(new float[] {1f, 4f, 2f, 5f, 3f, 6f}, 0, 2)}) {
            float[] c = {7f, 100f, 0f, 0f, 0f, 7f};
            kernels().gemm(0, 2, 2, 3, left, Strided.rows(b, 0, 2), Strided.rows(c, 1, 2));
            Bits.assertSame("C", new float[] {7f, 100.5f, 34f, 2f, 70f, 7f}, c);
        }
        // The last row of A times the last column of B, and the rows as a part.
        float[] c = {0f, 7f};
        Strided lastColumn = Strided.rows(b, 0, 2).from(0, 1);
        kernels().gemm(0, 1, 1, 3, byRows.from(1, 0), lastColumn, Strided.rows(c, 0, 1));
        Bits.assertSame("C", new float[] {70f, 7f}, c);
        kernels().gemm(1, 2, 1, 3, byRows, lastColumn, Strided.rows(c, 0, 1));
        Bits.assertSame("C", new float[] {70f, 77f}, c);
        assertSame(byRows, byRows.from(0, 0));
        Strided gaps = Strided.columns(c, 0, 2);
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> kernels().gemm(0, 2, 2, 3, byRows, Strided.rows(b, 0, 2), gaps));
        assertTrue(e.getMessage().contains("adjacent, got a step of 2"), e.getMessage());
    }

    @Test
    void gemmOfAllSizes() {
        int turn = 0;
        for (int m : SIZES) {
            for (int n : SIZES) {
                for (int k : SIZES) {
                    long work = (long) m * n * k;
                    if (work > 20_000_000) {
                        continue;
                    }
                    for (Layout layoutA : Layout.values()) {
                        for (Layout layoutB : Layout.values()) {
                            // The larger, the fewer combinations, taken in turn.
                            int every = work < 5_000 ? 1 : work < 300_000 ? 5 : 61;
                            if (turn++ % every == 0) {
                                checkGemm(m, n, k, layoutA, layoutB, turn % 18, Operands::ordinary);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void gemmOfAllHeights() {
        for (int m = 1; m <= 27; m++) {
            checkGemm(m, 70, 19, Layout.ROWS, Layout.ROWS, m, Operands::ordinary);
            checkGemm(m, 5, 19, Layout.ROWS, Layout.COLUMNS, m, Operands::ordinary);
        }
    }

    @Test
    void gemmAcrossBlocks() {
        for (int[] size : LARGE) {
            for (Layout layoutA : new Layout[] {Layout.ROWS_WITH_GAPS, Layout.COLUMNS}) {
                for (Layout layoutB : new Layout[] {Layout.ROWS, Layout.COLUMNS}) {
                    checkGemm(size[0], size[1], size[2], layoutA, layoutB, 5, Operands::ordinary);
                }
            }
        }
    }

    @Test
    void gemmOfSpecialValues() {
        int[] some = {1, 3, 8, 15, 17, 40};
        for (int m : some) {
            for (int n : some) {
                for (int k : some) {
                    for (Layout layout : Layout.values()) {
                        checkGemm(m, n, k, layout, Layout.ROWS, 2, Operands::special);
                        checkGemm(m, n, k, Layout.ROWS, layout, 3, Operands::tiny);
                    }
                }
            }
        }
    }

    @Test
    void gemmKeepsNoStateBetweenSizes() {
        for (int round = 0; round < 3; round++) {
            checkGemm(9, 17, 300, Layout.COLUMNS, Layout.ROWS, 0, Operands::special);
            checkGemm(3, 5, 2, Layout.ROWS, Layout.COLUMNS, 1, Operands::ordinary);
            checkGemm(65, 3, 700, Layout.COLUMNS, Layout.ROWS, 1, Operands::ordinary);
        }
    }

    private static final Values[] ALL_VALUES = {Operands::ordinary, Operands::special, Operands::tiny};

    private interface VectorCheck {
        void check(int n, int xOffset, int yOffset, float[] x, float[] y);
    }

    private static void forVectors(VectorCheck check) {
        for (int n : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 108, 1021}) {
            for (Values values : ALL_VALUES) {
                for (int offset = 0; offset < 18; offset++) {
                    Rng rng = new Rng(2, "vectors", n * 100L + offset);
                    int yOffset = (offset * 7 + 3) % 18;
                    float[] x = Operands.of(rng, values, 1, n, offset, n, 1);
                    float[] y = Operands.of(rng, values, 1, n, yOffset, n, 1);
                    check.check(n, offset, yOffset, x, y);
                }
            }
        }
    }

    @Test
    void dot() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            float[] sameX = x.clone();
            float[] sameY = y.clone();
            Bits.assertSame(
                    "dot n=" + n,
                    reference.dot(x, xOffset, y, yOffset, n),
                    kernels().dot(x, xOffset, y, yOffset, n));
            Bits.assertSame("dot: x", sameX, x);
            Bits.assertSame("dot: y", sameY, y);
        });
    }

    @Test
    void squaredDistance() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            float[] sameX = x.clone();
            float[] sameY = y.clone();
            Bits.assertSame(
                    "squaredDistance n=" + n,
                    reference.squaredDistance(x, xOffset, y, yOffset, n),
                    kernels().squaredDistance(x, xOffset, y, yOffset, n));
            Bits.assertSame("squaredDistance: x", sameX, x);
            Bits.assertSame("squaredDistance: y", sameY, y);
        });
    }

    @Test
    void addScaled() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            for (float s : new float[] {1f, -0.3f, 0f}) {
                float[] sameX = x.clone();
                float[] expected = y.clone();
                float[] actual = y.clone();
                reference.addScaled(s, x, xOffset, expected, yOffset, n);
                kernels().addScaled(s, x, xOffset, actual, yOffset, n);
                Bits.assertSame("addScaled n=" + n + " s=" + s, expected, actual);
                Bits.assertSame("addScaled: x", sameX, x);
            }
        });
    }

    @Test
    void addRectified() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            for (float[] line : new float[][] {{1f, -0.25f}, {-1f, 0.5f}, {-0.3f, 0f}, {0f, -0f}}) {
                float[] sameX = x.clone();
                float[] expected = y.clone();
                float[] actual = y.clone();
                reference.addRectified(line[0], line[1], x, xOffset, expected, yOffset, n);
                kernels().addRectified(line[0], line[1], x, xOffset, actual, yOffset, n);
                Bits.assertSame("addRectified n=" + n + " line " + Arrays.toString(line), expected, actual);
                Bits.assertSame("addRectified: x", sameX, x);
            }
        });
        float[] y = {1f, 1f, 1f};
        kernels().addRectified(-2f, 5f, new float[] {1f, 2f, 3f}, 0, y, 0, 3);
        Bits.assertSame("max(0, 5 - 2x)", new float[] {4f, 2f, 1f}, y);
    }

    @Test
    void distances() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            for (float square : new float[] {0f, 2.5f, 1e-38f, 3e38f, Float.POSITIVE_INFINITY}) {
                float[] expected = x.clone();
                float[] actual = x.clone();
                reference.distances(square, expected, xOffset, n);
                kernels().distances(square, actual, xOffset, n);
                Bits.assertSame("distances n=" + n + " square " + square, expected, actual);
            }
        });
        // u = 3, v = 3, 5 and -4: the scores are u·v - v²/2.
        float[] x = {4.5f, 2.5f, -20f};
        kernels().distances(9f, x, 0, 3);
        Bits.assertSame("|u - v|", new float[] {0f, 2f, 7f}, x);
    }

    @Test
    void sumsOfKnownValue() {
        float[] ones = new float[100];
        float[] counts = new float[100];
        for (int i = 0; i < 100; i++) {
            ones[i] = 1f;
            counts[i] = i;
        }
        assertEquals(4950f, kernels().dot(ones, 0, counts, 0, 100));
        // Σ (i-1)² for i = 0 … 99 is 1 + Σ j² for j = 0 … 98.
        assertEquals(1f + 98 * 99 * 197 / 6, kernels().squaredDistance(ones, 0, counts, 0, 100));
    }

    @Test
    void argMaxOfSlices() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            if (n > 0) {
                float[] same = x.clone();
                assertEquals(reference.argMax(x, xOffset, n), kernels().argMax(x, xOffset, n), "argMax n=" + n);
                Bits.assertSame("argMax: x", same, x);
            }
        });
    }

    /**
     * Few different values, so that the largest stands in several places; among them zeros of both signs, infinities
     * and NaN.
     */
    @Test
    void argMaxOfEqualValues() {
        Rng rng = new Rng(1, "argMax", 0);
        float[] low = {-1f, 0f, -0f, Float.NEGATIVE_INFINITY, Float.NaN};
        float[] high = {1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, 0f, -0f};
        for (int n : new int[] {1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 400, 1021}) {
            for (int turn = 0; turn < 200; turn++) {
                float[] x = new float[n + 7];
                Arrays.fill(x, Float.POSITIVE_INFINITY);
                for (int i = 0; i < n; i++) {
                    x[3 + i] = low[rng.nextInt(turn % 5 + 1)];
                }
                for (int i = 0; i < turn % 4; i++) {
                    x[3 + rng.nextInt(n)] = high[turn / 4 % 5];
                }
                assertEquals(reference.argMax(x, 3, n), kernels().argMax(x, 3, n), "argMax n=" + n + " turn " + turn);
            }
        }
        float[] first = {-5f, Float.NaN, 2f, 2f, 1f};
        assertEquals(2, kernels().argMax(first, 0, 5));
        first[0] = Float.NaN;
        assertEquals(0, kernels().argMax(first, 0, 5));
    }

    @Test
    void expOfSlices() {
        forVectors((n, xOffset, yOffset, x, y) -> {
            float[] expected = x.clone();
            reference.exp(expected, xOffset, n);
            kernels().exp(x, xOffset, n);
            Bits.assertSame("exp n=" + n, expected, x);
        });
    }

    @Test
    void expOfFloatsOfAllKinds() {
        // 4093 is prime, so that all patterns of last bits occur; this covers every exponent, infinities and NaNs.
        int n = 1 << 20;
        float[] x = new float[n];
        float[] e = new float[n];
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = Float.intBitsToFloat(i * 4093);
            e[i] = x[i];
            expected[i] = ScalarLinearKernels.exp(x[i]);
        }
        kernels().exp(e, 0, n);
        Bits.assertSame("exp of 4093 times the index as a float", expected, e);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            double exact = StrictMath.exp(x[i]);
            float rounded = (float) exact;
            if (Float.isNaN(x[i])) {
                assertTrue(Float.isNaN(e[i]));
            } else if (Float.isInfinite(rounded)) {
                assertEquals(Float.POSITIVE_INFINITY, e[i]);
            } else if (rounded < Float.MIN_NORMAL) {
                assertEquals(0f, e[i]);
            } else {
                worst = Math.max(worst, Math.abs(e[i] - exact) / Math.ulp(rounded));
            }
        }
        assertTrue(worst < 2, "exp is off by " + worst + " ulp");
        assertTrue(worst > 0.5, "no rounding error at all: the comparison compares nothing");
    }

    @Test
    void expAtItsEdges() {
        float[] x = {
            -87.33654f,
            Math.nextDown(-87.33654f),
            88.72283f,
            Math.nextUp(88.72283f),
            0f,
            -0f,
            Float.MIN_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            Float.NaN,
            -Float.MAX_VALUE,
            Float.MAX_VALUE,
            1e-8f,
            -1e-8f,
            1f,
            -104f
        };
        kernels().exp(x, 0, x.length);
        assertTrue(x[0] >= Float.MIN_NORMAL, "smallest normal result " + x[0]);
        assertTrue(x[2] > 3.4e38f && x[2] < Float.POSITIVE_INFINITY, "largest finite result " + x[2]);
        float infinite = Float.POSITIVE_INFINITY;
        float[] expected = {
            x[0], 0f, x[2], infinite, 1f, 1f, 1f, 0f, infinite, Float.NaN, 0f, infinite, 1f, 1f, 2.7182817f, 0f
        };
        Bits.assertSame("exp", expected, x);
    }
}
