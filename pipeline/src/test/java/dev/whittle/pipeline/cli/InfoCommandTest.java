package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    private Path temp;

    @Test
    void aPlanIsEstimatedWithoutBeingRun() throws IOException {
        Path file = Files.writeString(temp.resolve("e.yaml"), """
                name: hues
                data: {set: generated, train: 5000, test: 1000}
                features: [{name: hue, type: color-histogram, space: hue, bins: [10]}]
                heads: [{name: softmax, type: softmax, iterations: 20}]
                """);
        Outcome info = whittle("info", "--plan", file, "--plan-images", 40, "--executors", "2,8", "--data", temp);
        assertEquals(0, info.exit(), info.err());
        for (String part : new String[] {
            "hues: 5,000 training images and 1,000 for validation and the test; 1 runs",
            "Measured with 20 and 40 training images",
            "10     0.2 MiB",
            "hue × softmax",
            "On 2 executors of one thread each: ",
            "On 8 executors of one thread each: "
        }) {
            assertTrue(info.out().contains(part), part + " in " + info.out());
        }
    }

    @Test
    void wrongNumbersAreRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("e.yaml"), "name: hues\n");
        Outcome info = whittle("info", "--plan", file, "--executors", "2,0");
        assertNotEquals(0, info.exit());
        assertTrue(info.err().contains("--executors must be at least 1, got 0"), info.err());
    }

    @Test
    void timesAndBytesHaveSuitableUnits() {
        assertEquals("59.0 s", EstimateText.time(59));
        assertEquals("5.0 min", EstimateText.time(300));
        assertEquals("3.0 h", EstimateText.time(3 * 3600));
        assertEquals("1.5 MiB", EstimateText.bytes(3 << 19));
        assertEquals("2.0 GiB", EstimateText.bytes(2L << 30));
    }
}
