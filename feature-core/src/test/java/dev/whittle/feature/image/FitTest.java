package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FitTest {
    private static Planar<GrayU8> image(int width, int height, int... values) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, 1);
        for (int i = 0; i < width * height; i++) {
            image.getBand(0).data[i] = (byte) values[i % values.length];
        }
        return image;
    }

    private static int[] pixels(Planar<GrayU8> image) {
        int[] pixels = new int[image.width * image.height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.getBand(0).get(i % image.width, i / image.width);
        }
        return pixels;
    }

    @Test
    void aWideImageIsMirroredAboveAndBelow() {
        // 4x2 becomes 4x2 in the middle of 4x6: two rows above, two below.
        Planar<GrayU8> padded = Fit.PAD.apply(image(4, 2, 1, 2, 3, 4, 5, 6, 7, 8), 4, 6);
        assertArrayEquals(
                new int[] {
                    5, 6, 7, 8, 1, 2, 3, 4, // mirrored
                    1, 2, 3, 4, 5, 6, 7, 8, // the image
                    5, 6, 7, 8, 1, 2, 3, 4 // mirrored
                },
                pixels(padded));
    }

    @Test
    void aThinImageIsMirroredAgainAndAgain() {
        // 1x3 in the middle of 3x3, and 2x3 in the middle of 3x3 with the odd column at the right.
        assertArrayEquals(new int[] {1, 1, 1, 2, 2, 2, 3, 3, 3}, pixels(Fit.PAD.apply(image(1, 3, 1, 2, 3), 3, 3)));
        assertArrayEquals(
                new int[] {1, 2, 2, 3, 4, 4, 5, 6, 6}, pixels(Fit.PAD.apply(image(2, 3, 1, 2, 3, 4, 5, 6), 3, 3)));
    }

    @Test
    void manyReflectionsAreThoseOfTheNaiveRule() {
        for (int width = 1; width < 6; width++) {
            Planar<GrayU8> image = image(width, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            for (int to = width; to < 40; to++) {
                Planar<GrayU8> padded = Fit.PAD.apply(image, to, 7);
                Planar<GrayU8> row = image.subimage(0, 3, width, 4, null);
                assertArrayEquals(
                        pixels(mirrored(row, to)), pixels(padded.subimage(0, 3, to, 4, null)), width + " to " + to);
            }
        }
    }

    /** The naive rule: walk to the left and to the right and turn at the borders. */
    private static Planar<GrayU8> mirrored(Planar<GrayU8> image, int width) {
        Planar<GrayU8> wide = new Planar<>(GrayU8.class, width, 1, 1);
        int margin = (width - image.width) / 2;
        for (int x = 0; x < width; x++) {
            int at = x - margin;
            while (at < 0 || at >= image.width) {
                at = at < 0 ? -1 - at : 2 * image.width - 1 - at;
            }
            wide.getBand(0).set(x, 0, image.getBand(0).get(at, 0));
        }
        return wide;
    }

    @Test
    void cropTakesTheMiddle() {
        assertArrayEquals(new int[] {2, 3, 6, 7}, pixels(Fit.CROP.apply(image(4, 2, 1, 2, 3, 4, 5, 6, 7, 8), 2, 2)));
        // Three columns of two: the odd column is cut at the right.
        assertArrayEquals(new int[] {1, 2, 4, 5}, pixels(Fit.CROP.apply(image(3, 2, 1, 2, 3, 4, 5, 6), 2, 2)));
        assertArrayEquals(new int[] {3, 4}, pixels(Fit.CROP.apply(image(2, 3, 1, 2, 3, 4, 5, 6), 2, 1)));
    }

    @Test
    void everySizeIsReached() {
        Random random = new Random(1);
        for (int k = 0; k < 300; k++) {
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(40);
            Planar<GrayU8> image = image(1 + random.nextInt(60), 1 + random.nextInt(60), 77);
            for (Fit fit : Fit.values()) {
                Planar<GrayU8> fitted = fit.apply(image, width, height);
                assertEquals(width, fitted.width, fit + " of " + image.width + "x" + image.height);
                assertEquals(height, fitted.height, fit + " of " + image.width + "x" + image.height);
                for (int value : pixels(fitted)) {
                    assertEquals(77, value);
                }
            }
        }
    }

    @Test
    void subImagesGiveTheSame() {
        Planar<GrayU8> large = image(9, 7, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5);
        Planar<GrayU8> part = large.subimage(2, 1, 7, 4, null);
        Planar<GrayU8> copy = part.clone();
        for (Fit fit : Fit.values()) {
            assertArrayEquals(pixels(fit.apply(copy, 4, 4)), pixels(fit.apply(part, 4, 4)));
        }
    }

    @Test
    void preparationsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new Preparation(3, 3, null, 0));
        assertThrows(IllegalArgumentException.class, () -> new Preparation(0, 3, Fit.PAD, 0));
        assertThrows(IllegalArgumentException.class, () -> new Preparation(0, 0, null, 2));
        Planar<GrayU8> image = image(2, 1, 5);
        assertEquals(3, Preparation.NONE.withBands(3).apply(image).getNumBands());
        assertEquals(image, Preparation.NONE.apply(image));
    }
}
