package dev.whittle.feature.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.kernel.ChildJvm;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatTheBodyWritesInAnyPieces() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path file = folder.resolve("a.bin");
        AtomicFile.write(file, out -> {
            out.write(bytes[0]);
            out.write(bytes, 1, 70_000);
            for (int from = 70_001; from < 100_001; from += 3) {
                out.write(bytes, from, 3);
            }
            out.write(bytes, 100_001, 199_999);
        });
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertEquals(List.of("a.bin"), names());
    }

    /** Run in the child: ends as at Ctrl-C, in the middle of a file. */
    static final class Ended {
        private Ended() {}

        public static void main(String[] args) throws IOException {
            if (Boolean.getBoolean("hook")) {
                Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
            }
            AtomicFile.write(Path.of(System.getProperty("file") + ".whole"), out -> out.write(1));
            AtomicFile file = new AtomicFile(Path.of(System.getProperty("file")));
            file.append(ByteBuffer.wrap(new byte[1000]));
            System.out.println(Files.exists(Path.of(System.getProperty("file") + ".0.tmp")));
            System.exit(0);
        }
    }

    /** Run in the child: ends while other threads write one file after the other. */
    static final class EndedAmongMany {
        private EndedAmongMany() {}

        public static void main(String[] args) throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
            for (int t = 0; t < 3; t++) {
                Path file = Path.of(System.getProperty("file") + t);
                Thread thread = new Thread(() -> {
                    while (true) {
                        try {
                            AtomicFile.write(file, out -> out.write(1));
                        } catch (IOException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            Thread.sleep(300);
            System.exit(0);
        }
    }

    @Test
    void whatOtherThreadsBeginMeanwhileDoesNotStayEither() throws Exception {
        for (int i = 0; i < 5; i++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dfile=" + folder.resolve("a.bin"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EndedAmongMany.class.getName())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor());
            assertEquals("", said);
            assertEquals(List.of("a.bin0", "a.bin1", "a.bin2"), names());
        }
    }

    @Test
    void aProgramThatEndsRemovesWhatIsUnfinishedIfItAsksForThat() throws Exception {
        Path file = folder.resolve("a.bin");
        assertTrue(ChildJvm.run(Ended.class, "-Dfile=" + file, "-Dhook=true").contains("true"));
        assertEquals(List.of("a.bin.whole"), names());
        assertTrue(ChildJvm.run(Ended.class, "-Dfile=" + file).contains("true"));
        assertEquals(List.of("a.bin.0.tmp", "a.bin.whole"), names(), "the library has no shutdown hook");
    }

    /** Channels are closed by an interrupt, and their writer fails. */
    @Test
    void anInterruptDoesNotDisturbTheWriting() throws IOException {
        Matrix matrix = new Matrix(300, 200);
        Arrays.fill(matrix.data(), 0.5f);
        try {
            Thread.currentThread().interrupt();
            NpyFile.write(folder.resolve("a.npy"), matrix);
            try (NpyFile.Writer rows = NpyFile.writer(folder.resolve("b.npy"), 200)) {
                for (int r = 0; r < 300; r++) {
                    rows.add(matrix.data(), r * 200);
                }
                rows.finish();
            }
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            Thread.interrupted();
        }
        assertTrue(NpyFile.readMatrix(folder.resolve("a.npy")).bitsEqual(matrix));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.npy")), Files.readAllBytes(folder.resolve("b.npy")));
        assertEquals(List.of("a.npy", "b.npy"), names());
    }

    @Test
    void aFailureOfTheBodyLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "before");
        for (Throwable failure : List.of(new IOException("no more input"), new IllegalStateException("bad"))) {
            Throwable thrown = assertThrows(
                    Throwable.class,
                    () -> AtomicFile.write(file, out -> {
                        out.write(new byte[200_000]);
                        assertEquals(2, names().size(), "it is written beside");
                        if (failure instanceof IOException e) {
                            throw e;
                        }
                        throw (RuntimeException) failure;
                    }));
            assertSame(failure, thrown);
            assertEquals("before", Files.readString(file));
            assertEquals(List.of("a.txt"), names());
        }
    }

    @Test
    void replacesAFile() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "a longer text");
        AtomicFile.write(file, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void saysWhyAFileCannotBeWritten() throws IOException {
        Path nowhere = folder.resolve("no/such/file.txt");
        assertEquals(
                "Cannot write " + nowhere + ": there is no folder " + nowhere.getParent(),
                assertThrows(IOException.class, () -> AtomicFile.write(nowhere, out -> {}))
                        .getMessage());
        assertEquals(
                "Cannot write " + folder + ": it is a folder",
                assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> {}))
                        .getMessage());
    }

    /**
     * Writes to a folder that may only be read, and prints what is said; root does that as another user, since it may
     * write everywhere.
     */
    static final class Locked {
        private Locked() {}

        public static void main(String[] args) throws IOException {
            Path locked = Files.createTempDirectory("locked");
            try {
                if (!locked.toFile().setWritable(false) || Files.isWritable(locked)) {
                    System.out.println("writable");
                    return;
                }
                AtomicFile.write(locked.resolve("a.txt"), out -> {});
                System.out.println("written");
            } catch (IOException e) {
                System.out.println(e.getMessage().replace(locked.toString(), "LOCKED"));
            } finally {
                locked.toFile().setWritable(true);
                Files.delete(locked);
            }
        }
    }

    @Test
    void saysThatPermissionIsMissing() throws Exception {
        String said = ChildJvm.run(Locked.class);
        if (said.startsWith("writable")) {
            said = asNobody();
        }
        assumeTrue(!said.startsWith("writable"), "folders cannot be made read-only here");
        assertEquals("Cannot write LOCKED/a.txt: no permission to write to folder LOCKED", said.strip());
    }

    /** The classes are copied to where every user may read them. */
    private static String asNobody() throws Exception {
        Path copy = Files.createTempDirectory("classes");
        try {
            Path room = Files.createDirectories(copy.resolve("dev/whittle/feature/file"));
            for (Class<?> type : List.of(AtomicFile.class, Locked.class)) {
                Path classes = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI());
                try (Stream<Path> files = Files.list(classes.resolve("dev/whittle/feature/file"))) {
                    for (Path file : files.toList()) {
                        Files.copy(file, room.resolve(file.getFileName()));
                    }
                }
            }
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process;
            try {
                Process readable = new ProcessBuilder("chmod", "-R", "a+rX", copy.toString()).start();
                assertEquals(0, readable.waitFor());
                process = new ProcessBuilder(
                                "setpriv",
                                "--reuid=65534",
                                "--regid=65534",
                                "--clear-groups",
                                java,
                                "-cp",
                                copy.toString(),
                                Locked.class.getName())
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException e) {
                assumeTrue(false, "this user may write everywhere, and cannot be another: " + e.getMessage());
                throw e;
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } finally {
            try (Stream<Path> files = Files.walk(copy)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** A limit on the size of files stands for the full disk: both make the operating system refuse a write. */
    @Test
    void saysThatNoMoreCanBeWritten() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh to limit the size of files");
        Path file = folder.resolve("large.npy");
        Process java = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 64 && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFile.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        java.waitFor();
        assertTrue(output.contains("said: Cannot write " + file + ": File too large"), output);
        assertEquals(List.of(), names());
    }

    /** Tries to write 4 MB. */
    static final class LargeFile {
        public static void main(String[] args) {
            try {
                NpyFile.write(Path.of(args[0]), new Matrix(1000, 1000));
            } catch (IOException e) {
                System.out.println("said: " + e.getMessage());
            }
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            String[] names = files.map(f -> f.getFileName().toString()).toArray(String[]::new);
            Arrays.sort(names);
            return List.of(names);
        }
    }
}
