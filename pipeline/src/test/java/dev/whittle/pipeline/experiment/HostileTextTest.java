package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Messages;
import dev.whittle.feature.file.CsvReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Experiments and pages that are made to take much time or memory, or to be read as something else. */
class HostileTextTest {
    /** Each merge copied the places of all values before it. */
    @Test
    void manyMerges() throws IOException {
        String yaml = "b:\n" + "- <<: {x: 1}\n".repeat(20_000);
        JsonAt read = assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> YamlFile.parse(yaml, "x").get("b"));
        assertEquals(20_000, read.elements().size());
    }

    /** What a mapping says itself comes before what is merged, and its line is told. */
    @Test
    void theLineOfAMergedValueIsThatOfTheFirst() throws IOException {
        JsonAt read = YamlFile.parse("a: &a {x: 1, y: 2}\nb: &b {x: 3}\nc:\n  <<: [*b, *a]\n  y: four\n", "x")
                .get("c");
        assertEquals(3, read.get("x").wholeNumber(0, 9));
        Messages.says(IllegalArgumentException.class, () -> read.get("x").text(), "x:2: c/x");
        Messages.says(IllegalArgumentException.class, () -> read.get("y").wholeNumber(0, 9), "x:5: c/y");
    }

    /** The place of each of 70,000 values had the key of 100,000 characters: 7 GB. */
    @Test
    void longKeysOfManyValues() {
        String yaml = "? " + "a".repeat(100_000) + "\n: [" + "0,".repeat(70_000) + "0]";
        long before = allocated();
        Messages.says(IOException.class, () -> YamlFile.parse(yaml, "x"), "x:1", "1000");
        assertEquals(0, (allocated() - before) >> 30, "GB");
    }

    /** 160 KB that become 160 MB: as a compressed list, and as an entry of a model. Six times as much was taken. */
    @Test
    void compressedFilesThatBecomeHuge(@TempDir Path temp) throws IOException {
        Path list = temp.resolve("predictions.csv.gz");
        Path model = temp.resolve("a.npz");
        byte[] zeros = new byte[1 << 20];
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(list));
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(model))) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            for (int i = 0; i < 160; i++) {
                gzip.write(zeros);
                zip.write(zeros);
            }
        }
        long before = allocated();
        Messages.says(IOException.class, () -> Predictions.scores(list), list + " is damaged");
        Path other = Files.createDirectory(temp.resolve("other"));
        for (Path file : List.of(list, model)) {
            byte[] changed = Files.readAllBytes(file);
            changed[changed.length - 1] ^= 1;
            Path copy = Files.write(other.resolve(file.getFileName()), changed);
            assertEquals(
                    "byte " + (changed.length - 1),
                    FileDifference.first(file, copy).orElseThrow().place());
        }
        assertTrue(allocated() - before < 700L << 20, () -> (allocated() - before >> 20) + " MB");
    }

    /** Three gigabytes that take no room on the disk; "give Java more memory" was said, which never helps. */
    @Test
    void filesThatNoArrayHolds(@TempDir Path temp) throws IOException {
        Path file = temp.resolve("a");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        for (Executable read : List.<Executable>of(
                () -> YamlFile.read(file),
                () -> EmbeddedResult.read(file),
                () -> ResultFile.read(file),
                () -> CsvReader.read(file))) {
            Messages.says(IOException.class, read, file.toString(), "has 3221225472 bytes, expected at most");
        }
    }

    @Test
    void listsOfPredictionsWithTooFewColumns(@TempDir Path temp) throws IOException {
        Path list = temp.resolve("predictions.csv.gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(list))) {
            gzip.write("a\nb\n".getBytes());
        }
        Messages.says(IOException.class, () -> Predictions.scores(list), list.toString(), "line 2");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** A page showed its first result, and the last one was checked. */
    @Test
    void twoResultsInAPage(@TempDir Path temp) throws IOException {
        String block = "<script type=\"application/json\" id=\"%s\">{}</script>";
        String result = String.format(block, "result");
        String timing = String.format(block, "timing");
        Path page = Files.writeString(temp.resolve("a.html"), result + timing);
        assertEquals("{}", EmbeddedResult.read(page).result());
        Files.writeString(page, result + timing + result);
        Messages.says(IOException.class, () -> EmbeddedResult.read(page), page.toString(), "two of 'result'");
        Files.writeString(page, result + timing + timing);
        Messages.says(IOException.class, () -> EmbeddedResult.read(page), "two of 'timing'");
        Files.writeString(page, result.replace("{}", "{\"a\": [1") + timing);
        IOException cut =
                assertThrows(IOException.class, () -> EmbeddedResult.read(page).write(temp));
        assertFalse(cut.getMessage().contains("Source"), cut.getMessage());
        Files.writeString(page, result.replace("{}", "{\"a\": [}") + timing);
        IOException e =
                assertThrows(IOException.class, () -> EmbeddedResult.read(page).write(temp));
        assertEquals(
                temp.resolve("result.json") + ": This is no valid JSON at line 1, column 8:"
                        + " Unexpected close marker '}': expected ']'",
                e.getMessage());
    }
}
