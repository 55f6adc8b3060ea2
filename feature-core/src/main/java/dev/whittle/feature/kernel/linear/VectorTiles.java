package dev.whittle.feature.kernel.linear;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorGemm}: tiles of C, two vectors wide, whose sums stay in registers through k
 * steps. A strip of A holds the tile's rows step by step, and a panel of B its columns. Each begins at index 0 of a
 * separate array, which needs the fewest instructions besides the multiplications.
 *
 * <p>There is a method for each shape, its loop is not unrolled, and it uses {@code do} in place of {@code for}. The
 * reason is C2 of JDK 17. It analyses only a limited number of vector operations in one method. It knows the class of
 * the result of an operation, but not of a value that may also come from before the loop. If it does not know the
 * class, it allocates an object for each vector and runs at a tenth of the speed.
 */
final class VectorTiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    /** Columns of a tile. */
    static final int PANEL = 2 * LANES;
    /**
     * Rows of the large tile: 12·2 sums and their operands for the 32 registers of AVX-512, 6·2 where there may be 16.
     * A taller tile needs fewer loads for a multiplication: with 8·2, loads from the second-level cache cost a tenth of
     * the time.
     */
    static final int ROWS = LANES >= 16 ? 12 : 6;

    private VectorTiles() {}

    /** The heights of the tiles that n rows of C are cut into: large ones, and small ones for the remaining rows. */
    static int height(int rowsLeft) {
        if (rowsLeft <= 4) {
            return 4;
        }
        return rowsLeft <= 8 ? Math.min(8, ROWS) : ROWS;
    }

    /** C += A·B for a tile of {@code height} rows. */
    static void tile(int height, int k, float[] a, float[] b, float[] c, int c0, int cRow) {
        switch (height) {
            case 4 -> tile4x2(k, a, b, c, c0, cRow);
            case 6 -> tile6x2(k, a, b, c, c0, cRow);
            case 8 -> tile8x2(k, a, b, c, c0, cRow);
            default -> tile12x2(k, a, b, c, c0, cRow);
        }
    }

    private static void tile12x2(int k, float[] a, float[] b, float[] c, int c0, int cRow) {
        FloatVector left0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector right1 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector right2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector right3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        FloatVector left4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow);
        FloatVector right4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow + LANES);
        FloatVector left5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow);
        FloatVector right5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow + LANES);
        FloatVector left6 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow);
        FloatVector right6 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow + LANES);
        FloatVector left7 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow);
        FloatVector right7 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow + LANES);
        FloatVector left8 = FloatVector.fromArray(SPECIES, c, c0 + 8 * cRow);
        FloatVector right8 = FloatVector.fromArray(SPECIES, c, c0 + 8 * cRow + LANES);
        FloatVector left9 = FloatVector.fromArray(SPECIES, c, c0 + 9 * cRow);
        FloatVector right9 = FloatVector.fromArray(SPECIES, c, c0 + 9 * cRow + LANES);
        FloatVector left10 = FloatVector.fromArray(SPECIES, c, c0 + 10 * cRow);
        FloatVector right10 = FloatVector.fromArray(SPECIES, c, c0 + 10 * cRow + LANES);
        FloatVector left11 = FloatVector.fromArray(SPECIES, c, c0 + 11 * cRow);
        FloatVector right11 = FloatVector.fromArray(SPECIES, c, c0 + 11 * cRow + LANES);
        int p = 0;
        do {
            FloatVector left = FloatVector.fromArray(SPECIES, b, p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p * 12]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p * 12 + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p * 12 + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p * 12 + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p * 12 + 4]);
            left4 = a4.fma(left, left4);
            right4 = a4.fma(right, right4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p * 12 + 5]);
            left5 = a5.fma(left, left5);
            right5 = a5.fma(right, right5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p * 12 + 6]);
            left6 = a6.fma(left, left6);
            right6 = a6.fma(right, right6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p * 12 + 7]);
            left7 = a7.fma(left, left7);
            right7 = a7.fma(right, right7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[p * 12 + 8]);
            left8 = a8.fma(left, left8);
            right8 = a8.fma(right, right8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[p * 12 + 9]);
            left9 = a9.fma(left, left9);
            right9 = a9.fma(right, right9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[p * 12 + 10]);
            left10 = a10.fma(left, left10);
            right10 = a10.fma(right, right10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[p * 12 + 11]);
            left11 = a11.fma(left, left11);
            right11 = a11.fma(right, right11);
            p++;
        } while (p < k);
        left0.intoArray(c, c0);
        right0.intoArray(c, c0 + LANES);
        left1.intoArray(c, c0 + cRow);
        right1.intoArray(c, c0 + cRow + LANES);
        left2.intoArray(c, c0 + 2 * cRow);
        right2.intoArray(c, c0 + 2 * cRow + LANES);
        left3.intoArray(c, c0 + 3 * cRow);
        right3.intoArray(c, c0 + 3 * cRow + LANES);
        left4.intoArray(c, c0 + 4 * cRow);
        right4.intoArray(c, c0 + 4 * cRow + LANES);
        left5.intoArray(c, c0 + 5 * cRow);
        right5.intoArray(c, c0 + 5 * cRow + LANES);
        left6.intoArray(c, c0 + 6 * cRow);
        right6.intoArray(c, c0 + 6 * cRow + LANES);
        left7.intoArray(c, c0 + 7 * cRow);
        right7.intoArray(c, c0 + 7 * cRow + LANES);
        left8.intoArray(c, c0 + 8 * cRow);
        right8.intoArray(c, c0 + 8 * cRow + LANES);
        left9.intoArray(c, c0 + 9 * cRow);
        right9.intoArray(c, c0 + 9 * cRow + LANES);
        left10.intoArray(c, c0 + 10 * cRow);
        right10.intoArray(c, c0 + 10 * cRow + LANES);
        left11.intoArray(c, c0 + 11 * cRow);
        right11.intoArray(c, c0 + 11 * cRow + LANES);
    }

    private static void tile8x2(int k, float[] a, float[] b, float[] c, int c0, int cRow) {
        FloatVector left0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector right1 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector right2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector right3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        FloatVector left4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow);
        FloatVector right4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow + LANES);
        FloatVector left5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow);
        FloatVector right5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow + LANES);
        FloatVector left6 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow);
        FloatVector right6 = FloatVector.fromArray(SPECIES, c, c0 + 6 * cRow + LANES);
        FloatVector left7 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow);
        FloatVector right7 = FloatVector.fromArray(SPECIES, c, c0 + 7 * cRow + LANES);
        int p = 0;
        do {
            FloatVector left = FloatVector.fromArray(SPECIES, b, p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p * 8]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p * 8 + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p * 8 + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p * 8 + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p * 8 + 4]);
            left4 = a4.fma(left, left4);
            right4 = a4.fma(right, right4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p * 8 + 5]);
            left5 = a5.fma(left, left5);
            right5 = a5.fma(right, right5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[p * 8 + 6]);
            left6 = a6.fma(left, left6);
            right6 = a6.fma(right, right6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[p * 8 + 7]);
            left7 = a7.fma(left, left7);
            right7 = a7.fma(right, right7);
            p++;
        } while (p < k);
        left0.intoArray(c, c0);
        right0.intoArray(c, c0 + LANES);
        left1.intoArray(c, c0 + cRow);
        right1.intoArray(c, c0 + cRow + LANES);
        left2.intoArray(c, c0 + 2 * cRow);
        right2.intoArray(c, c0 + 2 * cRow + LANES);
        left3.intoArray(c, c0 + 3 * cRow);
        right3.intoArray(c, c0 + 3 * cRow + LANES);
        left4.intoArray(c, c0 + 4 * cRow);
        right4.intoArray(c, c0 + 4 * cRow + LANES);
        left5.intoArray(c, c0 + 5 * cRow);
        right5.intoArray(c, c0 + 5 * cRow + LANES);
        left6.intoArray(c, c0 + 6 * cRow);
        right6.intoArray(c, c0 + 6 * cRow + LANES);
        left7.intoArray(c, c0 + 7 * cRow);
        right7.intoArray(c, c0 + 7 * cRow + LANES);
    }

    private static void tile6x2(int k, float[] a, float[] b, float[] c, int c0, int cRow) {
        FloatVector left0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector right1 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector right2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector right3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        FloatVector left4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow);
        FloatVector right4 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cRow + LANES);
        FloatVector left5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow);
        FloatVector right5 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cRow + LANES);
        int p = 0;
        do {
            FloatVector left = FloatVector.fromArray(SPECIES, b, p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p * 6]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p * 6 + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p * 6 + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p * 6 + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[p * 6 + 4]);
            left4 = a4.fma(left, left4);
            right4 = a4.fma(right, right4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[p * 6 + 5]);
            left5 = a5.fma(left, left5);
            right5 = a5.fma(right, right5);
            p++;
        } while (p < k);
        left0.intoArray(c, c0);
        right0.intoArray(c, c0 + LANES);
        left1.intoArray(c, c0 + cRow);
        right1.intoArray(c, c0 + cRow + LANES);
        left2.intoArray(c, c0 + 2 * cRow);
        right2.intoArray(c, c0 + 2 * cRow + LANES);
        left3.intoArray(c, c0 + 3 * cRow);
        right3.intoArray(c, c0 + 3 * cRow + LANES);
        left4.intoArray(c, c0 + 4 * cRow);
        right4.intoArray(c, c0 + 4 * cRow + LANES);
        left5.intoArray(c, c0 + 5 * cRow);
        right5.intoArray(c, c0 + 5 * cRow + LANES);
    }

    private static void tile4x2(int k, float[] a, float[] b, float[] c, int c0, int cRow) {
        FloatVector left0 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, c, c0 + cRow);
        FloatVector right1 = FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow);
        FloatVector right2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow);
        FloatVector right3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES);
        int p = 0;
        do {
            FloatVector left = FloatVector.fromArray(SPECIES, b, p * PANEL);
            FloatVector right = FloatVector.fromArray(SPECIES, b, p * PANEL + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[p * 4]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[p * 4 + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[p * 4 + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[p * 4 + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            p++;
        } while (p < k);
        left0.intoArray(c, c0);
        right0.intoArray(c, c0 + LANES);
        left1.intoArray(c, c0 + cRow);
        right1.intoArray(c, c0 + cRow + LANES);
        left2.intoArray(c, c0 + 2 * cRow);
        right2.intoArray(c, c0 + 2 * cRow + LANES);
        left3.intoArray(c, c0 + 3 * cRow);
        right3.intoArray(c, c0 + 3 * cRow + LANES);
    }

    /** Eight rows of A, not packed, and the left vector of a panel. */
    static void narrow8(int k, float[] a, int a0, int aRow, float[] b, float[] c, int c0, int cRow) {
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
        int p = 0;
        do {
            FloatVector left = FloatVector.fromArray(SPECIES, b, p * PANEL);
            sum0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(left, sum0);
            sum1 = FloatVector.broadcast(SPECIES, a[a1 + p]).fma(left, sum1);
            sum2 = FloatVector.broadcast(SPECIES, a[a2 + p]).fma(left, sum2);
            sum3 = FloatVector.broadcast(SPECIES, a[a3 + p]).fma(left, sum3);
            sum4 = FloatVector.broadcast(SPECIES, a[a4 + p]).fma(left, sum4);
            sum5 = FloatVector.broadcast(SPECIES, a[a5 + p]).fma(left, sum5);
            sum6 = FloatVector.broadcast(SPECIES, a[a6 + p]).fma(left, sum6);
            sum7 = FloatVector.broadcast(SPECIES, a[a7 + p]).fma(left, sum7);
            p++;
        } while (p < k);
        sum0.intoArray(c, c0);
        sum1.intoArray(c, c0 + cRow);
        sum2.intoArray(c, c0 + 2 * cRow);
        sum3.intoArray(c, c0 + 3 * cRow);
        sum4.intoArray(c, c0 + 4 * cRow);
        sum5.intoArray(c, c0 + 5 * cRow);
        sum6.intoArray(c, c0 + 6 * cRow);
        sum7.intoArray(c, c0 + 7 * cRow);
    }
}
