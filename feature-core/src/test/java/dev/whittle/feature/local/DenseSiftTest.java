package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.local.DenseSift.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense SIFT beside its formulas, and its properties. */
class DenseSiftTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    static Stream<DenseSift> settings() {
        return Stream.of(
                new DenseSift(List.of(4), 3, 0, Window.FLAT, false, 0),
                new DenseSift(List.of(4), 3, 0, Window.GAUSSIAN, false, 0),
                new DenseSift(List.of(1, 2, 5), 4, 0, Window.FLAT, true, 0),
                new DenseSift(List.of(3, 6, 4), 2, 3, Window.GAUSSIAN, true, 0),
                new DenseSift(List.of(4, 6, 8), 5, 6, Window.FLAT, true, 0.02));
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
}
