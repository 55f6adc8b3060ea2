package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.data.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicateTest {
    /** Cells of random brightness, all of them brighter by {@code plus}. */
    private static GrayU8 image(int number, int plus) {
        Rng random = new Rng(3, "near duplicates", number);
        GrayU8 image = new GrayU8(32, 32);
        int[] cells = IntStream.range(0, 64).map(i -> random.nextInt(200)).toArray();
        for (int i = 0; i < 1024; i++) {
            image.data[i] = (byte) (cells[i / 128 * 8 + i % 32 / 4] + plus);
        }
        return image;
    }

    private static Dataset images(int... numbersAndPlus) {
        List<GrayU8> images = new ArrayList<>();
        for (int i = 0; i < numbersAndPlus.length; i += 2) {
            images.add(image(numbersAndPlus[i], numbersAndPlus[i + 1]));
        }
        return Images.of(
                images, IntStream.range(0, images.size()).map(i -> i % 2).toArray());
    }

    private static Inspected inspected(Dataset train, Dataset test) {
        return Inspected.of(new Splits(train, test), Run.defaults());
    }

    private static void says(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "\"" + part + "\" is not in " + text);
        }
    }

    @Test
    void nearDuplicatesAreCountedAndNamed() {
        Dataset train = images(1, 0, 2, 0, 3, 0, 4, 0);
        assertEquals(List.of(), inspected(train, images(5, 0, 6, 9)).warnings());
        Dataset test = images(5, 0, 3, 9, 6, 0, 1, 20);
        Inspected found = inspected(train, test);
        assertEquals(
                List.of(
                        new NearDuplicate(train.name(2), test.name(1), 1, false),
                        new NearDuplicate(train.name(0), test.name(3), 1, false)),
                found.nearDuplicates());
        assertEquals(1, found.warnings().size());
        says(found.warnings().get(0), "2 of 4 test images", train.name(2) + " ≈ " + test.name(1), "take them out");
    }

    /** An equal image is told as such, and only once. */
    @Test
    void equalImagesAreNotNearDuplicates() {
        Inspected found = inspected(images(1, 0, 2, 0), images(1, 0, 2, 7));
        assertEquals(1, found.nearDuplicates().size());
        assertEquals(2, found.warnings().size());
        says(found.warnings().get(0), "1 of 2 test images equals a training image");
        says(found.warnings().get(1), "1 of 2 test images nearly equals a training image");
    }

    @Test
    void onlyTheNearestAreNamed() {
        List<NearDuplicate> all = IntStream.range(0, 8)
                .mapToObj(i -> new NearDuplicate("a" + i, "b" + i, 0.9 + 0.01 * i, i == 7))
                .toList();
        String text = NearDuplicate.warning(all, 100).orElseThrow();
        says(text, "8 of 100", "a7 ≈ b7 (r = 0.970, mirrored), a6 ≈ b6", "and 3 more", "result.json");
        assertTrue(!text.contains("a2"), text);
    }
}
