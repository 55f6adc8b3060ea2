package dev.whittle.feature.kernel.linear;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Rng;

/** Operands of kernels for tests: random values of three kinds, in arrays where all other values are NaN. */
final class Operands {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -3 * Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-30f,
        -1e-30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private Operands() {}

    /** How an operand lies in its array. */
    enum Layout {
        ROWS,
        ROWS_WITH_GAPS,
        COLUMNS,
        BOTH_STRIDED;

        int rowStride(int rows, int columns) {
            return switch (this) {
                case ROWS -> columns;
                case ROWS_WITH_GAPS -> columns + 5;
                case COLUMNS -> 1;
                case BOTH_STRIDED -> 2 * columns + 3;
            };
        }

        int columnStride(int rows, int columns) {
            return switch (this) {
                case ROWS, ROWS_WITH_GAPS -> 1;
                case COLUMNS -> rows + 1;
                case BOTH_STRIDED -> 2;
            };
        }
    }

    interface Values {
        float next(Rng rng);
    }

    static float ordinary(Rng rng) {
        return (2 * rng.nextFloat() - 1) * (1 << rng.nextInt(4));
    }

    static float special(Rng rng) {
        int i = rng.nextInt(4 * SPECIAL.length);
        return i < SPECIAL.length ? SPECIAL[i] : ordinary(rng);
    }

    static float tiny(Rng rng) {
        return ordinary(rng) * 1e-22f;
    }

    static float[] of(Rng rng, Values values, int rows, int columns, int offset, int rowStride, int columnStride) {
        int last = rows == 0 || columns == 0 ? 0 : (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
        float[] array = Bits.guards(offset + last + 19);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                array[offset + r * rowStride + c * columnStride] = values.next(rng);
            }
        }
        return array;
    }
}
