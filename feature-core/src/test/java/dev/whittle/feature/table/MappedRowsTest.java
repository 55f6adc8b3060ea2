package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedRowsTest {
    @TempDir
    Path folder;

    private static Matrix random(int rows, int columns) {
        Matrix matrix = new Matrix(rows, columns);
        Random random = new Random(31L * rows + columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = Float.intBitsToFloat(random.nextInt()); // NaNs with any bits among them
        }
        return matrix;
    }

    private Path written(Matrix matrix) throws IOException {
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, matrix);
        return file;
    }

    /** Segments that end within rows, at their ends, and hold several, one, or not one of them. */
    @ParameterizedTest
    @CsvSource({"0,0,7", "0,5,7", "3,0,7", "1,1,7", "7,11,7", "7,11,11", "7,11,12", "40,13,100", "13,40,1", "9,9,1000"})
    void everyRangeOfRowsIsThatOfTheFileRead(int rows, int columns, int segment) throws IOException {
        Path file = written(random(rows, columns));
        Matrix expected = NpyFile.readMatrix(file);
        try (MappedRows mapped = NpyFile.map(file, segment)) {
            assertEquals(rows, mapped.rows());
            assertEquals(columns, mapped.columns());
            for (int row = 0; row <= rows; row++) {
                for (int n = 0; n <= rows - row; n++) {
                    Matrix part = new Matrix(n, columns);
                    float[] guarded = new float[n * columns + 5];
                    mapped.read(row, n, guarded, 2);
                    System.arraycopy(guarded, 2, part.data(), 0, n * columns);
                    Matrix same = new Matrix(n, columns);
                    expected.read(row, n, same.data(), 0);
                    assertTrue(part.bitsEqual(same), "rows " + row + " to " + (row + n));
                    assertArrayEquals(new float[5], new float[] {
                        guarded[0],
                        guarded[1],
                        guarded[n * columns + 2],
                        guarded[n * columns + 3],
                        guarded[n * columns + 4]
                    });
                }
            }
        }
    }

    /** A header of a length that no NumPy writes, so that no float lies at a multiple of four bytes. */
    @Test
    void valuesNeedNotBeAligned() throws IOException {
        byte[] dictionary =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}\n".getBytes(StandardCharsets.US_ASCII);
        assertEquals(1, (10 + dictionary.length + 1) % 2, "an odd offset");
        ByteBuffer bytes = ByteBuffer.allocate(10 + dictionary.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
        bytes.put((byte) 0).putShort((short) dictionary.length).put(dictionary);
        bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        Path file = folder.resolve("odd.npy");
        Files.write(file, bytes.array());
        try (MappedRows mapped = NpyFile.map(file)) {
            float[] all = new float[4];
            mapped.read(0, 2, all, 0);
            assertArrayEquals(new float[] {1, 2, 3, 4}, all);
        }
    }

    @Test
    void wrongRangesAreRefused() throws IOException {
        try (MappedRows mapped = NpyFile.map(written(random(5, 3)))) {
            float[] to = new float[9];
            assertThrows(IndexOutOfBoundsException.class, () -> mapped.read(3, 3, to, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> mapped.read(-1, 1, to, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> mapped.read(0, 3, to, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> mapped.read(0, 1, to, -1));
        }
    }

    @Test
    void nothingIsReadAfterClosing() throws IOException {
        Path file = written(random(5, 3));
        MappedRows mapped = NpyFile.map(file);
        mapped.close();
        mapped.close();
        assertEquals(
                file + " is closed",
                assertThrows(IllegalStateException.class, () -> mapped.read(0, 1, new float[3], 0))
                        .getMessage());
        assertEquals("MappedRows[5x3, " + file + "]", mapped.toString());
    }

    @Test
    void threadsReadAtOnce() throws IOException {
        Matrix expected = random(1000, 17);
        try (MappedRows mapped = NpyFile.map(written(expected), 501)) {
            Matrix found = new Matrix(1000, 17);
            Run.defaults()
                    .withThreads(7)
                    .parallel(1000, 3, (from, to) -> mapped.read(from, to - from, found.data(), from * 17));
            assertTrue(found.bitsEqual(expected));
        }
    }

    /** Larger than one mapping and than one array of Java; sparse, so it takes no room on most file systems. */
    @Test
    void aFileOfFiveGigabytes() throws IOException {
        int rows = 70_000;
        int columns = 20_001;
        Path file = folder.resolve("big.npy");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(NpyFile.header(rows, columns));
            sparse.setLength(NpyFile.HEADER + 4L * rows * columns);
            for (long at : new long[] {0, MappedRows.SEGMENT - 1, MappedRows.SEGMENT, (long) rows * columns - 1}) {
                sparse.seek(NpyFile.HEADER + 4 * at);
                // Java writes big-endian, the file is little-endian.
                sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(1 + at % 1000)));
            }
        }
        try (MappedRows mapped = NpyFile.map(file)) {
            float[] row = new float[2 * columns];
            mapped.read(0, 1, row, 0);
            assertEquals(1, row[0]);
            int between = MappedRows.SEGMENT / columns;
            int column = MappedRows.SEGMENT % columns;
            mapped.read(between, 2, row, 0);
            assertEquals(1 + (MappedRows.SEGMENT - 1) % 1000, row[column - 1]);
            assertEquals(1 + MappedRows.SEGMENT % 1000, row[column]);
            assertEquals(0, row[column + 1]);
            mapped.read(rows - 1, 1, row, columns);
            assertEquals(1 + ((long) rows * columns - 1) % 1000, row[2 * columns - 1]);
        }
    }

    @Test
    void badFilesAreRefusedWithTheByte() throws IOException {
        Path file = written(new Matrix(3, 4));
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            String message =
                    assertThrows(IOException.class, () -> NpyFile.map(file)).getMessage();
            assertTrue(message.startsWith(file + ": at byte " + length + ": the file ends"), message);
        }
        String header = new String(NpyFile.header(3, 4), StandardCharsets.ISO_8859_1);
        for (String[] bad : new String[][] {
            {"<f4", "<f8", "at byte 176: the file ends: shape (3, 4) needs 224 bytes, the file has 176"},
            {"<f4", ">i2", "at byte 152: the file goes on: shape (3, 4) needs 152 bytes, the file has 176"},
            {
                "<f4",
                "<c8",
                "at byte 10: holds values of type '<c8', expected f4, f8, i1, u1, i2, u2, i4, u4, i8, u8 or b1, of either"
                        + " byte order"
            },
            {"(3, 4)", "(12,)", "at byte 10: has shape (12,), expected 2 dimensions"},
            {"(3, 4)", "(3000000000, 3000000000)", "at byte 10: has the impossible shape (3000000000, 3000000000)"},
            {
                "(3, 4)",
                "(3000000000, 0)",
                "at byte 10: the array is 3000000000x0, at most 2147483647 rows and columns can be mapped"
            },
            {
                "(3, 4)",
                "(30000, 40000)",
                "at byte 176: the file ends: shape (30000, 40000) needs 4800000128 bytes, the file has 176"
            },
        }) {
            String text = header.replace(bad[0], bad[1]);
            // The spaces before the last character take up what the text gained or lost.
            String body = text.strip();
            String filled = body + " ".repeat(NpyFile.HEADER - 1 - body.length()) + "\n";
            int values = bad[1].contains(", 0)") ? 0 : 12;
            ByteBuffer bytes = ByteBuffer.allocate(NpyFile.HEADER + 4 * values);
            bytes.put(filled.getBytes(StandardCharsets.ISO_8859_1));
            Files.write(file, bytes.array());
            assertEquals(
                    file + ": " + bad[2],
                    assertThrows(IOException.class, () -> NpyFile.map(file)).getMessage());
        }
        Path absent = folder.resolve("absent.npy");
        assertEquals(
                absent + ": there is no such file",
                assertThrows(IOException.class, () -> NpyFile.map(absent)).getMessage());
    }

    @Test
    void theFirstValueThatIsNotFiniteIsFound() throws IOException {
        // Chunks of 65,536 values: rows that divide it, that do not, and longer ones.
        for (int[] shape : new int[][] {{5, 3}, {300, 1000}, {3, 70_000}, {70_000, 3}}) {
            Matrix matrix = new Matrix(shape[0], shape[1]);
            java.util.Arrays.fill(matrix.data(), -Float.MAX_VALUE);
            try (MappedRows mapped = NpyFile.map(written(matrix))) {
                mapped.checkFinite("it");
            }
            matrix.checkFinite("it");
            for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0xFF800001)}) {
                for (int at : new int[] {0, matrix.data().length / 2 + 1, matrix.data().length - 1}) {
                    Matrix wrong = matrix.copy();
                    wrong.data()[at] = bad;
                    wrong.data()[wrong.data().length - 1] = Float.POSITIVE_INFINITY;
                    String message = "it: row " + at / shape[1] + ", column " + at % shape[1] + " is "
                            + wrong.data()[at] + "; only finite values can be used";
                    try (MappedRows mapped = NpyFile.map(written(wrong))) {
                        for (Rows rows : new Rows[] {mapped, wrong}) {
                            assertEquals(
                                    message,
                                    assertThrows(IllegalArgumentException.class, () -> rows.checkFinite("it"))
                                            .getMessage());
                        }
                    }
                }
            }
        }
    }
}
