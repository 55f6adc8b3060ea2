package dev.whittle.feature.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of every type and order that NumPy writes and Whittle reads; made by src/test/reference/npy.py. */
class NpyKindsTest {
    private static Path file(String name) {
        try {
            return Path.of(
                    NpyKindsTest.class.getResource("/npy/" + name + ".npy").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> kinds() throws IOException {
        try (Stream<Path> files = Files.list(file("bool").getParent())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".expected.npy"))
                    .map(name -> name.replace(".expected.npy", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areReadAsNumPyConvertsThem(String kind) throws IOException {
        NdArray expected = NpyFile.readArray(file(kind + ".expected"));
        NdArray found = NpyFile.readArray(file(kind));
        if (found.type() == NdArray.Type.UINT8) {
            float[] values = new float[found.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = found.bytes()[i] & 0xFF;
            }
            found = NdArray.floats(values, found.shape());
        }
        assertTrue(expected.bitsEqual(found), kind);
        if (expected.shape().length != 2) {
            return;
        }
        Matrix matrix = expected.matrix();
        assertTrue(matrix.bitsEqual(NpyFile.readMatrix(file(kind))));
        // Segments of a few values, so that rows and columns begin in one and end in another.
        for (int segment : new int[] {1, 2, 3, 5, 1000}) {
            try (MappedRows mapped = NpyFile.map(file(kind), segment)) {
                assertTrue(matrix.bitsEqual(Matrix.inMemory(mapped)));
                for (int row = 0; row < matrix.rows(); row++) {
                    for (int n = 0; row + n <= matrix.rows(); n++) {
                        float[] to = new float[n * matrix.columns() + 3];
                        mapped.read(row, n, to, 2);
                        float[] same = new float[to.length];
                        matrix.read(row, n, same, 2);
                        assertArrayEquals(same, to);
                    }
                }
            }
        }
        if (matrix.rows() > 0) {
            matrix.set(0, 1, Math.nextUp(matrix.get(0, 1)));
            assertFalse(matrix.bitsEqual(NpyFile.readMatrix(file(kind))), "planted");
        }
    }

    @Test
    void allKindsAreTried() throws IOException {
        assertTrue(kinds().size() > 26, kinds().toString());
        assertTrue(kinds().containsAll(List.of("little-f8", "big-f4", "fortran-f4", "version-3", "big-i8", "bool")));
    }

    /** The sixth of six values, so at the header and five values. */
    @ParameterizedTest
    @CsvSource({
        "f8,3.5E38,168",
        "negative-f8,-1.0E300,168",
        "i4,16777217,148",
        "u4,4294967295,148",
        "i8,9223372036854775807,168",
        "u8,9223372036854775809,168"
    })
    void whatNoFloatCanHoldIsRefusedWithItsPlace(String kind, String value, int at) throws IOException {
        Path file = file("wrong-" + kind);
        String[] parts = {file + ": at byte " + at + ": ", value, "float"};
        Messages.says(IOException.class, () -> NpyFile.readMatrix(file), parts);
        Messages.says(IOException.class, () -> NpyFile.readArray(file), parts);
        try (MappedRows mapped = NpyFile.map(file)) {
            Messages.says(() -> mapped.read(1, 1, new float[3], 0), parts);
            mapped.read(0, 1, new float[3], 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex", "half", "text"})
    void otherTypesAreRefused(String name) {
        Messages.says(IOException.class, () -> NpyFile.readMatrix(file(name)), "at byte 10", "expected f4, f8");
    }

    @Test
    void labelsMayHaveAnyIntegerType() throws IOException {
        assertArrayEquals(new int[] {3, 0, 2, 2}, NpyFile.readInts(file("labels")));
        Messages.says(IOException.class, () -> NpyFile.readInts(file("float-labels")), "'<f4'", "expected integers");
        Messages.says(IOException.class, () -> NpyFile.readInts(file("wide-labels")), "byte 136", "2147483648", "int");
        Messages.says(IOException.class, () -> NpyFile.readInts(file("i4")), "(3, 4)", "expected 1 dimension");
    }

    /** A header of 65,535 bytes, nearly all of them spaces, without the brace at its end. */
    @Test
    void aHeaderOfSpacesIsRefusedAtOnce() {
        String message = assertTimeoutPreemptively(
                Duration.ofMillis(500),
                () -> Messages.says(IOException.class, () -> NpyFile.readMatrix(file("npy-spaces")), "the header"));
        assertTrue(message.length() < 600, message);
        assertEquals(-1, message.indexOf("     "), "spaces are not shown");
    }

    @Test
    void aMessageDoesNotRepeatAllSizes(@TempDir Path folder) throws IOException {
        byte[] header = NpyFile.header(1, 1);
        byte[] sizes = ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1,".repeat(15_000) + ",)}").getBytes();
        byte[] npy = Arrays.copyOf(header, 10 + sizes.length);
        npy[8] = (byte) sizes.length;
        npy[9] = (byte) (sizes.length >> 8);
        System.arraycopy(sizes, 0, npy, 10, sizes.length);
        Path file = Files.write(folder.resolve("a.npy"), npy);
        String message = Messages.says(IOException.class, () -> NpyFile.readArray(file), "impossible shape (1,1,");
        assertTrue(message.length() < 600, message);
    }
}
