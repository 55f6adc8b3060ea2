package dev.whittle.feature.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is no regular file is written into, and neither replaced nor read. */
@Timeout(60)
class AtomicFileLinksTest {
    @TempDir
    Path folder;

    private Path link(String name, String to) throws IOException {
        try {
            return Files.createSymbolicLink(folder.resolve(name), Path.of(to));
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "this file system has no links");
            throw e;
        }
    }

    /** A pipe with this name. */
    static Path pipe(Path path) throws IOException, InterruptedException {
        try {
            assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "pipes cannot be made");
        } catch (IOException e) {
            assumeTrue(false, "this system has no pipes: " + e.getMessage());
        }
        return path;
    }

    private static byte[] contents(Path pipe) {
        try {
            return Files.readAllBytes(pipe);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aLinkStaysAndItsFileIsReplaced() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        link("second", "target");
        Path first = link("first", "second");
        AtomicFile.write(first, out -> out.write("new".getBytes()));
        assertTrue(Files.isSymbolicLink(first));
        assertEquals("new", Files.readString(target));
        assertEquals(List.of("first", "second", "target"), names());
        Path nowhere = link("nowhere", "made");
        AtomicFile.write(nowhere, out -> out.write(1));
        assertTrue(Files.isSymbolicLink(nowhere) && Files.size(folder.resolve("made")) == 1);
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Path circle = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        String message = assertThrows(IOException.class, () -> AtomicFile.write(circle, out -> out.write(1)))
                .getMessage();
        assertEquals("Cannot write " + circle + ": its links lead in a circle", message);
    }

    /** Its header is written last, so it cannot go straight into a pipe. */
    @Test
    void aPipeIsWrittenInto() throws Exception {
        Path pipe = pipe(folder.resolve("pipe"));
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> contents(pipe));
        Matrix matrix = new Matrix(3, 2);
        matrix.data()[5] = 0.5f;
        NpyFile.write(pipe, matrix);
        NpyFile.write(folder.resolve("file"), matrix);
        assertArrayEquals(Files.readAllBytes(folder.resolve("file")), read.get());
        assertFalse(Files.isRegularFile(pipe));
        assertEquals(List.of("file", "pipe"), names());
    }

    @Test
    void aFullDeviceIsAnErrorAndStays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full) && !Files.isRegularFile(full), "this system has no /dev/full");
        Path link = link("link", "/dev/full");
        // The link is first: where it is not seen, the device itself is not touched.
        for (Path file : List.of(link, full)) {
            String message = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> out.write(1)))
                    .getMessage();
            assertTrue(message.startsWith("Cannot write " + file + ": No space left"), message);
        }
        assertFalse(Files.isRegularFile(full));
        assertEquals(List.of("link"), names());
    }

    /** As by {@code --out /dev/stdout >> log}: the file was replaced, and what was written afterwards was lost. */
    @Test
    void aFileThatAProcessHasOpenIsAppendedTo() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "this system has no /proc");
        Path log = Files.writeString(folder.resolve("log"), "before, ");
        try (FileOutputStream open = new FileOutputStream(log.toFile(), true)) {
            Path descriptor;
            try (Stream<Path> all = Files.list(descriptors)) {
                descriptor = all.filter(path -> leadsTo(path, log)).findFirst().orElseThrow();
            }
            AtomicFile.write(link("stdout", descriptor.toString()), out -> out.write("written, ".getBytes()));
            open.write("after".getBytes());
        }
        assertEquals("before, written, after", Files.readString(log));
        assertEquals(List.of("log", "stdout"), names());
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException e) {
            // That of the list itself is closed by now.
            return false;
        }
    }

    /** While a file is written, a pipe is made at its place. */
    @Test
    void whatHasBecomeAPipeIsNotReplaced() throws Exception {
        Path path = folder.resolve("out");
        CompletableFuture<byte[]> read;
        try (AtomicFile file = new AtomicFile(path)) {
            file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            pipe(path);
            read = CompletableFuture.supplyAsync(() -> contents(path));
            file.commit();
        }
        assertFalse(Files.isRegularFile(path));
        assertArrayEquals(new byte[] {1, 2, 3}, read.get());
        assertEquals(List.of("out"), names());
    }

    /** Links lead on from the folder that they are in, and the folder of a link may be a link. */
    @Test
    void aRelativeLinkLeadsOnFromItsFolder() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        link("short", "a/b");
        Files.createSymbolicLink(folder.resolve("a/b/up"), Path.of("../target"));
        AtomicFile.write(folder.resolve("short/up"), out -> out.write(1));
        assertTrue(Files.isRegularFile(folder.resolve("a/target")));
        assertTrue(Files.isSymbolicLink(folder.resolve("a/b/up")));
        assertEquals(List.of("a", "short"), names());
        Path lost = link("lost", "none/file");
        String message = assertThrows(IOException.class, () -> AtomicFile.write(lost, out -> out.write(1)))
                .getMessage();
        assertEquals("Cannot write " + lost + ": there is no folder " + folder.resolve("none"), message);
    }

    @Test
    void aPipeOrADeviceIsNotRead() throws Exception {
        Path pipe = pipe(folder.resolve("pipe"));
        for (Path file : List.of(pipe, link("to-pipe", "pipe"), Path.of("/dev/zero"))) {
            assumeTrue(Files.exists(file), "there is no " + file);
            String message = assertThrows(IOException.class, () -> RegularFile.bytes(file))
                    .getMessage();
            assertTrue(message.startsWith(file + ": is a pipe or a device"), message);
            assertThrows(IOException.class, () -> RegularFile.stream(file));
            assertThrows(IOException.class, () -> NpyFile.readMatrix(file));
            assertThrows(IOException.class, () -> CsvReader.read(file));
        }
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertEquals(1, RegularFile.bytes(link("to-plain", "plain")).length);
        assertEquals(plain, RegularFile.require(plain));
        assertEquals(folder, RegularFile.require(folder), "a folder is left to who reads it");
    }
}
