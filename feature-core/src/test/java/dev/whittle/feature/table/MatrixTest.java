package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MatrixTest {
    private final Matrix m = Matrix.of(new float[] {1, 2, 3}, new float[] {4, 5, 6});

    @Test
    void isRowMajorOverTheArrayGiven() {
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, m.data());
        assertEquals(6f, m.get(1, 2));
        float[] data = {1, 2, 3, 4};
        Matrix shared = new Matrix(2, 2, data);
        shared.set(1, 0, 7);
        assertEquals(7f, data[2]);
        assertSame(data, shared.data());
        assertEquals("Matrix[2x3]", m.toString());
    }

    @Test
    void ofAndRowAndSelectAndCopyDoNotShare() {
        float[] row = {1, 2};
        Matrix copied = Matrix.of(row);
        row[0] = 9;
        assertEquals(1f, copied.get(0, 0));
        m.row(0)[0] = 9;
        m.copy().set(0, 0, 9);
        m.selectRows(0).set(0, 0, 9);
        assertEquals(1f, m.get(0, 0));
        assertNotSame(m.data(), m.copy().data());
    }

    @Test
    void selectsRowsInTheOrderGivenAndMoreThanOnce() {
        assertTrue(m.selectRows(1, 0, 1)
                .bitsEqual(Matrix.of(new float[] {4, 5, 6}, new float[] {1, 2, 3}, new float[] {4, 5, 6})));
        assertEquals(0, m.selectRows().rows());
        assertThrows(IndexOutOfBoundsException.class, () -> m.selectRows(2));
    }

    @Test
    void mayBeEmpty() {
        assertEquals(0, Matrix.of().columns());
        assertEquals(0, new Matrix(0, 5).data().length);
        assertEquals(3, new Matrix(3, 0).rows());
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Matrix(-1, 2));
        // -1 times -1 elements would be 1; 65536 x 65536 would be 0 in 32 bits.
        assertThrows(IllegalArgumentException.class, () -> new Matrix(-1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Matrix(65_536, 65_536));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Matrix(2, 3, new float[5]));
        assertEquals("A 2x3 matrix needs 6 values, but the array holds 5", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Matrix.of(new float[2], new float[3]));
        assertEquals("Row 1 has 3 values, but row 0 has 2", e.getMessage());
    }

    @Test
    void indexesAreChecked() {
        // Column 3 of row 0 would be element (1, 0).
        assertThrows(IndexOutOfBoundsException.class, () -> m.get(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> m.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> m.set(0, -1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> m.row(2));
    }

    @Test
    void bitsEqualSeesSignsAndShapes() {
        assertTrue(m.bitsEqual(m.copy()));
        assertFalse(new Matrix(1, 1, new float[] {0f}).bitsEqual(new Matrix(1, 1, new float[] {-0f})));
        assertFalse(m.bitsEqual(new Matrix(3, 2, m.data())));
        Matrix oneBit = m.copy();
        oneBit.set(1, 2, Math.nextUp(6f));
        assertFalse(m.bitsEqual(oneBit));
    }

    @Test
    void requireFiniteSaysWhere() {
        assertSame(m, m.requireFinite("features"));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Matrix spoilt = m.copy();
            spoilt.set(1, 1, bad);
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> spoilt.requireFinite("features"));
            assertEquals("features: row 1, column 1 is " + bad + "; only finite values can be used", e.getMessage());
        }
    }
}
