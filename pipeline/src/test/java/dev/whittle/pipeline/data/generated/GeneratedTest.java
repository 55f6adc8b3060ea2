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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class GeneratedTest {
    private static final Generated ALL = Generated.defaults();
    private static final Generated NONE = with();

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

    @Test
    void withAllFactorsOffThereAreTenPictures() {
        Dataset data = NONE.images("train", 40);
        Set<Integer> different = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            different.add(Arrays.hashCode(pixels(data.image(i))));
            assertArrayEquals(pixels(data.image(i % 10)), pixels(data.image(i)));
        }
        assertEquals(10, different.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"color", "position", "scale", "rotation", "light", "noise", "clutter"})
    void eachFactorByItselfVariesThePictures(String factor) {
        Dataset data = with(factor).images("train", 40);
        assertDiffer(data.image(2), data.image(12)); // triangles, which show every factor
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STRIPES", "CHECKS"}) // whose texture moves the centroid
    void positionAloneMovesTheObjectWhole(Subject subject) {
        double[] fixed = object(picture(NONE, subject, 0));
        double farthest = 0;
        for (int i = 0; i < 50; i++) {
            double[] moved = object(picture(with("position"), subject, i));
            assertEquals(fixed[0], moved[0], 0.02 * fixed[0], "area");
            farthest = Math.max(farthest, Math.hypot(moved[1] - fixed[1], moved[2] - fixed[2]));
        }
        assertTrue(farthest > 3 && farthest < 6.4, "moves by up to " + farthest);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STRIPES", "CHECKS"}) // whose texture moves the centroid
    void withoutPositionTheObjectStaysInTheMiddle(Subject subject) {
        for (int i = 0; i < 50; i++) {
            double[] moments = object(picture(with("scale", "rotation"), subject, i));
            assertEquals(16, moments[1], 0.1);
            assertEquals(16, moments[2], 0.1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"STRIPES", "CHECKS"}) // whose texture moves the centroid
    void scaleAloneChangesTheArea(Subject subject) {
        double fixed = object(picture(NONE, subject, 0))[0];
        double least = 1;
        double most = 1;
        for (int i = 0; i < 50; i++) {
            double ratio = object(picture(with("scale"), subject, i))[0] / fixed;
            least = Math.min(least, ratio);
            most = Math.max(most, ratio);
            assertEquals(
                    fixed, object(picture(with("position", "rotation"), subject, i))[0], 0.03 * fixed, "area without");
        }
        assertTrue(least > 0.6 && least < 0.75 && most > 1.3 && most < 1.48, least + " to " + most);
    }

    @Test
    void rotationAloneTurnsASquareAndLeavesABall() {
        byte[] ball = pixels(picture(NONE, Subject.RED_BALL, 0));
        int most = 0;
        for (int i = 0; i < 20; i++) {
            byte[] turned = pixels(picture(with("rotation"), Subject.RED_BALL, i));
            for (int p = 0; p < ball.length; p++) {
                assertEquals(ball[p] & 0xFF, turned[p] & 0xFF, 1);
            }
            most = Math.max(
                    most, difference(picture(NONE, Subject.SQUARE, 0), picture(with("rotation"), Subject.SQUARE, i)));
        }
        assertTrue(most > 40);
    }

    @Test
    void lightAloneMultipliesAllBandsByOnePlane() {
        Planar<GrayU8> dark = picture(NONE, Subject.RED_BALL, 0);
        double least = 9;
        double most = 0;
        for (int i = 0; i < 50; i++) {
            Planar<GrayU8> lit = picture(with("light"), Subject.RED_BALL, i);
            double[] f = new double[4];
            for (int c = 0; c < 4; c++) {
                int x = (c & 1) * 31;
                int y = (c >> 1) * 31;
                f[c] = ratio(lit, dark, 0, x, y);
                assertEquals(f[c], ratio(lit, dark, 1, x, y), 0.02, "the same in all bands");
            }
            assertEquals(f[0] + f[3], f[1] + f[2], 0.04, "a plane");
            double gain = (f[0] + f[1] + f[2] + f[3]) / 4;
            least = Math.min(least, gain);
            most = Math.max(most, gain);
        }
        assertTrue(least > 0.73 && least < 0.79 && most > 1.06 && most < 1.12, least + " to " + most);
    }

    private static double ratio(Planar<GrayU8> a, Planar<GrayU8> b, int band, int x, int y) {
        return a.getBand(band).get(x, y) / (double) b.getBand(band).get(x, y);
    }

    @Test
    void noiseIsTheOnlyDifferenceBetweenNoiseOnAndOff() {
        Generated quiet = with("color", "position", "scale", "rotation", "light", "clutter");
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < 100; i++) {
            byte[] a = pixels(ALL.images("train", 100).image(i));
            byte[] b = pixels(quiet.images("train", 100).image(i));
            for (int p = 0; p < a.length; p++) {
                if ((b[p] & 0xFF) > 35 && (b[p] & 0xFF) < 220) { // where clipping does not show
                    int d = (a[p] & 0xFF) - (b[p] & 0xFF);
                    assertTrue(Math.abs(d) <= 36);
                    sum += d;
                    squares += d * d;
                    n++;
                }
            }
        }
        assertEquals(0, sum / n, 0.15);
        assertEquals(10, Math.sqrt(squares / n), 0.2);
    }

    @Test
    void clutterIsTheOnlyDifferenceBetweenClutterOnAndOffAndLiesBehindTheObject() {
        Generated tidy = with("color", "position", "scale", "rotation", "light", "noise");
        int pictures = 0;
        for (int i = 0; i < 100; i++) {
            Planar<GrayU8> a = ALL.images("train", 2000).image(i);
            Planar<GrayU8> b = tidy.images("train", 2000).image(i);
            int changed = 0;
            for (int p = 0; p < 1024; p++) {
                changed += a.getBand(1).data[p] != b.getBand(1).data[p] ? 1 : 0;
            }
            assertTrue(changed < 1024 / 8, changed + " pixels of picture " + i);
            pictures += changed > 0 ? 1 : 0;
        }
        assertTrue(pictures > 80, "clutter in " + pictures + " of 100 pictures");
        for (int i = 0; i < 50; i++) {
            Planar<GrayU8> cluttered = picture(with("clutter"), Subject.RED_BALL, i);
            Planar<GrayU8> plain = picture(NONE, Subject.RED_BALL, i);
            for (int y = 11; y < 21; y++) {
                for (int x = 11; x < 21; x++) {
                    assertEquals(
                            plain.getBand(0).get(x, y), cluttered.getBand(0).get(x, y));
                }
            }
        }
    }

    @Test
    void colorAloneChangesColoursAndNotOutlines() {
        Generated varied = with("color");
        Set<Integer> hues = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Planar<GrayU8> picture = picture(varied, Subject.SQUARE, i);
            int ground = color(picture, 0, 0);
            int object = color(picture, 16, 16);
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    boolean inside = Math.max(Math.abs(x - 15.5), Math.abs(y - 15.5)) < 6;
                    boolean outside = Math.max(Math.abs(x - 15.5), Math.abs(y - 15.5)) > 7.2;
                    if (inside || outside) {
                        assertEquals(inside ? object : ground, color(picture, x, y));
                    }
                }
            }
            hues.add(strongest(object));
        }
        assertEquals(Set.of(0, 1, 2), hues, "objects of every hue");
        for (int i = 0; i < 60; i++) {
            assertEquals(0, strongest(color(picture(varied, Subject.RED_BALL, i), 16, 16)));
            assertEquals(2, strongest(color(picture(varied, Subject.BLUE_BALL, i), 16, 16)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theObjectLiesWhollyInThePicture(Subject subject) {
        for (int i = 0; i < 300; i++) {
            Planar<GrayU8> picture = picture(with("color", "position", "scale", "rotation"), subject, i);
            int ground = color(picture, 0, 0);
            for (int k = 0; k < 32; k++) {
                assertEquals(ground, color(picture, k, 0));
                assertEquals(ground, color(picture, k, 31));
                assertEquals(ground, color(picture, 0, k));
                assertEquals(ground, color(picture, 31, k));
            }
        }
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

    /** Moments of what stands out from the gray ground, in luma, which weighs all hues alike. */
    private static double[] object(Planar<GrayU8> picture) {
        GrayU8 raised = new GrayU8(picture.width, picture.height);
        for (int i = 0; i < raised.data.length; i++) {
            double luma = luma(picture, i) - luma(picture, 0);
            raised.data[i] = (byte) Math.max(0, Math.rint(luma));
        }
        return CanvasTest.moments(raised);
    }

    static double luma(Planar<GrayU8> picture, int i) {
        return 0.299 * (picture.getBand(0).data[i] & 0xFF)
                + 0.587 * (picture.getBand(1).data[i] & 0xFF)
                + 0.114 * (picture.getBand(2).data[i] & 0xFF);
    }

    private static int color(Planar<GrayU8> picture, int x, int y) {
        return picture.getBand(0).get(x, y) << 16
                | picture.getBand(1).get(x, y) << 8
                | picture.getBand(2).get(x, y);
    }

    private static int strongest(int color) {
        int r = color >> 16;
        int g = color >> 8 & 0xFF;
        int b = color & 0xFF;
        return r >= g && r >= b ? 0 : g >= b ? 1 : 2;
    }

    private static int difference(Planar<GrayU8> a, Planar<GrayU8> b) {
        int most = 0;
        byte[] x = pixels(a);
        byte[] y = pixels(b);
        for (int i = 0; i < x.length; i++) {
            most = Math.max(most, Math.abs((x[i] & 0xFF) - (y[i] & 0xFF)));
        }
        return most;
    }

    private static void assertDiffer(Planar<GrayU8> a, Planar<GrayU8> b) {
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
