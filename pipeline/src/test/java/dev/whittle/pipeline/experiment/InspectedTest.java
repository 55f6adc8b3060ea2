package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.data.Splits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InspectedTest {
    /** Gray images of one pixel. */
    private static Dataset images(int[] values, int... labels) {
        List<GrayU8> images = new ArrayList<>();
        for (int value : values) {
            GrayU8 image = new GrayU8(1, 1);
            image.data[0] = (byte) value;
            images.add(image);
        }
        return Images.of(images, labels);
    }

    private static List<String> warnings(Dataset train, Dataset test) {
        return Inspected.of(new Splits(train, test), Run.defaults()).warnings();
    }

    @Test
    void testImagesThatWereTrainedOnAreCounted() {
        Dataset train = images(new int[] {1, 2, 3, 4}, 0, 0, 1, 1);
        assertEquals(List.of(), warnings(train, images(new int[] {5, 6}, 0, 1)));
        List<String> one = warnings(train, images(new int[] {1, 6}, 0, 1));
        assertEquals(1, one.size());
        assertTrue(one.get(0).startsWith("1 of 2 test images equals a training image, so the accuracy"), one.get(0));
        List<String> two = warnings(train, images(new int[] {1, 3}, 0, 1));
        assertTrue(two.get(0).startsWith("2 of 2 test images equal training images, so the accuracy"), two.get(0));
    }

    @Test
    void equalImagesOfTwoClassesAreNamed() {
        List<String> within = warnings(images(new int[] {1, 1, 2}, 0, 1, 0), images(new int[] {5, 6}, 0, 1));
        assertEquals(1, within.size());
        assertTrue(within.get(0).startsWith("1 image is in two classes: "), within.get(0));
        List<String> across = warnings(images(new int[] {1, 2}, 0, 1), images(new int[] {2, 1}, 0, 1));
        assertTrue(across.get(1).startsWith("2 images are in two classes: "), across.toString());
    }
}
