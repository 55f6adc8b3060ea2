package dev.whittle.pipeline.data.generated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.PixelHash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class GeneratedTest {
    static final Generated ALL = Generated.defaults();

    /** The defaults with only these factors on. */
    static Generated with(String... factors) {
        Set<String> on = Set.of(factors);
        return new Generated(
                1,
                32,
                on.contains("color"),
                on.contains("position"),
                on.contains("scale"),
                on.contains("rotation"),
                on.contains("light"),
                on.contains("noise"),
                on.contains("clutter"));
    }

    @Test
    void thePixelsArePinned() {
        assertEquals(
                "61c4150b3334b8238d036e24eca8dc48756eafbc5f19d3f37e0521510f614a6b",
                PixelHash.of(ALL.images("train", 200)));
        assertEquals(
                "5ee5b1c0b94f176e93b398864b0b1e3875e7fde9cb8acc5a9eae8afb739a9512",
                PixelHash.of(ALL.images("test", 200)));
        Generated large = new Generated(7, 57, true, true, true, true, true, true, true);
        assertEquals(
                "f7d2647fdf220f5bc96a3cd8ab33b9c5008e42401e4aad753f52267a8e26bee1",
                PixelHash.of(large.images("train", 50)));
    }

    @Test
    void neitherTheOrderOfCallsNorThreadsMatter() {
        Dataset data = ALL.images("train", 300);
        for (int threads : new int[] {1, 2, 7}) {
            List<Planar<GrayU8>> images = Arrays.asList(newArray(300));
            Run.defaults().withThreads(threads).parallel(300, 7, (from, to) -> {
                for (int i = to - 1; i >= from; i--) {
                    images.set(i, data.image(i));
                }
            });
            PixelHash hash = new PixelHash(data.classes());
            for (int i = 0; i < 300; i++) {
                hash.add(data.label(i), images.get(i));
            }
            assertEquals(PixelHash.of(data), hash.hex());
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Planar<GrayU8>[] newArray(int n) {
        return new Planar[n];
    }

    @Test
    void aPictureDependsOnSeedSplitAndNumberOnly() {
        Dataset train = ALL.images("train", 2000);
        assertArrayEquals(
                pixels(train.image(42)), pixels(ALL.images("train", 43).image(42)));
        assertDiffer(train.image(42), train.image(52));
        assertDiffer(train.image(42), ALL.images("test", 1000).image(42));
        assertDiffer(
                train.image(42),
                new Generated(2, 32, true, true, true, true, true, true, true)
                        .images("train", 2000)
                        .image(42));
    }

    @Test
    void theCallerMayChangeAnImage() {
        Dataset data = ALL.images("train", 2000);
        byte[] before = pixels(data.image(3)).clone();
        Arrays.fill(data.image(3).getBand(0).data, (byte) 0);
        assertArrayEquals(before, pixels(data.image(3)));
    }

    @Test
    void classesAreBalancedAndNamed() {
        assertEquals(2000, ALL.images("train", 2000).size());
        assertEquals(1000, ALL.images("test", 1000).size());
        int[] count = new int[10];
        for (int label : ALL.images("train", 2000).labels()) {
            count[label]++;
        }
        for (int c : count) {
            assertEquals(200, c);
        }
        assertEquals(10, new HashSet<>(Generated.CLASSES).size());
        assertEquals("red ball", Generated.CLASSES.get(ALL.images("train", 2000).label(10)));
        assertEquals("train#10", ALL.images("train", 2000).name(10));
        assertEquals(3, ALL.images("train", 2000).image(0).getNumBands());
        assertEquals(32, ALL.images("train", 2000).image(0).width);
    }

    @Test
    void allViolationsAreToldAtOnce() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new Generated(1, 23, true, true, true, true, true, true, true))
                .getMessage();
        for (String part : List.of("size", "24", "512", "23")) {
            assertTrue(message.contains(part), message);
        }
        assertThrows(
                IllegalArgumentException.class, () -> new Generated(1, 513, true, true, true, true, true, true, true));
        assertThrows(IllegalArgumentException.class, () -> ALL.images("train", 0));
        assertThrows(
                IndexOutOfBoundsException.class, () -> ALL.images("train", 2000).image(2000));
        assertThrows(
                IndexOutOfBoundsException.class, () -> ALL.images("train", 2000).name(-1));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 57, 64})
    void aPictureOfAnotherSizeShowsTheSame(int size) {
        Generated other = new Generated(1, size, true, true, true, true, true, false, true);
        Generated same = with("color", "position", "scale", "rotation", "light", "clutter");
        for (int i = 0; i < 10; i++) {
            for (int b = 0; b < 3; b++) {
                double[] m =
                        CanvasTest.moments(other.images("train", 2000).image(i).getBand(b));
                double[] m32 =
                        CanvasTest.moments(same.images("train", 2000).image(i).getBand(b));
                assertEquals(m32[0] / 1024, m[0] / size / size, 1, "mean");
                assertEquals(m32[1] / 32, m[1] / size, 0.004, "centre");
                assertEquals(m32[2] / 32, m[2] / size, 0.004, "centre");
            }
        }
    }

    static Planar<GrayU8> picture(Generated factors, Subject subject, int i) {
        Canvas canvas = new Canvas(factors.size());
        Rng random = new Rng(factors.seed(), "generated/test", i);
        new Scene(factors.varied(), factors.size(), random).paint(subject, canvas);
        return canvas.toImage();
    }

    static double luma(Planar<GrayU8> picture, int i) {
        return 0.299 * (picture.getBand(0).data[i] & 0xFF)
                + 0.587 * (picture.getBand(1).data[i] & 0xFF)
                + 0.114 * (picture.getBand(2).data[i] & 0xFF);
    }

    static int difference(Planar<GrayU8> a, Planar<GrayU8> b) {
        int most = 0;
        byte[] x = pixels(a);
        byte[] y = pixels(b);
        for (int i = 0; i < x.length; i++) {
            most = Math.max(most, Math.abs((x[i] & 0xFF) - (y[i] & 0xFF)));
        }
        return most;
    }

    static void assertDiffer(Planar<GrayU8> a, Planar<GrayU8> b) {
        assertFalse(Arrays.equals(pixels(a), pixels(b)));
        assertNotEquals(0, difference(a, b));
    }

    static byte[] pixels(Planar<GrayU8> image) {
        int n = image.width * image.height;
        byte[] all = new byte[n * image.getNumBands()];
        for (int b = 0; b < image.getNumBands(); b++) {
            System.arraycopy(image.getBand(b).data, 0, all, b * n, n);
        }
        return all;
    }
}
