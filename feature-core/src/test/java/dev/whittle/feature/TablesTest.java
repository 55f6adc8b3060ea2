package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.MappedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class TablesTest {
    @TempDir
    private Path folder;

    /** Rows that are calculated when they are read, each on its own. */
    private record Calculated(int rows, int columns) implements Rows {
        @Override
        public void read(int row, int n, float[] to, int at) {
            Objects.checkFromIndexSize(row, n, rows);
            for (int r = 0; r < n; r++) {
                Rng rng = new Rng(1, "row", row + r);
                for (int c = 0; c < columns; c++) {
                    to[at + r * columns + c] = rng.nextFloat() - 0.5f;
                }
            }
        }
    }

    private static Matrix rowByRow(Rows table) {
        Matrix all = new Matrix(table.rows(), table.columns());
        for (int r = 0; r < table.rows(); r++) {
            table.read(r, 1, all.data(), r * table.columns());
        }
        return all;
    }

    /** Windows of one row, of a few, of just all, and more than all; the last is not full. */
    @ParameterizedTest
    @CsvSource({
        "2500, 300, 1",
        "2500, 300, 600000",
        "2500, 300, 750000",
        "2500, 300, 99999999",
        "1, 3, 1",
        "7, 400000, 500000"
    })
    void onDiskIsInMemoryToTheBit(int rows, int columns, int window) throws IOException {
        Rows table = new Calculated(rows, columns);
        Matrix expected = rowByRow(table);
        for (int threads : new int[] {1, 2, 7}) {
            Run run = Run.defaults().withThreads(threads);
            assertTrue(expected.bitsEqual(Tables.inMemory(table, run)));
            Path file = folder.resolve("table-" + threads + ".npy");
            try (MappedRows mapped = Tables.onDisk(table, file, run, window)) {
                assertTrue(expected.bitsEqual(Matrix.inMemory(mapped)));
                assertTrue(expected.bitsEqual(Tables.inMemory(mapped, run)));
            }
            try (MappedRows mapped = Tables.onDisk(table, file, run)) {
                assertTrue(expected.bitsEqual(Matrix.inMemory(mapped)), "the window changes nothing");
            }
        }
        Matrix other = expected.copy();
        other.data()[other.data().length - 1] = Math.nextUp(other.data()[other.data().length - 1]);
        assertFalse(expected.bitsEqual(other), "planted");
    }

    /** In memory up to the limit, else in a file that no longer has a name. */
    @Test
    void aStoredTableIsInMemoryOrInAFile() {
        Rows table = new Calculated(700, 30);
        Run run = Run.defaults().withThreads(2);
        assertTrue(Tables.stored(table, run, 4 * 700 * 30) instanceof Matrix);
        Rows stored = Tables.stored(table, run, 4 * 700 * 30 - 1);
        assertTrue(stored instanceof MappedRows);
        assertTrue(rowByRow(table).bitsEqual(Matrix.inMemory(stored)));
        Path file = Path.of(stored.toString().replaceAll(".*, |]", ""));
        assertEquals("table.npy", file.getFileName().toString());
        assertFalse(Files.exists(file.getParent()), stored.toString());
        assertTrue(Tables.stored(table, run) instanceof Matrix);
        Matrix matrix = rowByRow(table);
        assertSame(matrix, Tables.stored(matrix, run, 0));
    }

    @Test
    void aTableLargerThanTheDiskIsRefused() {
        Rows huge = new ComputedRows(Integer.MAX_VALUE, 1 << 24, (row, n, to, at) -> {
            throw new AssertionError("nothing is computed");
        });
        Messages.says(
                UncheckedIOException.class,
                () -> Tables.stored(huge, Run.defaults(), 5 << 20),
                "2,147,483,647x16,777,216",
                "5 MiB",
                "are free in",
                "-Xmx",
                "java.io.tmpdir");
    }

    @Test
    void aTableOfNoRowsHasAFile() throws IOException {
        try (MappedRows mapped = Tables.onDisk(new Matrix(0, 5), folder.resolve("none.npy"), Run.defaults())) {
            assertEquals("0x5", mapped.rows() + "x" + mapped.columns());
        }
    }

    /** A row that cannot be computed leaves no file, and none that was there is lost. */
    @Test
    void aFileIsThereAsAWholeOrNotAtAll() throws IOException {
        Rows failing = new Rows() {
            @Override
            public int rows() {
                return 50;
            }

            @Override
            public int columns() {
                return 2;
            }

            @Override
            public void read(int row, int n, float[] to, int at) {
                if (row + n > 40) {
                    throw new IllegalStateException("planted");
                }
            }
        };
        Path file = folder.resolve("half.npy");
        Run run = Run.defaults().withThreads(2);
        assertThrows(IllegalStateException.class, () -> Tables.onDisk(failing, file, run, 10));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        Files.writeString(file, "before");
        assertThrows(IllegalStateException.class, () -> Tables.onDisk(failing, file, run, 10));
        assertEquals("before", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void rangesAreEveryRowOnce(int threads) {
        Run run = Run.defaults().withThreads(threads);
        Rows calculated = new Calculated(2311, 5);
        Matrix matrix = rowByRow(calculated);
        for (Rows table : new Rows[] {calculated, matrix, matrix.select(orderOf(2311))}) {
            AtomicIntegerArray seen = new AtomicIntegerArray(2311);
            AtomicLong values = new AtomicLong();
            Tables.ranges(table, 100, run, (x, at, from, n) -> {
                assertEquals(0, from % 100);
                assertEquals(Math.min(100, 2311 - from), n);
                for (int r = 0; r < n; r++) {
                    seen.incrementAndGet(from + r);
                    for (int c = 0; c < 5; c++) {
                        Bits.assertSame("row " + (from + r), matrix.get(from + r, c), x[at + r * 5 + c]);
                        values.incrementAndGet();
                    }
                }
            });
            assertEquals(5 * 2311, values.get());
            for (int r = 0; r < 2311; r++) {
                assertEquals(1, seen.get(r));
            }
        }
    }

    private static int[] orderOf(int n) {
        return java.util.stream.IntStream.range(0, n).toArray();
    }

    @Test
    void aMatrixIsNotCopied() {
        Matrix matrix = TestData.gaussians(10, 3, 1);
        assertSame(matrix, Tables.inMemory(matrix, Run.defaults()));
        Tables.range(matrix, 4, 2, (x, at, from, n) -> {
            assertSame(matrix.data(), x);
            assertEquals("12 4 2", at + " " + from + " " + n);
        });
    }

    @Test
    void asManyRowsAtOnceAsACacheHolds() {
        assertEquals(1024, Tables.rowsAtOnce(1));
        assertEquals(1024, Tables.rowsAtOnce(0));
        assertEquals(1024, Tables.rowsAtOnce(256));
        assertEquals(1020, Tables.rowsAtOnce(257));
        assertEquals(1, Tables.rowsAtOnce(1 << 20));
    }
}
