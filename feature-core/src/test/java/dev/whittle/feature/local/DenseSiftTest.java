package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.local.DenseSift.Bands;
import dev.whittle.feature.local.DenseSift.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense SIFT beside its formulas, and its properties. */
class DenseSiftTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    static Stream<DenseSift> settings() {
        return Stream.of(
                new DenseSift(List.of(4), 3, 0, Window.FLAT, false, 0, Bands.LUMA),
                new DenseSift(List.of(4), 3, 0, Window.GAUSSIAN, false, 0, Bands.LUMA),
                new DenseSift(List.of(1, 2, 5), 4, 0, Window.FLAT, true, 0, Bands.LUMA),
                new DenseSift(List.of(3, 6, 4), 2, 3, Window.GAUSSIAN, true, 0, Bands.LUMA),
                new DenseSift(List.of(4, 6, 8), 5, 6, Window.FLAT, true, 0.02, Bands.LUMA));
    }

    private static Descriptors describe(DenseSift settings, Planar<GrayU8> image) {
        Descriptors out = new Descriptors();
        settings.fit(null, RUN).describe(image, out, RUN);
        return out;
    }

    /** Slopes, edges and a dark corner, so that there are descriptors of any contrast. */
    static Planar<GrayU8> picture(int width, int height, int bands) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        Planar<GrayU8> noise = TestData.random(width, height, bands, 5);
        for (int b = 0; b < bands; b++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double v = 90 + 70 * Math.sin(0.11 * x * (b + 1) + 0.002 * y * y) + (x > width / 3 ? 40 : 0);
                    v += x + y < 30 ? 0 : noise.getBand(b).get(x, y) / 12.0;
                    image.getBand(b).set(x, y, x < 14 && y > height - 14 ? 7 : (int) v);
                }
            }
        }
        return image;
    }

    /** The largest difference of values; the places must be equal. */
    private static double distance(DenseSift settings, Planar<GrayU8> image) {
        List<double[]> values = new ArrayList<>();
        List<double[]> places = new ArrayList<>();
        new SiftDefinition(settings, Gray.of(image)).describe(values, places);
        Descriptors actual = describe(settings, image);
        assertEquals(values.size(), actual.count());
        assertEquals(128, actual.columns());
        double largest = 0;
        for (int i = 0; i < values.size(); i++) {
            assertEquals(places.get(i)[0], actual.x(i));
            assertEquals(places.get(i)[1], actual.y(i));
            assertEquals(places.get(i)[2], actual.scale(i));
            for (int k = 0; k < 128; k++) {
                largest = Math.max(largest, Math.abs(values.get(i)[k] - actual.values()[128 * i + k]));
            }
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isItsFormulasWithAnExactArctangent(DenseSift settings) {
        for (int bands : new int[] {1, 3}) {
            double pictures = distance(settings, picture(41, 37, bands));
            double noise = distance(settings, TestData.random(37, 33, bands, 3));
            assertTrue(pictures < 1e-5 && noise < 1e-5, "differs by " + pictures + " and " + noise);
        }
    }

    /** The distance is seen if the angle is not exact. */
    @Test
    void anotherArctangentIsSeen() {
        SiftDefinition exact = new SiftDefinition(settings().toList().get(0), Gray.of(picture(41, 37, 1)));
        SiftDefinition fast = exact.with(DenseSiftTest::fastArctangent);
        double d = distance(values(exact), values(fast));
        assertTrue(d > 1e-3 && d < 1e-2, "differs by " + d);
    }

    private static double[][] values(SiftDefinition definition) {
        List<double[]> values = new ArrayList<>();
        definition.describe(values, new ArrayList<>());
        return values.toArray(new double[0][]);
    }

    private static double[][] values(Descriptors descriptors) {
        double[][] values = new double[descriptors.count()][128];
        for (int i = 0; i < values.length; i++) {
            for (int k = 0; k < 128; k++) {
                values[i][k] = descriptors.values()[128 * i + k];
            }
        }
        return values;
    }

    private static double distance(double[][] a, double[][] b) {
        assertEquals(a.length, b.length);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < 128; k++) {
                largest = Math.max(largest, Math.abs(a[i][k] - b[i][k]));
            }
        }
        return largest;
    }

    /** That of VLFeat's {@code vl_fast_atan2_f}. */
    private static double fastArctangent(double y, double x) {
        double up = Math.abs(y) + 0x1p-23;
        double r = x >= 0 ? (x - up) / (x + up) : (x + up) / (up - x);
        double angle = (x >= 0 ? Math.PI / 4 : 3 * Math.PI / 4) + (0.1821 * r * r - 0.9675) * r;
        return y < 0 ? -angle : angle;
    }

    /** The picture that VLFeat described. */
    private static Planar<GrayU8> gray() throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 96, 64, 1);
        try (var in = DenseSiftTest.class.getResourceAsStream("/hog/gray.pgm")) {
            byte[] file = in.readAllBytes();
            image.getBand(0).data = Arrays.copyOfRange(file, file.length - 96 * 64, file.length);
        }
        return image;
    }

    /**
     * With VLFeat's arctangent the formulas have VLFeat's values; measured: to 1.6e-6. So that arctangent, off by up to
     * 0.0061 radians, is all that makes its values, of 0 to 0.5, differ from ours; measured: by up to 4.9e-3, 4.9e-3
     * and 3.6e-3.
     */
    @ParameterizedTest
    @CsvSource({"4, 16, FLAT", "4, 16, GAUSSIAN", "6, 12, FLAT"})
    void isVlFeatsButForItsArctangent(int bin, int step, Window window) throws IOException {
        DenseSift settings = new DenseSift(List.of(bin), step, 0, window, false, 0, Bands.LUMA);
        Planar<GrayU8> image = gray();
        String name =
                "/sift/vlfeat-bin" + bin + "-step" + step + "-" + window.name().toLowerCase(Locale.ROOT) + ".txt";
        List<String> lines;
        try (var in = DenseSiftTest.class.getResourceAsStream(name)) {
            lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        Descriptors ours = describe(settings, image);
        double[][] theirs = new double[Integer.parseInt(lines.get(0))][128];
        assertEquals(theirs.length, ours.count());
        for (int i = 0; i < theirs.length; i++) {
            int at = 1 + 131 * i;
            assertEquals(Float.parseFloat(lines.get(at)) + 0.5f, ours.x(i));
            assertEquals(Float.parseFloat(lines.get(at + 1)) + 0.5f, ours.y(i));
            for (int k = 0; k < 128; k++) {
                theirs[i][k] = Double.parseDouble(lines.get(at + 3 + k));
            }
        }
        SiftDefinition exact = new SiftDefinition(settings, image.getBand(0));
        double fast = distance(theirs, values(exact.with(DenseSiftTest::fastArctangent)));
        double difference = distance(theirs, values(ours));
        assertTrue(fast < 1e-5, "with the same arctangent they differ by " + fast);
        assertTrue(difference > 1e-3 && difference < 6e-3, "they differ by " + difference);
    }

    /** VLFeat's norm is the contrast: at a threshold between two of them, those below are 0 and the others are not. */
    @Test
    void lowContrastIsZero() throws IOException {
        List<String> lines;
        try (var in = DenseSiftTest.class.getResourceAsStream("/sift/vlfeat-bin4-step16-flat.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        int n = Integer.parseInt(lines.get(0));
        double[] contrasts = new double[n];
        for (int i = 0; i < n; i++) {
            contrasts[i] = Double.parseDouble(lines.get(1 + 131 * i + 2)) / 255;
        }
        double[] sorted = contrasts.clone();
        Arrays.sort(sorted);
        double threshold = (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        Descriptors out = describe(new DenseSift(List.of(4), 16, 0, Window.FLAT, true, threshold, Bands.LUMA), gray());
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int k = 0; k < 128; k++) {
                squares += Math.pow(out.values()[128 * i + k], 2);
            }
            assertEquals(contrasts[i] < threshold ? 0 : 1, squares, 1e-5, "descriptor " + i);
        }
    }

    /** Bin (i, j) goes to (i, 3 - j) and orientation t to 4 - t; the places are mirrored. */
    @ParameterizedTest
    @MethodSource("settings")
    void aMirroredImageHasPermutedDescriptors(DenseSift settings) {
        // So wide that the grids of all scales end where they begin in the mirror.
        int largest = settings.bins().stream().mapToInt(b -> b).max().orElseThrow();
        int width = 3 * largest + 1 + 6 * settings.step();
        Planar<GrayU8> image = picture(width, 37, 1);
        Planar<GrayU8> mirrored = image.createSameShape();
        for (int y = 0; y < 37; y++) {
            for (int x = 0; x < width; x++) {
                mirrored.getBand(0).set(x, y, image.getBand(0).get(width - 1 - x, y));
            }
        }
        Descriptors a = describe(settings, image);
        Descriptors b = describe(settings, mirrored);
        int compared = 0;
        for (int i = 0; i < a.count(); i++) {
            for (int j = 0; j < b.count(); j++) {
                if (a.scale(i) == b.scale(j) && a.y(i) == b.y(j) && a.x(i) == width - b.x(j)) {
                    compared++;
                    for (int k = 0; k < 128; k++) {
                        int bin = k / 8 ^ 3;
                        float expected = a.values()[128 * i + k];
                        assertEquals(expected, b.values()[128 * j + 8 * bin + (12 - k % 8) % 8], 1e-5);
                    }
                }
            }
        }
        assertTrue(compared >= 7, "compared: " + compared);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aConstantImageHasZeros(DenseSift settings) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 40, 40, 1);
        for (int value : new int[] {0, 1, 77, 255}) {
            Arrays.fill(image.getBand(0).data, (byte) value);
            Descriptors out = describe(settings, image);
            for (int i = 0; i < 128 * out.count(); i++) {
                assertEquals(0f, out.values()[i]);
            }
        }
    }

    /** To the bit where the image is not smoothed; otherwise to rounding. */
    @ParameterizedTest
    @MethodSource("settings")
    void brightnessChangesNothing(DenseSift settings) {
        Planar<GrayU8> image = picture(41, 37, 1);
        Planar<GrayU8> brighter = image.clone();
        for (int i = 0; i < 41 * 37; i++) {
            image.getBand(0).data[i] = (byte) ((image.getBand(0).data[i] & 0xFF) / 2);
            brighter.getBand(0).data[i] = (byte) (image.getBand(0).data[i] + 100);
        }
        Descriptors a = describe(settings, image);
        Descriptors b = describe(settings, brighter);
        assertEquals(0, distance(values(a), values(b)), settings.magnification() == 0 ? 0 : 2e-5);
    }

    /** Moved by a step, all places but those near the border have the values of their neighbour, to the bit. */
    @ParameterizedTest
    @MethodSource("settings")
    void movedByAStepTheGridMoves(DenseSift settings) {
        int step = settings.step();
        Planar<GrayU8> image = picture(80 + step, 70 + step, 1);
        Descriptors a = describe(settings, image.subimage(0, 0, 80, 70, null));
        Descriptors b = describe(settings, image.subimage(step, step, 80 + step, 70 + step, null));
        int compared = 0;
        for (int i = 0; i < a.count(); i++) {
            // A descriptor reaches over 2.5 bins, the gradient 1 pixel and the smoothing up to 4σ.
            float reach = a.scale(i) / 4 * 2.5f + 1 + (settings.magnification() == 0 ? 0 : a.scale(i) / 3 + 1);
            for (int j = 0; j < b.count(); j++) {
                boolean same = a.scale(i) == b.scale(j) && a.x(i) == b.x(j) + step && a.y(i) == b.y(j) + step;
                if (same && b.x(j) > reach && b.y(j) > reach && a.x(i) < 80 - reach && a.y(i) < 70 - reach) {
                    compared++;
                    for (int k = 0; k < 128; k++) {
                        Bits.assertSame("value", a.values()[128 * i + k], b.values()[128 * j + k]);
                    }
                }
            }
        }
        assertTrue(compared >= 5, "compared: " + compared);
    }

    /** All have length 1, without the square root values of at most 0.2 over the length after the limit. */
    @ParameterizedTest
    @MethodSource("settings")
    void lengthsAreOne(DenseSift settings) {
        Descriptors out = describe(settings, TestData.random(50, 50, 1, 8));
        for (double[] h : values(out)) {
            assertEquals(1, Arrays.stream(h).map(v -> v * v).sum(), 1e-5);
        }
    }

    @Test
    void centresOfAllScalesAreTheSame() {
        DenseSift settings = new DenseSift(List.of(10, 4, 6), 5, 6, Window.FLAT, false, 0, Bands.LUMA);
        Descriptors out = describe(settings, TestData.random(60, 60, 1, 8));
        for (int scale : new int[] {40, 16, 24}) {
            int i = 0;
            while (out.scale(i) != scale) {
                i++;
            }
            assertEquals(15.5f, out.x(i));
            assertEquals(15.5f, out.y(i));
        }
    }

    /** With {@code EACH}, a descriptor holds those of its bands as gray images, one after the other. */
    @Test
    void eachBandIsDescribedAsAGrayImageOfItsOwn() {
        Planar<GrayU8> image = picture(41, 37, 3);
        DenseSift settings = new DenseSift(List.of(3, 4), 4, 6, Window.FLAT, true, 0.02, Bands.EACH);
        Descriptors all = describe(settings, image);
        assertEquals(384, all.columns());
        for (int b = 0; b < 3; b++) {
            Planar<GrayU8> band = new Planar<>(GrayU8.class, 41, 37, 1);
            band.getBand(0).setTo(image.getBand(b));
            Descriptors one = describe(settings, band);
            assertEquals(128, one.columns());
            assertEquals(one.count(), all.count());
            for (int i = 0; i < one.count(); i++) {
                assertEquals(one.x(i), all.x(i));
                assertEquals(one.y(i), all.y(i));
                assertEquals(one.scale(i), all.scale(i));
                for (int v = 0; v < 128; v++) {
                    assertEquals(one.values()[i * 128 + v], all.values()[i * 384 + b * 128 + v]);
                }
            }
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Messages.says(
                () -> new DenseSift(List.of(0, 4), 0, -1, null, true, -0.5, null),
                "0, 4",
                "128",
                "step",
                "magnification",
                "-1",
                "window",
                "-0.5",
                "bands");
        Messages.says(() -> new DenseSift(List.of(), 1, 0, Window.FLAT, true, 0, Bands.LUMA), "bins");
        Messages.says(() -> new DenseSift(null, 1, 0, Window.FLAT, true, 0, Bands.LUMA), "bins");
        Messages.says(() -> new DenseSift(List.of(4, 4), 1, 0, Window.FLAT, true, 0, Bands.LUMA), "4, 4", "different");
        Messages.says(() -> new DenseSift(List.of(4), 1, Double.NaN, Window.FLAT, true, Double.NaN, Bands.LUMA), "NaN");
    }
}
