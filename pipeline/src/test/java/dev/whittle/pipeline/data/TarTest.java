package dev.whittle.pipeline.data;

import static dev.whittle.pipeline.data.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
    @TempDir
    Path dir;

    /** An entry as POSIX describes it; type '0' is a file, '5' a folder, '2' a link. */
    static byte[] entry(String prefix, String name, char type, byte[] content) {
        byte[] entry = new byte[512 + (content.length + 511) / 512 * 512];
        put(entry, 0, name);
        put(entry, 100, "0000644\0");
        put(entry, 124, String.format("%011o ", content.length));
        entry[156] = (byte) type;
        put(entry, 257, "ustar\00000");
        put(entry, 345, prefix);
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += entry[i] & 255;
        }
        put(entry, 148, String.format("%06o\0 ", sum));
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    private static void put(byte[] entry, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, entry, at, bytes.length);
    }

    static byte[] tar(byte[]... entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            out.writeBytes(entry);
        }
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }

    private Path archive(byte[]... entries) throws IOException {
        return Files.write(dir.resolve("a.tar.gz"), IdxTest.gzip(tar(entries)));
    }

    @Test
    void takesOutWhatIsAskedForAndNothingElse() throws IOException {
        Path archive = archive(
                entry("", "set/", '5', new byte[0]),
                entry("", "../../evil", '0', bytes(600)),
                entry("", "/etc/evil", '0', bytes(5)),
                entry("", "set/link", '2', new byte[0]),
                entry("", "./set/one", '0', bytes(513)),
                entry("", "set/other", '0', bytes(512)),
                entry("set", "two", '0', bytes(1024)),
                entry("", "set/none", '\0', bytes(0)));
        Path target = Files.createDirectories(dir.resolve("target"));
        Tar.unpack(
                archive,
                Map.of(
                        "set/one", target.resolve("1"),
                        "set/two", target.resolve("2"),
                        "set/none", target.resolve("0")));
        assertArrayEquals(bytes(513), Files.readAllBytes(target.resolve("1")));
        assertArrayEquals(bytes(1024), Files.readAllBytes(target.resolve("2")));
        assertEquals(0, Files.size(target.resolve("0")));
        try (var files = Files.walk(dir)) {
            assertEquals(4, files.filter(Files::isRegularFile).count()); // the three and the archive
        }
    }

    @Test
    void missingLinkedAndDoubledEntriesAreErrors() throws IOException {
        Path one = dir.resolve("1");
        assertFails(
                () -> Tar.unpack(archive(entry("", "a", '0', bytes(3))), Map.of("b", one, "c", dir.resolve("2"))),
                dir + "/a.tar.gz, byte 1024 of the unpacked archive: the archive ends without [b, c]");
        assertFails(() -> Tar.unpack(archive(entry("", "b", '2', bytes(0))), Map.of("b", one)), "ends without [b]");
        byte[] b = entry("", "b", '0', bytes(3));
        assertFails(
                () -> Tar.unpack(archive(b, b), Map.of("b", one, "c", dir.resolve("2"))),
                "byte 1536",
                "second entry b");
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        byte[] whole = tar(entry("", "x", '0', bytes(700)), entry("", "a", '0', bytes(700)));
        for (int length = 0; length < 1536 + 512 + 700; length += 37) {
            Path archive = Files.write(dir.resolve("a.tar.gz"), IdxTest.gzip(Arrays.copyOf(whole, length)));
            assertFails(() -> Tar.unpack(archive, Map.of("a", dir.resolve("1"))), archive + ", byte ");
        }
        byte[] packed = IdxTest.gzip(whole);
        for (int length : new int[] {0, 5, 40, packed.length / 2}) {
            Path archive = Files.write(dir.resolve("a.tar.gz"), Arrays.copyOf(packed, length));
            assertFails(() -> Tar.unpack(archive, Map.of("a", dir.resolve("1"))), archive + ", byte ");
        }
    }

    @Test
    void damagedHeadersAreFound() throws IOException {
        for (int at : new int[] {0, 124, 130, 148, 156, 345}) {
            byte[] entry = entry("", "a", '0', bytes(3));
            entry[at] += 1;
            assertFails(() -> Tar.unpack(archive(entry), Map.of("a", dir.resolve("1"))), "byte 0", "expected");
        }
        Path foreign = Files.write(dir.resolve("page.html"), "<html>".getBytes(StandardCharsets.UTF_8));
        assertFails(() -> Tar.unpack(foreign, Map.of("a", dir.resolve("1"))), foreign + ", byte 0", "GZIP");
    }

    @Test
    void anUnwritableTargetIsNamed() throws IOException {
        Path archive = archive(entry("", "a", '0', bytes(3)));
        Path target = Files.createDirectories(dir.resolve("in the way"));
        assertFails(() -> Tar.unpack(archive, Map.of("a", target)), "Cannot write " + target);
    }

    /** Archives by the tar of this machine, in the formats it knows. */
    @Test
    void readsWhatTarWrites() throws IOException, InterruptedException {
        Path set = Files.createDirectories(dir.resolve("set"));
        Files.write(set.resolve("one"), bytes(70_000));
        Files.write(set.resolve("two"), bytes(512));
        for (String format : List.of("ustar", "gnu", "posix", "v7")) {
            Path archive = dir.resolve(format + ".tar.gz");
            Process tar;
            try {
                tar = new ProcessBuilder(
                                "tar", "--format=" + format, "-czf", archive.toString(), "-C", dir.toString(), "set")
                        .inheritIO()
                        .start();
            } catch (IOException e) {
                Assumptions.abort("There is no tar on this machine: " + e.getMessage());
                return;
            }
            Assumptions.assumeTrue(
                    tar.waitFor(20, TimeUnit.SECONDS) && tar.exitValue() == 0, "This tar does not write " + format);
            Path out = Files.createDirectories(dir.resolve("out-" + format));
            Tar.unpack(archive, Map.of("set/one", out.resolve("1"), "set/two", out.resolve("2")));
            assertArrayEquals(bytes(70_000), Files.readAllBytes(out.resolve("1")));
            assertArrayEquals(bytes(512), Files.readAllBytes(out.resolve("2")));
        }
    }
}
