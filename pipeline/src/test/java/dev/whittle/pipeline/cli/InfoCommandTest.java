package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
            "hues: 5,000 training images and 1,000 for validation and the test; runs of each feature with each head: 1",
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
        info = whittle("info", "--plan", file, "--plan-images", 0);
        assertNotEquals(0, info.exit());
        assertTrue(info.err().contains("--plan-images must be at least 1, got 0"), info.err());
    }

    @Test
    void optionsOfAPlanNeedOne() {
        for (String[] option :
                new String[][] {{"--executors", "2"}, {"--plan-images", "40"}, {"--skip-bad"}, {"--max-pixels", "9"}}) {
            Outcome info =
                    whittle(Stream.concat(Stream.of("info"), Stream.of(option)).toArray());
            assertEquals(2, info.exit(), info.out());
            assertTrue(info.err().contains(option[0] + " is for --plan"), info.err());
        }
    }

    /** As in compare: a plan of images that compare takes can be estimated. */
    @Test
    void imagesAreBoundedAndSkippedAsInCompare() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            for (int i = 0; i < 12; i++) {
                Path image = temp.resolve("images").resolve(name).resolve(i + ".png");
                Files.createDirectories(image.getParent());
                Planar<GrayU8> gray = new Planar<>(GrayU8.class, 20, 10, 1);
                gray.getBand(0).set(i, i % 10, 200);
                ImageFile.write(image, gray);
            }
        }
        Files.writeString(temp.resolve("images/b/broken.png"), "\u0089PNG");
        Path file = Files.writeString(temp.resolve("e.yaml"), """
                name: folder
                data: {set: folder, path: %s}
                features: [{name: pixels, type: raw-pixels}]
                heads: [{name: softmax, type: softmax, iterations: 5}]
                """.formatted(temp.resolve("images")));
        assertEquals(1, whittle("info", "--plan", file).exit());
        Outcome skipped = whittle("info", "--plan", file, "--skip-bad");
        assertEquals(0, skipped.exit(), skipped.err());
        assertTrue(skipped.out().contains("folder: "), skipped.out());
        Outcome small = whittle("info", "--plan", file, "--skip-bad", "--max-pixels", 199);
        assertEquals(1, small.exit(), small.out());
        assertTrue(small.err().contains("--max-pixels"), small.err());
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
