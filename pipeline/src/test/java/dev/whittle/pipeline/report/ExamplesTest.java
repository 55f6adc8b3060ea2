package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of {@link Examples} and of {@link Picture}. */
class ExamplesTest {
    @TempDir
    private Path temp;

    private Examples examples(int[] labels, int[] predicted) throws IOException {
        ComparisonResult comparison = HandMade.comparison(
                temp,
                "one",
                "features: [{name: pixels, type: raw-pixels}]\nheads: [{name: softmax, type: softmax}]\n",
                HandMade.Images.plain(labels, Small.CLASSES),
                new int[][][] {{predicted}},
                null,
                Small.CURVE);
        return Examples.of(comparison, Summary.of(comparison));
    }

    private static void assertIs(int image, String truth, String predicted, Examples.Example example)
            throws IOException {
        assertEquals("image-" + image, example.name());
        assertEquals(truth, example.truth());
        assertEquals(predicted, example.predicted());
        assertEquals(image, Small.pixel(Small.decode(example.uri()), 0, 2, 2), "value of the pixels");
    }

    @Test
    void rightAndWrong() throws IOException {
        Examples examples = examples(new int[] {1, 0, 0, 1, 2, 0}, new int[] {2, 0, 0, 1, 0, 3});
        assertEquals(2, examples.right().size());
        assertIs(1, "ant", "ant", examples.right().get(0));
        assertIs(3, "bee", "bee", examples.right().get(1));
        assertEquals(3, examples.wrong().size());
        assertIs(5, "ant", "dog", examples.wrong().get(0));
        assertIs(0, "bee", "cat", examples.wrong().get(1));
        assertIs(4, "cat", "ant", examples.wrong().get(2));
    }

    /** 35 wrong ants before 5 wrong bees: all bees are shown, and so many ants that it makes 30. */
    @Test
    void aFrequentErrorLeavesRoomForOthers() throws IOException {
        int[] labels = new int[40];
        int[] predicted = new int[40];
        Arrays.fill(labels, 35, 40, 1);
        Arrays.fill(predicted, 0, 35, 1);
        Examples examples = examples(labels, predicted);
        assertEquals(List.of(), examples.right());
        assertEquals(30, examples.wrong().size());
        assertIs(24, "ant", "bee", examples.wrong().get(24));
        assertIs(35, "bee", "ant", examples.wrong().get(25));
        assertIs(39, "bee", "ant", examples.wrong().get(29));
    }

    /** Black on the left, white on the right, one pixel in the corner gray. */
    @Test
    void largePicturesAreMadeSmaller() throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 200, 100, 1);
        for (int y = 0; y < 100; y++) {
            for (int x = 100; x < 200; x++) {
                image.getBand(0).set(x, y, 255);
            }
        }
        image.getBand(0).set(0, 0, 100);
        Planar<GrayU8> small = Small.decode(Picture.of(image, 100, "").uri());
        assertEquals(100, small.width);
        assertEquals(50, small.height);
        List<Integer> row = new ArrayList<>();
        for (int x : new int[] {0, 1, 49, 50, 99}) {
            row.add(Small.pixel(small, 0, x, 0));
        }
        assertEquals(List.of(25, 0, 0, 255, 255), row);
        assertEquals(Picture.of(image, "").uri(), Picture.of(image, 200, "").uri(), "small enough");
    }
}
