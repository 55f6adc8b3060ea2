package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Messages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments and pages that are made to take much time or memory, or to be read as something else. */
class HostileTextTest {
    /** Each merge copied the places of all values before it. */
    @Test
    void manyMerges() throws IOException {
        String yaml = "b:\n" + "- <<: {x: 1}\n".repeat(20_000);
        JsonAt read =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> YamlFile.parse(yaml, "x").get("b"));
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
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        Messages.says(IOException.class, () -> YamlFile.parse(yaml, "x"), "x:1", "1000");
        assertEquals(0, (memory.getCurrentThreadAllocatedBytes() - before) >> 30, "GB");
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
    }
}
