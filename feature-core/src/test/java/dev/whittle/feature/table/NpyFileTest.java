package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.Python;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0,0", "0,5", "3,0", "1,1", "3,4", "7,16385", "20000,3"})
    void matricesComeBackBitByBit(int rows, int columns) throws IOException {
        Matrix matrix = random(rows, columns);
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, matrix);
        assertTrue(NpyFile.readMatrix(file).bitsEqual(matrix));
        assertEquals(NpyFile.HEADER + 4L * rows * columns, Files.size(file));
    }

    @ParameterizedTest
    @CsvSource({"''", "1", "20000", "3 4", "2 1 5", "0 3 2", "3 1 2 1 2 1 1 2"})
    void arraysOfAnyRankComeBackBitByBit(String sizes) throws IOException {
        int[] shape = sizes.isEmpty()
                ? new int[0]
                : Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
        Path file = folder.resolve("a.npy");
        byte[] bytes = new byte[NdArray.count(shape)];
        new Random(5).nextBytes(bytes);
        NdArray codes = NdArray.bytes(bytes, shape);
        NpyFile.write(file, codes);
        assertTrue(NpyFile.readArray(file).bitsEqual(codes));
        assertEquals(NpyFile.HEADER + (long) bytes.length, Files.size(file));
        NdArray floats = NdArray.floats(random(1, bytes.length).data(), shape);
        NpyFile.write(file, floats);
        assertTrue(NpyFile.readArray(file).bitsEqual(floats));
        assertEquals(NpyFile.HEADER + 4L * bytes.length, Files.size(file));
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), NpyFile.HEADER + 4 * bytes.length + 1));
        assertTrue(assertThrows(IOException.class, () -> NpyFile.readArray(file))
                .getMessage()
                .contains("the file goes on"));
    }

    @Test
    void oddFloatsKeepTheirBits() throws IOException {
        Matrix matrix = Matrix.of(new float[] {
            -0f,
            Float.intBitsToFloat(0x7FC01234),
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            Float.intBitsToFloat(1 << 20)
        });
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, matrix);
        assertTrue(NpyFile.readMatrix(file).bitsEqual(matrix));
    }

    /** Channels are closed by an interrupt: files are read without one, and mapping ends as other work does. */
    @Test
    void anInterruptDoesNotLookLikeABadFile() throws IOException {
        Matrix matrix = random(40, 3);
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, matrix);
        Path ints = folder.resolve("i.npy");
        NpyFile.write(ints, new int[] {1, 2, 3});
        Thread.currentThread().interrupt();
        try {
            assertTrue(NpyFile.readMatrix(file).bitsEqual(matrix));
            assertTrue(NpyFile.readArray(file).bitsEqual(NdArray.floats(matrix.data(), 40, 3)));
            assertArrayEquals(new int[] {1, 2, 3}, NpyFile.readInts(ints));
            assertTrue(Thread.currentThread().isInterrupted());
            assertThrows(CancellationException.class, () -> NpyFile.map(file));
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertTrue(Matrix.inMemory(NpyFile.map(file)).bitsEqual(matrix));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "16384", "50001"})
    void intsComeBack(int length) throws IOException {
        int[] values = new Random(length).ints(length).toArray();
        Path file = folder.resolve("i.npy");
        NpyFile.write(file, values);
        assertArrayEquals(values, NpyFile.readInts(file));
    }

    @ParameterizedTest
    @CsvSource({"0,5", "3,0", "1,1", "7,16385", "20000,3"})
    void rowByRowGivesTheSameFile(int rows, int columns) throws IOException {
        Matrix matrix = random(rows, columns);
        Path whole = folder.resolve("whole.npy");
        Path rowByRow = folder.resolve("rows.npy");
        NpyFile.write(whole, matrix);
        try (NpyFile.Writer out = NpyFile.writer(rowByRow, columns)) {
            for (int r = 0; r < rows; r++) {
                assertFalse(Files.exists(rowByRow));
                out.add(matrix.data(), r * columns);
            }
            assertEquals(rows, out.size());
            out.finish();
        }
        assertEquals(-1, Files.mismatch(whole, rowByRow));
    }

    @Test
    void anUnfinishedFileIsRemoved() throws IOException {
        try (NpyFile.Writer out = NpyFile.writer(folder.resolve("rows.npy"), 3)) {
            out.add(new float[3], 0);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aRowThatIsTooShortIsRefused() throws IOException {
        try (NpyFile.Writer out = NpyFile.writer(folder.resolve("rows.npy"), 3)) {
            assertThrows(IndexOutOfBoundsException.class, () -> out.add(new float[4], 2));
            assertEquals(0, out.size());
        }
    }

    @Test
    void theFirstBytesAreThoseOfTheFormat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NpyFile.write(out, Matrix.of(new float[] {1, -2}));
        byte[] bytes = out.toByteArray();
        String header = "\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        assertEquals(header, new String(bytes, 0, header.length(), StandardCharsets.ISO_8859_1));
        assertEquals('\n', bytes[127]);
        // 1 is 0x3F800000, -2 is 0xC0000000, the lowest byte first
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0}, Arrays.copyOfRange(bytes, 128, 136));
    }

    @Test
    void truncatedAnywhereIsRefusedWithTheByte() throws IOException {
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, random(3, 4));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            String message = assertThrows(IOException.class, () -> NpyFile.readMatrix(file))
                    .getMessage();
            assertTrue(message.startsWith(file + ": at byte " + length + ": the file ends"), message);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        String message =
                assertThrows(IOException.class, () -> NpyFile.readMatrix(file)).getMessage();
        assertTrue(message.startsWith(file + ": at byte 176: the file goes on"), message);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertRefused("\u0089PNG\r\n\u001A\n0123456789", "at byte 0: is no .npy file");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", 4), "version 4.0");
        // The length has four bytes in version 2, of which the file's first two are the lower ones.
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", 2), "bytes, expected at most");
        assertRefused(npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), }", 1), "'<c8', expected f4, f8");
        assertRefused(npy("{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1), }", 1), "'<f2', expected f4, f8");
        assertRefused(npy("{'descr': '|f4', 'fortran_order': False, 'shape': (1, 1), }", 1), "'|f4', expected f4, f8");
        assertRefused(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }", 1), "needs");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1, 1), }", 1), "the header");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 1), "expected 2 dimensions");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 1), "expected 2 dimensions");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 1), }", 1), "the header");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1, 1), }", 1), "impossible");
        assertRefused(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1, 1), }", 1), "the header");
        // Sizes whose product is beyond 64 bits, and one that only claims a lot: nothing may be allocated for either.
        assertRefused(
                npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 1), "impossible");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (46000, 46000), }", 1), "needs 8464000");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 0), }", 1), "goes on");
        Path missing = folder.resolve("missing.npy");
        assertEquals(
                missing + ": there is no such file",
                assertThrows(IOException.class, () -> NpyFile.readMatrix(missing))
                        .getMessage());
        assertTrue(assertThrows(IOException.class, () -> NpyFile.readInts(folder))
                .getMessage()
                .contains("is a folder"));
    }

    private static String npy(String dictionary, int version) {
        return "\u0093NUMPY" + (char) version + "\u0000" + (char) (dictionary.length() + 1) + "\u0000" + dictionary
                + "\n\u0000\u0000\u0000\u0000";
    }

    private void assertRefused(String bytes, String reason) throws IOException {
        Path file = folder.resolve("other.npy");
        Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
        String message =
                assertThrows(IOException.class, () -> NpyFile.readMatrix(file)).getMessage();
        assertTrue(message.startsWith(file + ": at byte ") && message.contains(reason), message);
    }

    /** NumPy itself reads our files, and writes the same bytes for the same values. */
    @Test
    void numpyAgrees() throws Exception {
        assumeTrue(Python.run(folder.resolve("python.log"), "import numpy") == 0, "needs python3 with numpy");
        Matrix matrix = new Matrix(5, 3);
        for (int i = 0; i < 15; i++) {
            matrix.data()[i] = i / 4f - 1;
        }
        NpyFile.write(folder.resolve("m.npy"), matrix);
        NpyFile.write(folder.resolve("i.npy"), new int[] {-1, 0, 1 << 30});
        byte[] codes = new byte[24];
        for (int i = 0; i < 24; i++) {
            codes[i] = (byte) (10 * i);
        }
        NpyFile.write(folder.resolve("c.npy"), NdArray.bytes(codes, 2, 3, 4));
        NpyFile.write(folder.resolve("v.npy"), NdArray.floats(new float[] {1.5f, -2}, 2));
        NpyFile.write(folder.resolve("s.npy"), NdArray.floats(new float[] {3}));
        NpyFile.write(folder.resolve("w.npy"), NdArray.bytes(new byte[2], 2, 1, 1, 1, 1, 1, 1, 1));
        try (NpyFile.Writer rows = NpyFile.writer(folder.resolve("r.npy"), 3)) {
            for (int r = 0; r < 5; r++) {
                rows.add(matrix.data(), 3 * r);
            }
            rows.finish();
        }
        String script = """
                import sys, numpy as np
                d = sys.argv[1]
                m = (np.arange(15, dtype='<f4') / 4 - 1).reshape(5, 3)
                for name in 'm', 'r':
                    a = np.load(d + '/' + name + '.npy', allow_pickle=False)
                    assert a.dtype == '<f4' and a.shape == (5, 3) and (a == m).all() and a.flags.c_contiguous, a
                i = np.load(d + '/i.npy', allow_pickle=False)
                assert i.dtype == '<i4' and i.tolist() == [-1, 0, 1 << 30], i
                c = (10 * np.arange(24)).astype('u1').reshape(2, 3, 4)
                assert (np.load(d + '/c.npy', allow_pickle=False) == c).all()
                np.save(d + '/theirs-c.npy', c)
                np.save(d + '/theirs-v.npy', np.array([1.5, -2], '<f4'))
                np.save(d + '/theirs-s.npy', np.array(3, '<f4'))
                np.save(d + '/theirs-w.npy', np.zeros((2, 1, 1, 1, 1, 1, 1, 1), 'u1'))
                np.save(d + '/theirs-m.npy', m)
                np.save(d + '/theirs-i.npy', i)
                """;
        assertEquals(0, Python.run(folder.resolve("python.log"), script, folder.toString()));
        for (String name : new String[] {"m", "i", "c", "v", "s", "w"}) {
            assertEquals(
                    -1, Files.mismatch(folder.resolve(name + ".npy"), folder.resolve("theirs-" + name + ".npy")), name);
        }
    }

    private static Matrix random(int rows, int columns) {
        Matrix matrix = new Matrix(rows, columns);
        Random random = new Random(rows * 31L + columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    @Test
    void anyTableIsWrittenAsItsMatrixIs() throws IOException {
        Matrix matrix = random(300, 701);
        Path expected = folder.resolve("matrix.npy");
        Path actual = folder.resolve("table.npy");
        NpyFile.write(expected, matrix);
        Rows table = new ComputedRows(300, 701, matrix::read);
        NpyFile.write(actual, table);
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(actual));
        matrix.set(299, 700, matrix.get(299, 700) + 1);
        NpyFile.write(actual, table);
        assertFalse(Arrays.equals(Files.readAllBytes(expected), Files.readAllBytes(actual)), "planted");
    }
}
