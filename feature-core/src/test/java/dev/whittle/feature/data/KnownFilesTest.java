package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only files that are surely unchanged are not read again. */
@Tag("long")
class KnownFilesTest {
    private static final Run RUN = Run.defaults();
    private static final Decoding HOW = Decoding.PLAIN;

    @TempDir
    private Path temp;

    private final List<ImageEntry> entries = new ArrayList<>();

    @BeforeEach
    void writeFiles() throws IOException {
        assumeTrue(
                Files.getFileStore(temp).supportsFileAttributeView("unix"),
                "skipped: this system does not tell the numbers of files");
        for (int i = 0; i < 3; i++) {
            Path file = temp.resolve(i + ".pgm");
            Files.write(file, image(i));
            entries.add(new ImageEntry(i + ".pgm", file, 0));
        }
    }

    private static byte[] image(int value) {
        byte[] bytes = "P5 1 1 255\n?".getBytes(StandardCharsets.US_ASCII);
        bytes[bytes.length - 1] = (byte) value;
        return bytes;
    }

    private KnownFiles known() {
        return KnownFiles.of(entries, HOW.with(new ImageCache(temp.resolve("cache"), 1 << 20)), RUN);
    }

    private ImageEntry[] read() throws IOException {
        ImageEntry[] read = new ImageEntry[3];
        for (int i = 0; i < 3; i++) {
            read[i] = entries.get(i).read(HOW);
        }
        return read;
    }

    private static void settle() throws InterruptedException {
        Thread.sleep(2100);
    }

    @Test
    void unchangedFilesAreKnown() throws IOException, InterruptedException {
        settle();
        ImageEntry[] read = read();
        read[1] = null;
        known().keep(read);
        KnownFiles again = known();
        assertEquals(read[0], again.entry(0));
        assertNull(again.entry(1), "it could not be used, and is read again");
        assertEquals(read[2], again.entry(2));
        assertNull(KnownFiles.of(entries, HOW, RUN).entry(0), "there is no cache");
        assertNull(
                KnownFiles.of(entries.subList(0, 2), HOW.with(new ImageCache(temp.resolve("cache"), 1 << 20)), RUN)
                        .entry(0),
                "these are other files");
    }

    /** Two writes within a tick of the clock have one time. */
    @Test
    void filesThatWereJustWrittenAreReadAgain() throws IOException {
        known().keep(read());
        assertNull(known().entry(0));
    }

    /** Its size and its time of modification are those of before. */
    @Test
    void aFileWithOtherContentsIsReadAgain() throws IOException, InterruptedException {
        settle();
        known().keep(read());
        FileTime time = Files.getLastModifiedTime(temp.resolve("0.pgm"));
        Files.write(temp.resolve("0.pgm"), image(9));
        Files.setLastModifiedTime(temp.resolve("0.pgm"), time);
        assertNull(known().entry(0));
        settle();
        ImageEntry[] read = read();
        known().keep(read);
        assertEquals(read[0], known().entry(0));
    }

    /** A file replaced by another one of the same size and time. */
    @Test
    void anotherFileOfThisNameIsReadAgain() throws IOException, InterruptedException {
        Path other = Files.write(temp.resolve("other"), image(9));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(temp.resolve("0.pgm")));
        settle();
        known().keep(read());
        Files.delete(temp.resolve("0.pgm"));
        Files.move(other, temp.resolve("0.pgm"));
        assertNull(known().entry(0));
    }
}
