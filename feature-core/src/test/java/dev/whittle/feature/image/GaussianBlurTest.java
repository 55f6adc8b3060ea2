package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blurs of SciPy and scikit-image, made by {@code src/test/reference/blur.py}. */
class GaussianBlurTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    /** What the library gave before it is rounded. */
    private record Reference(double sigma, Planar<GrayU8> image, double[] blurred) {
        /** Requires the nearest whole number; either of two where the reference is within 0.0005 of the middle. */
        void check(Planar<GrayU8> actual) {
            int near = 0;
            for (int i = 0; i < blurred.length; i++) {
                int value = actual.getBand(0).get(i % actual.width, i / actual.width);
                assertTrue(
                        Math.abs(value - blurred[i]) <= 0.5005,
                        "pixel " + i + " is " + value + ", the reference has " + blurred[i]);
                near += Math.abs(value - blurred[i]) > 0.4995 ? 1 : 0;
            }
            assertTrue(near <= 2, near + " pixels are near the middle");
        }

        @Override
        public String toString() {
            return "sigma " + sigma + ", " + image.width + "x" + image.height;
        }
    }

    static List<Reference> references() throws Exception {
        try (var in = GaussianBlurTest.class.getResourceAsStream("/images/blur.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(fields -> {
                        Planar<GrayU8> image =
                                Images.constant(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), 0);
                        image.getBand(0).data = HexFormat.of().parseHex(fields[3]);
                        String[] numbers = fields[4].split(" ");
                        double[] blurred = new double[numbers.length];
                        for (int i = 0; i < numbers.length; i++) {
                            blurred[i] = Double.parseDouble(numbers[i]);
                        }
                        return new Reference(Double.parseDouble(fields[0]), image, blurred);
                    })
                    .toList();
        }
    }

    private static Planar<GrayU8> blur(Planar<GrayU8> image, double sigma) {
        return new GaussianBlur(sigma).fit(null, RUN).apply(image, RUN);
    }

    @ParameterizedTest
    @MethodSource("references")
    void itIsThatOfSciPy(Reference reference) {
        reference.check(blur(reference.image, reference.sigma));
    }

    @Test
    void aSigmaBesideIsNoticed() throws Exception {
        Reference reference = references().get(2);
        assertThrows(AssertionError.class, () -> reference.check(blur(reference.image, 1.02)));
    }

    @Test
    void everyBandIsBlurredByItself() {
        Planar<GrayU8> image = Images.random(19, 23, 3, 4);
        Planar<GrayU8> all = blur(image, 1.3);
        for (int b = 0; b < 3; b++) {
            Images.assertSame(blur(Images.planar(image.getBand(b)), 1.3), Images.planar(all.getBand(b)), "band " + b);
        }
    }

    /** The weights sum to 1 with rounding, so that no gray grows darker or overflows. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.7, 3, 40})
    void oneColourStaysAsItIs(double sigma) {
        for (int v = 0; v < 256; v++) {
            Planar<GrayU8> image = Images.constant(5, 4, v, 255 - v, 255);
            Images.assertSame(image, blur(image, sigma), "sigma " + sigma);
        }
    }

    @Test
    void badSettingsAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 100.5}) {
            Messages.says(() -> new GaussianBlur(bad), "sigma", Double.toString(bad));
        }
        assertEquals(1, GaussianBlur.defaults().sigma());
    }
}
