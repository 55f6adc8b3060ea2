package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class AreaScalingTest {
    /** The 11x7 image of data_reference.py as band 0, its negative as band 1. */
    private static Planar<GrayU8> image() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 11, 7, 2);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 11; x++) {
                int v = (x * x * 7 + y * 31 + x * y * 3) % 256;
                image.getBand(0).set(x, y, v);
                image.getBand(1).set(x, y, 255 - v);
            }
        }
        return image;
    }

    private static int[] pixels(GrayU8 band) {
        return IntStream.range(0, band.width * band.height)
                .map(i -> band.get(i % band.width, i / band.width))
                .toArray();
    }

    /** Values by data_reference.py, in exact fractions; OpenCV 4.6.0's INTER_AREA gave the same. */
    @ParameterizedTest
    @CsvSource({
        "4, 3, 34 121 145 159 111 151 133 126 188 100 131 123",
        "11, 2, 40 51 76 114 167 124 132 154 153 130 157 146 167 202 105 95 136 154 113 122 109 146",
        "1, 1, 127",
        "5, 7, 6 59 179 155 128 39 99 155 161 187 72 138 85 121 106 104 178 131 173 166 137 170 107 109 108 170 94 153"
                + " 162 167 203 133 129 75 87"
    })
    void agreesWithTheReference(int width, int height, String expected) {
        int[] values =
                Stream.of(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
        assertArrayEquals(
                values, pixels(AreaScaling.scale(image(), width, height).getBand(0)));
    }

    /** The first row of 17 by data_reference.py. */
    @Test
    void enlargesByTheSameRule() {
        int[] row = {0, 3, 7, 26, 41, 63, 103, 129, 175, 231, 222, 87, 154, 180, 55, 128, 188};
        GrayU8 scaled = AreaScaling.scale(image(), 17, 9).getBand(0);
        assertArrayEquals(row, IntStream.range(0, 17).map(x -> scaled.get(x, 0)).toArray());
        assertEquals(42, scaled.get(16, 8));
    }

    @Test
    void scalesEachBandAndSubimages() {
        Planar<GrayU8> image = image();
        Planar<GrayU8> sub = image.subimage(2, 1, 8, 7);
        Planar<GrayU8> copy = sub.createSameShape();
        copy.setTo(sub);
        Planar<GrayU8> expected = AreaScaling.scale(copy, 3, 4);
        Planar<GrayU8> scaled = AreaScaling.scale(sub, 3, 4);
        for (int b = 0; b < 2; b++) {
            assertArrayEquals(pixels(expected.getBand(b)), pixels(scaled.getBand(b)));
        }
        // A mean of 2x3 pixels by hand: rows 1 to 2 (height 6/4 = 1.5 rows: row 1 whole, row 2 half), columns 2 and 3.
        int sum = 0;
        for (int x = 2; x < 4; x++) {
            sum += 2 * image.getBand(1).get(x, 1) + image.getBand(1).get(x, 2);
        }
        assertEquals((2 * sum + 6) / 12, scaled.getBand(1).get(0, 0));
    }

    @Test
    void roundsHalvesUpAndKeepsConstants() {
        Planar<GrayU8> two = new Planar<>(GrayU8.class, 2, 1, 1);
        two.getBand(0).set(0, 0, 254);
        two.getBand(0).set(1, 0, 255);
        assertEquals(255, AreaScaling.scale(two, 1, 1).getBand(0).get(0, 0));
        Planar<GrayU8> white = new Planar<>(GrayU8.class, 97, 31, 1);
        for (int i = 0; i < 97 * 31; i++) {
            white.getBand(0).data[i] = (byte) 255;
        }
        for (int v : pixels(AreaScaling.scale(white, 40, 50).getBand(0))) {
            assertEquals(255, v);
        }
        assertSame(white, AreaScaling.scale(white, 97, 31));
    }

    /** The naive rule: each output pixel visits all source pixels of its rectangle. */
    private static int[] naive(GrayU8 band, int width, int height) {
        int[] pixels = new int[width * height];
        long area = (long) band.width * band.height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                long sum = 0;
                for (int sy = y * band.height / height; sy * height < (y + 1) * band.height; sy++) {
                    long down = overlap(sy, height, y, band.height);
                    for (int sx = x * band.width / width; sx * width < (x + 1) * band.width; sx++) {
                        sum += down * overlap(sx, width, x, band.width) * band.get(sx, sy);
                    }
                }
                pixels[y * width + x] = (int) ((2 * sum + area) / (2 * area));
            }
        }
        return pixels;
    }

    /** How much of source pixel s, of length {@code to}, lies in output pixel i, of length {@code from}. */
    private static int overlap(int s, int to, int i, int from) {
        return Math.min((i + 1) * from, (s + 1) * to) - Math.max(i * from, s * to);
    }

    @Test
    void agreesWithTheNaiveRule() {
        Random random = new Random(5);
        for (int k = 0; k < 400; k++) {
            Planar<GrayU8> whole = new Planar<>(GrayU8.class, 1 + random.nextInt(60), 1 + random.nextInt(60), 1);
            random.nextBytes(whole.getBand(0).data);
            if (k % 3 == 0) {
                // Few values, so that many means lie between two integers.
                for (int i = 0; i < whole.getBand(0).data.length; i++) {
                    whole.getBand(0).data[i] = (byte) (random.nextInt(2) - 1);
                }
            }
            Planar<GrayU8> image = whole.subimage(
                    random.nextInt(whole.width), random.nextInt(whole.height), whole.width, whole.height);
            int width = 1 + random.nextInt(50);
            int height = 1 + random.nextInt(50);
            assertArrayEquals(
                    naive(image.getBand(0), width, height),
                    pixels(AreaScaling.scale(image, width, height).getBand(0)),
                    image.width + "x" + image.height + " to " + width + "x" + height);
        }
    }

    /** A mean of exactly one half is rounded up, and one just below it is not. The last area is over 2^27. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 11, 11584, 11586})
    void roundsAtTheHalfInLargeImages(int side) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, side, side, 1);
        byte[] data = image.getBand(0).data;
        Arrays.fill(data, 0, data.length / 2, (byte) 254);
        Arrays.fill(data, data.length / 2, data.length, (byte) 255);
        assertEquals(255, AreaScaling.scale(image, 1, 1).getBand(0).get(0, 0));
        data[0]--;
        assertEquals(254, AreaScaling.scale(image, 1, 1).getBand(0).get(0, 0));
    }

    /** Sums of 9,000,000 samples of 255 times an overlap do not fit into an int. */
    @Test
    void wideAndTallImagesDoNotOverflow() {
        int width = 9_000_000;
        Planar<GrayU8> wide = new Planar<>(GrayU8.class, width, 1, 1);
        byte[] data = wide.getBand(0).data;
        long[] sums = new long[3];
        for (int x = 0; x < width; x++) {
            int v = x < width / 3 ? 255 : 255 - x % 7;
            data[x] = (byte) v;
            sums[x / (width / 3)] += v;
        }
        GrayU8 scaled = AreaScaling.scale(wide, 3, 1).getBand(0);
        for (int i = 0; i < 3; i++) {
            long third = width / 3;
            assertEquals((2 * sums[i] + third) / (2 * third), scaled.get(i, 0));
        }
        Planar<GrayU8> tall = new Planar<>(GrayU8.class, 1, width, 1);
        tall.getBand(0).data = data;
        assertArrayEquals(pixels(scaled), pixels(AreaScaling.scale(tall, 1, 3).getBand(0)));
        GrayU8 one = AreaScaling.scale(wide, 1, 1).getBand(0);
        assertEquals((2 * (sums[0] + sums[1] + sums[2]) + width) / (2L * width), one.get(0, 0));
    }
}
