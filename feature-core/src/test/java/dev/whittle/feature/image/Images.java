package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;

/** Images for tests, and how to compare them. */
public final class Images {
    private Images() {}

    /** Independent uniform samples. */
    public static Planar<GrayU8> random(int width, int height, int bands, long seed) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        Rng rng = new Rng(seed, "test image", 0);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) rng.nextInt(256);
            }
        }
        return image;
    }

    public static Planar<GrayU8> constant(int width, int height, int... colour) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, colour.length);
        for (int b = 0; b < colour.length; b++) {
            java.util.Arrays.fill(image.getBand(b).data, (byte) colour[b]);
        }
        return image;
    }

    /** The same pixels as a sub-image of a larger one full of other values, so with a stride and a start of its own. */
    public static Planar<GrayU8> inside(Planar<GrayU8> image) {
        Planar<GrayU8> larger = random(image.width + 7, image.height + 5, image.getNumBands(), 99);
        Planar<GrayU8> sub = larger.subimage(3, 2, 3 + image.width, 2 + image.height, null);
        sub.setTo(image);
        return sub;
    }

    /** Mirrored left to right. */
    static Planar<GrayU8> flipped(Planar<GrayU8> image) {
        Planar<GrayU8> out = image.createSameShape();
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    out.getBand(b).set(x, y, image.getBand(b).get(image.width - 1 - x, y));
                }
            }
        }
        return out;
    }

    public static Planar<GrayU8> planar(GrayU8 band) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 1);
        image.setBand(0, band);
        image.reshape(band.width, band.height);
        return image;
    }

    /** Fails at the first pixel that differs. */
    public static void assertSame(Planar<GrayU8> expected, Planar<GrayU8> actual, String what) {
        assertWithin(0, expected, actual, what);
    }

    /** Fails at the first pixel that differs by more than the tolerance. */
    static void assertWithin(int tolerance, Planar<GrayU8> expected, Planar<GrayU8> actual, String what) {
        assertEquals(
                expected.width + "x" + expected.height + "x" + expected.getNumBands(),
                actual.width + "x" + actual.height + "x" + actual.getNumBands(),
                what + ": shape");
        for (int b = 0; b < expected.getNumBands(); b++) {
            for (int y = 0; y < expected.height; y++) {
                for (int x = 0; x < expected.width; x++) {
                    int e = expected.getBand(b).get(x, y);
                    int a = actual.getBand(b).get(x, y);
                    if (Math.abs(e - a) > tolerance) {
                        fail(what + ": band " + b + " at (" + x + ", " + y + ") is " + a + ", expected " + e);
                    }
                }
            }
        }
    }
}
