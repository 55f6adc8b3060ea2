package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDifferenceTest {
    @TempDir
    private Path temp;

    private void assertFound(String name, byte[] first, byte[] second, String place, String expected, String actual)
            throws IOException {
        Path a = Files.write(Files.createDirectories(temp.resolve("a")).resolve(name), first);
        Path b = Files.write(Files.createDirectories(temp.resolve("b")).resolve(name), second);
        assertEquals(
                new FileDifference(place, expected, actual),
                FileDifference.first(a, b).orElseThrow());
        assertEquals(Optional.empty(), FileDifference.first(a, a));
    }

    private void assertFound(String name, String first, String second, String place, String expected, String actual)
            throws IOException {
        assertFound(
                name,
                first.getBytes(StandardCharsets.UTF_8),
                second.getBytes(StandardCharsets.UTF_8),
                place,
                expected,
                actual);
    }

    @Test
    void jsonHasAPointer() throws IOException {
        assertFound("a.json", "{\"x\": [1, {\"y\": 2}]}", "{\"x\": [1, {\"y\": 3}]}", "/x/1/y", "2", "3");
        assertFound("a.json", "{\"x\": 1}", "{}", "/x", "1", "absent");
        assertFound("a.json", "{\"x\": 1}", "{\"x\": 1", "its length", "8 bytes", "7 bytes");
        assertFound("a.json", "{\"x\":1 }", "{\"x\": 1}", "byte 5", "49", "32");
    }

    @Test
    void textHasALine() throws IOException {
        assertFound("a.csv", "a,b\n1,2\n", "a,b\n1,3\n", "line 2", "'1,2'", "'1,3'");
        assertFound("a.csv", "a,b\n1,2\n", "a,b\n1,2\nx", "line 3", "''", "'x'");
        assertFound("a.csv", "a,b", "a,b\n1", "line 2", "absent", "'1'");
        String more = "x".repeat(100);
        assertFound(
                "a.md",
                more + "1" + more,
                more + "2" + more,
                "line 1",
                "'..." + "x".repeat(40) + "1" + "x".repeat(39) + "...'",
                "'..." + "x".repeat(40) + "2" + "x".repeat(39) + "...'");
    }

    private byte[] npy(float... values) throws IOException {
        Path file = temp.resolve("x.npy");
        NpyFile.write(file, new Matrix(1, values.length, values));
        return Files.readAllBytes(file);
    }

    private byte[] npy(int... values) throws IOException {
        Path file = temp.resolve("i.npy");
        NpyFile.write(file, values);
        return Files.readAllBytes(file);
    }

    @Test
    void anArrayHasAnElement() throws IOException {
        assertFound("a.npy", npy(1, 2, 0.1f), npy(1, 2, 0.2f), "element 2", "0.1", "0.2");
        assertFound("a.npy", npy(1, 2, 3), npy(1, -7, 4), "element 1", "2", "-7");
        byte[] cut = Arrays.copyOf(npy(1, 2, 3), 130);
        assertFound("a.npy", npy(1, 2, 3), cut, "its length", "140 bytes", "130 bytes");
    }

    @Test
    void anotherFileHasAByte() throws IOException {
        assertFound("a.bin", new byte[] {1, 2, -1}, new byte[] {1, 2, 3}, "byte 2", "255", "3");
        assertFound("a.npz", new byte[] {1, 2, -1}, new byte[] {1, 2, 3}, "byte 2", "255", "3");
        Path a = Files.write(temp.resolve("a.bin"), new byte[1]);
        assertEquals(
                new FileDifference("", "a file", "missing"),
                FileDifference.first(a, temp.resolve("none")).orElseThrow());
        assertEquals(Optional.empty(), FileDifference.first(temp.resolve("none"), temp.resolve("nor.this")));
    }
}
