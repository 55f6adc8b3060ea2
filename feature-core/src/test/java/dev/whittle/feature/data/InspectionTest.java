package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InspectionTest {
    private static Planar<GrayU8> image(int width, int height, int bands, int value) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) (value + i);
            }
        }
        return image;
    }

    private static Dataset images(Object... valueAndLabel) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[valueAndLabel.length / 2];
        for (int i = 0; i < labels.length; i++) {
            images.add(image(2, 3, 1, (int) valueAndLabel[2 * i]));
            labels[i] = (int) valueAndLabel[2 * i + 1];
        }
        return Images.of(images, labels, List.of("a", "b"));
    }

    @Test
    void theHashIsThatOfPixelHashForAnyThreads() {
        List<Planar<GrayU8>> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            all.add(image(1 + i % 5, 2, i % 2 == 0 ? 1 : 3, i));
        }
        Dataset images = Images.of(all, new int[150]);
        for (int threads : new int[] {1, 2, 7}) {
            assertEquals(
                    PixelHash.of(images),
                    Inspection.of(images, Run.defaults().withThreads(threads)).sha256());
        }
    }

    @Test
    void shapesAreListedWithTheirFirstImage() {
        Dataset images = Images.of(
                List.of(image(2, 3, 1, 0), image(2, 3, 1, 9), image(3, 2, 1, 0), image(2, 3, 1, 0)), new int[4]);
        Inspection found = Inspection.of(images, Run.defaults());
        assertEquals(
                List.of(new ImageShape(2, 3, 1), new ImageShape(3, 2, 1)),
                List.copyOf(found.shapes().keySet()));
        assertEquals(2, found.shapes().get(new ImageShape(3, 2, 1)));
        assertEquals(new ImageShape(0, 0, 1), found.shape());
        Dataset mixed = Images.of(List.of(image(2, 3, 1, 0), image(2, 3, 3, 9)), new int[2]);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Inspection.of(mixed, Run.defaults()).shape())
                .getMessage();
        assertTrue(message.contains("image 1 has 2x3 pixels and 3 bands"), message);
    }

    @Test
    void equalImagesAreFound() {
        Inspection train = Inspection.of(images(1, 0, 2, 0, 1, 1, 3, 1, 1, 0), Run.defaults());
        Inspection test = Inspection.of(images(4, 0, 1, 0, 3, 0, 3, 1), Run.defaults());
        assertEquals(List.of(new Inspection.Pair(0, 2), new Inspection.Pair(0, 4)), train.equalImages());
        assertEquals(
                List.of(new Inspection.Pair(0, 1), new Inspection.Pair(3, 2), new Inspection.Pair(3, 3)),
                train.equalImages(test));
        assertEquals(
                List.of(), Inspection.of(images(5, 0, 6, 0), Run.defaults()).equalImages(test));
    }

    /** The same values in another shape are another image. */
    @Test
    void theShapeCounts() {
        Dataset images = Images.of(List.of(image(2, 3, 1, 0), image(3, 2, 1, 0), image(6, 1, 1, 0)), new int[3]);
        assertEquals(List.of(), Inspection.of(images, Run.defaults()).equalImages());
    }
}
