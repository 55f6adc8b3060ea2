package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchesTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    @Test
    void oneByHand() {
        // Values 1, 3, 5, 7: mean 4, sum of squares 20, variance 20 / 3.
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 2, 2, 1);
        image.getBand(0).data = new byte[] {1, 3, 5, 7};
        float[] out = new float[4];
        new Patches(2, 1).extract(image, 0, 0, out, 0);
        double s = Math.sqrt(20.0 / 3 + 10);
        for (int i = 0; i < 4; i++) {
            assertEquals((2 * i - 3) / s, out[i], 1e-7);
        }
    }

    @Test
    void thoseOfNumPy() throws IOException {
        float[] expected = TestData.reference("patches.txt").get("patches");
        float[] out = new float[12 * 5];
        for (int x = 0; x < 5; x++) {
            new Patches(2, 1).extract(TestData.referenceImage(), x, 0, out, 12 * x);
        }
        assertArrayEquals(expected, out, 1e-6f);
    }

    @Test
    void normalisedAgainstBrightnessAndContrast() {
        Patches patches = new Patches(6, 1);
        Planar<GrayU8> image = TestData.random(6, 6, 3, 1);
        Planar<GrayU8> brighter = image.clone();
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 36; i++) {
                image.getBand(b).data[i] = (byte) ((image.getBand(b).data[i] & 0xFF) / 2);
                brighter.getBand(b).data[i] = (byte) (image.getBand(b).data[i] + 100);
            }
        }
        float[] a = new float[108];
        float[] c = new float[108];
        patches.extract(image, 0, 0, a, 0);
        patches.extract(brighter, 0, 0, c, 0);
        assertArrayEquals(a, c, "a brighter patch is the same to the bit");
        double sum = 0;
        double squares = 0;
        for (float v : a) {
            sum += v;
            squares += v * v;
        }
        assertEquals(0, sum, 1e-4);
        assertTrue(squares / 107 > 0.95 && squares / 107 < 1, "variance " + squares / 107);
        float[] flat = new float[108];
        patches.extract(new Planar<>(GrayU8.class, 6, 6, 3), 0, 0, flat, 0);
        assertArrayEquals(new float[108], flat);
    }

    @Test
    void whiteNoiseOfTheLargestSizeDoesNotOverflow() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 128, 128, 3);
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 128 * 128; i++) {
                image.getBand(b).data[i] = (byte) (i % 2 == 0 ? 255 : 0);
            }
        }
        float[] out = new float[128 * 128 * 3];
        new Patches(128, 1).extract(image, 0, 0, out, 0);
        // Mean 127.5, variance 127.5²·n/(n-1).
        double n = out.length;
        double expected = 127.5 / Math.sqrt(127.5 * 127.5 * n / (n - 1) + 10);
        for (int i = 0; i < out.length; i++) {
            assertEquals(i % 2 == 0 ? expected : -expected, out[i], 1e-6);
        }
    }

    @Test
    void countsOfADenseGrid() {
        assertEquals(27, new Patches(6, 1).count(32));
        assertEquals(14, new Patches(6, 2).count(32));
        assertEquals(1, new Patches(6, 4).count(6));
        assertEquals(0, new Patches(6, 4).count(5));
    }

    @Test
    void samplesArePatchesOfTheImagesAndNeedNoOrder() {
        Dataset data = TestData.images(40, 3);
        Patches patches = new Patches(4, 1);
        Matrix sample = patches.sample(data, 300, RUN);
        for (int threads : new int[] {2, 7}) {
            assertTrue(sample.bitsEqual(patches.sample(data, 300, RUN.withThreads(threads))));
        }
        assertFalse(sample.bitsEqual(patches.sample(data, 300, RUN.withSeed(2))));
        assertTrue(
                new Matrix(100, 48, Arrays.copyOf(sample.data(), 4800)).bitsEqual(patches.sample(data, 100, RUN)),
                "row i does not depend on the number of rows");
        float[] buffer = new float[48];
        boolean[] imageSeen = new boolean[40];
        for (int r = 0; r < 300; r++) {
            boolean found = false;
            for (int i = 0; i < 40 && !found; i++) {
                for (int p = 0; p < 11 * 9 && !found; p++) {
                    patches.extract(data.image(i), p % 11, p / 11, buffer, 0);
                    found = Arrays.equals(buffer, sample.row(r));
                    imageSeen[i] |= found;
                }
            }
            assertTrue(found, "row " + r + " is no patch");
        }
        for (boolean seen : imageSeen) {
            assertTrue(seen, Arrays.toString(imageSeen));
        }
    }

    @Test
    void subImagesAreRespected() {
        Planar<GrayU8> sub = TestData.random(20, 15, 3, 4).subimage(5, 3, 16, 13);
        float[] a = new float[75];
        float[] b = new float[75];
        new Patches(5, 1).extract(sub, 6, 5, a, 0);
        new Patches(5, 1).extract(sub.clone(), 6, 5, b, 0);
        assertArrayEquals(b, a);
    }

    @Test
    void mistakesAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Patches(1, 0))
                .getMessage();
        assertTrue(message.contains("got 1") && message.contains("got 0"), message);
        assertThrows(IllegalArgumentException.class, () -> new Patches(129, 1));
        Patches patches = new Patches(4, 1);
        Planar<GrayU8> image = TestData.random(5, 5, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> patches.extract(image, 2, 0, new float[16], 0));
        assertThrows(IllegalArgumentException.class, () -> patches.extract(image, 0, -1, new float[16], 0));
        assertThrows(IllegalArgumentException.class, () -> patches.sample(TestData.data(List.of()), 5, RUN));
        Dataset mixed = TestData.data(List.of(image, TestData.random(5, 3, 1, 1)));
        message = assertThrows(IllegalArgumentException.class, () -> patches.sample(mixed, 50, RUN))
                .getMessage();
        assertTrue(message.contains("image 1") && message.contains("5x3"), message);
        Dataset bands = TestData.data(List.of(image, TestData.random(5, 5, 3, 1)));
        assertThrows(IllegalArgumentException.class, () -> patches.sample(bands, 50, RUN));
    }
}
