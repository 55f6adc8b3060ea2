package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of tables: some rows in any order, and tables one after another. */
class RowsTest {
    private static final Matrix TABLE = TestData.gaussians(20, 3, 1);

    /** Every range, into the middle of an array; nothing else of it is written. */
    static void check(Matrix expected, Rows actual) {
        assertEquals(expected.rows() + "x" + expected.columns(), actual.rows() + "x" + actual.columns());
        int d = expected.columns();
        for (int from = 0; from <= expected.rows(); from++) {
            for (int n = 0; from + n <= expected.rows(); n++) {
                float[] values = Bits.guards(n * d + 5);
                System.arraycopy(expected.data(), from * d, values, 2, n * d);
                float[] read = Bits.guards(n * d + 5);
                actual.read(from, n, read, 2);
                Bits.assertSame(actual + " from " + from, values, read);
            }
        }
        assertTrue(expected.bitsEqual(Matrix.inMemory(actual)));
        int rows = expected.rows();
        float[] to = new float[(rows + 2) * d];
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(0, rows + 1, to, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(-1, 1, to, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> actual.read(rows, 1, to, 0));
    }

    @Test
    void selectedRowsAreThoseOfTheMatrix() {
        for (int[] index : new int[][] {
            {}, {7}, {0, 1, 2}, {19, 18, 17}, {3, 3, 3}, {4, 5, 6, 2, 3, 19, 0, 1}, {19, 0}, {5, 6, 6, 7}
        }) {
            check(TABLE.selectRows(index), TABLE.select(index));
        }
        int[] twice = {8, 3, 4, 5};
        check(TABLE.selectRows(3, 8, 8, 5), TABLE.select(twice).select(1, 0, 0, 3));
        Rows view = TABLE.select(twice);
        twice[0] = 1;
        check(TABLE.selectRows(8, 3, 4, 5), view);
    }

    @Test
    void checkedRowsRefuseWhatIsNotFinite() {
        assertSame(TABLE, ComputedRows.checked(TABLE, "features"));
        Rows view = TABLE.select(4, 3, 2, 1, 0);
        check(TABLE.selectRows(4, 3, 2, 1, 0), ComputedRows.checked(view, "features"));
        Matrix planted = TABLE.copy();
        planted.set(2, 1, Float.NaN);
        Messages.says(() -> ComputedRows.checked(planted, "features"), "features", "row 2");
        Rows checked = ComputedRows.checked(planted.select(4, 3, 2, 1, 0), "features");
        checked.read(0, 2, new float[6], 0);
        Messages.says(() -> checked.read(1, 3, new float[9], 0), "features", "row 2");
    }

    @Test
    void joinedRowsAreOneTableAfterAnother() {
        int[] first = {0, 1, 2, 3, 4};
        int[] second = {9, 8, 7};
        Matrix expected = TABLE.selectRows(0, 1, 2, 3, 4, 9, 8, 7);
        check(expected, TABLE.select(first).then(TABLE.select(second)));
        check(expected, TABLE.selectRows(first).then(TABLE.selectRows(second)));
        check(TABLE.selectRows(first), TABLE.select(first).then(new Matrix(0, 3)));
        check(TABLE.selectRows(first), new Matrix(0, 3).then(TABLE.select(first)));
        check(
                TABLE.selectRows(0, 1, 2, 3, 4, 9, 8, 7, 0, 1, 2, 3, 4),
                TABLE.select(first).then(TABLE.select(second)).then(TABLE.select(first)));
        check(
                TABLE.selectRows(3, 9, 4),
                TABLE.select(first).then(TABLE.select(second)).select(3, 5, 4));
    }

    @Test
    void viewsOfAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rows.npy");
        NpyFile.write(file, TABLE);
        try (MappedRows mapped = NpyFile.map(file)) {
            check(TABLE.selectRows(5, 6, 2), mapped.select(5, 6, 2));
            check(TABLE.selectRows(2, 7, 8), mapped.select(2).then(TABLE.select(7, 8)));
        }
    }

    /** What a view with one row wrong would give. */
    @Test
    void anotherRowIsSeen() {
        Rows wrong = TABLE.select(4, 5, 7);
        assertThrows(AssertionError.class, () -> check(TABLE.selectRows(4, 5, 6), wrong));
        assertThrows(
                AssertionError.class,
                () -> check(TABLE.selectRows(0, 1, 9, 8), TABLE.select(0, 1).then(TABLE.select(8, 9))));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> TABLE.select(3, 20));
        assertThrows(IndexOutOfBoundsException.class, () -> TABLE.select(-1));
        Messages.says(() -> TABLE.then(new Matrix(2, 4)), "as many columns", "3", "4");
    }

    @Test
    void theFirstValueThatIsNotFiniteIsNamed() {
        Matrix bad = TABLE.copy();
        bad.set(11, 2, Float.NaN);
        bad.set(12, 0, Float.POSITIVE_INFINITY);
        Messages.says(() -> bad.select(9, 10, 11, 12).checkFinite("the table"), "the table", "row 2, column 2", "NaN");
        Messages.says(() -> TABLE.then(bad).checkFinite("the table"), "row 31, column 2", "NaN");
        Messages.says(() -> bad.select(12).checkFinite("the table"), "row 0, column 0", "Infinity");
        bad.select(0, 1).then(TABLE).checkFinite("the table");
        new Matrix(0, 3).checkFinite("the table");
    }

    /** More values than are looked at in one go. */
    @Test
    void allOfALargeTableIsLookedAt() {
        int rows = 3 * (1 << 16) / 50;
        Matrix large = new Matrix(rows, 50);
        int[] all = new int[rows];
        Arrays.setAll(all, i -> i);
        Rows view = large.select(all);
        view.checkFinite("the table");
        for (int row : new int[] {0, 1309, 1310, 1311, rows - 1}) {
            large.set(row, 49, Float.NEGATIVE_INFINITY);
            Messages.says(() -> view.checkFinite("the table"), "row " + row + ", column 49", "-Infinity");
            large.set(row, 49, 0);
        }
        assertFalse(large.bitsEqual(new Matrix(rows, 49)));
    }
}
