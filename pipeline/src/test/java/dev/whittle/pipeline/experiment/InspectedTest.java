package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ChangedImages;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.data.Inspection;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /** They are 256 bytes an image, and nothing needs them any more. */
    @Test
    void thumbnailsAreDropped() {
        Dataset images = images(new int[] {1, 2}, 0, 1);
        Inspected found = Inspected.of(new Splits(images, images), Run.defaults());
        assertThrows(IllegalStateException.class, () -> found.train().nearDuplicates(found.test(), Run.defaults()));
    }

    @Test
    void equalImagesOfTwoClassesAreNamed() {
        List<String> within = warnings(images(new int[] {1, 1, 2}, 0, 1, 0), images(new int[] {5, 6}, 0, 1));
        assertEquals(1, within.size());
        assertTrue(within.get(0).startsWith("1 image is in two classes: "), within.get(0));
        List<String> across = warnings(images(new int[] {1, 2}, 0, 1), images(new int[] {2, 1}, 0, 1));
        assertTrue(across.get(1).startsWith("2 images are in two classes: "), across.toString());
    }

    /** Each image is decoded once, whatever the number of divisions, and what is found is that of each alone. */
    @Test
    void divisionsOfTheSameImagesAreReadOnce() {
        int[] values = IntStream.range(0, 40).map(i -> i % 35).toArray();
        int[] labels = IntStream.range(0, 40).map(i -> i % 2).toArray();
        Dataset plain = images(values, labels);
        int[] decoded = new int[40];
        Dataset counting = new ChangedImages() {
            @Override
            public Dataset images() {
                return plain;
            }

            @Override
            public Planar<GrayU8> image(int i) {
                synchronized (decoded) {
                    decoded[i]++;
                }
                return plain.image(i);
            }
        };
        List<Dataset> parts = new ArrayList<>();
        List<Dataset> alone = new ArrayList<>();
        for (int seed = 1; seed <= 5; seed++) {
            Run run = Run.defaults().withSeed(seed);
            for (Dataset all : List.of(counting, plain)) {
                Splits splits = Splits.stratified(all, 0.3, run);
                List<Dataset> to = all == counting ? parts : alone;
                to.add(Subset.stratified(splits.train(), 20, run, "some"));
                to.add(splits.test());
                to.add(Subset.of(all, 7, 3));
            }
        }
        List<Inspection> found = Inspection.ofEach(parts, Run.defaults().withThreads(3));
        for (int i = 0; i < parts.size(); i++) {
            Inspection expected = Inspection.of(alone.get(i), Run.defaults());
            assertEquals(PixelHash.of(alone.get(i)), found.get(i).sha256());
            assertEquals(expected.sha256(), found.get(i).sha256());
            assertEquals(expected.shapes(), found.get(i).shapes());
        }
        for (int i = 0; i < 40; i++) {
            // Those in another order have a pass of their own.
            assertTrue(decoded[i] <= (i == 7 || i == 3 ? 6 : 1), "image " + i + ": " + decoded[i]);
        }
        assertEquals(
                Inspection.of(alone.get(0), Run.defaults()).equalImages(Inspection.of(alone.get(1), Run.defaults())),
                found.get(0).equalImages(found.get(1)));
    }
}
