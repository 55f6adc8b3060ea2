package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Test;

class CentredRowsTest {
    private static final Matrix X = Matrix.of(new float[] {1, 8}, new float[] {2, 4}, new float[] {6, 0});

    @Test
    void theMeanIsSubtracted() {
        CentredRows rows = new CentredRows(X, false, Run.defaults());
        assertArrayEquals(new float[] {3, 4}, rows.mean());
        assertEquals(3, rows.rows());
        assertArrayEquals(new float[] {-2, 4, -1, 0, 3, -4}, read(rows, 0, 3));
        assertArrayEquals(new float[] {3, -4}, read(rows, 2, 1));
    }

    @Test
    void theMeanIsTheFirstRow() {
        CentredRows rows = new CentredRows(X, true, Run.defaults());
        assertEquals(4, rows.rows());
        assertArrayEquals(new float[] {3, 4, -2, 4, -1, 0, 3, -4}, read(rows, 0, 4));
        assertArrayEquals(new float[] {3, 4}, read(rows, 0, 1));
        assertArrayEquals(new float[] {-1, 0, 3, -4}, read(rows, 2, 2));
        assertArrayEquals(new float[] {}, read(rows, 0, 0));
    }

    /** One place more before and after, which must stay. */
    private static float[] read(CentredRows rows, int row, int n) {
        float[] to = new float[2 * n + 2];
        to[0] = 77;
        to[2 * n + 1] = 78;
        rows.read(row, n, to, 1);
        assertEquals(77, to[0]);
        assertEquals(78, to[2 * n + 1]);
        return java.util.Arrays.copyOfRange(to, 1, 2 * n + 1);
    }
}
