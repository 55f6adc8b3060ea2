package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HSI, Lab and opponent colours; the values of peers are made by {@code src/test/reference/color_spaces.py}. */
@Tag("bits")
class ColorSpacesTest {
    static Stream<Arguments> allColours() {
        return Stream.of(
                Arguments.of("lab", (BiConsumer<Planar<GrayU8>, Planar<GrayU8>>) Lab::fromRgb),
                Arguments.of("hsi", (BiConsumer<Planar<GrayU8>, Planar<GrayU8>>) Hsi::fromRgb),
                Arguments.of("opponent", (BiConsumer<Planar<GrayU8>, Planar<GrayU8>>) Opponent::fromRgb));
    }

    /** Lab is OpenCV's; the others are formulas that NumPy computed. */
    @ParameterizedTest
    @MethodSource("allColours")
    void allColoursAreThoseOfThePeer(String name, BiConsumer<Planar<GrayU8>, Planar<GrayU8>> fromRgb) throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int red = 0; red < 256; red++) {
            Planar<GrayU8> image = ColoursTest.slice(red);
            fromRgb.accept(image, image);
            byte[] interleaved = new byte[3 * 65536];
            for (int i = 0; i < interleaved.length; i++) {
                interleaved[i] = image.getBand(i % 3).data[i / 3];
            }
            hash.update(interleaved);
        }
        assertEquals(
                ColoursTest.reference("color-spaces", name).get(0)[1],
                HexFormat.of().formatHex(hash.digest()));
    }

    static Stream<Arguments> formulas() {
        return Stream.of(
                Arguments.of("skimage hsv", (NaiveColors.Formula) NaiveColors::hsv, 1e-12),
                Arguments.of("formula hsi", (NaiveColors.Formula) NaiveColors::hsi, 1e-5),
                // scikit-image's white is 0.95047, 1, 1.08883.
                Arguments.of("skimage lab", (NaiveColors.Formula) NaiveColors::lab, 0.01),
                Arguments.of("formula opponent", (NaiveColors.Formula) NaiveColors::opponent, 1e-12));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void formulasAreThoseOfThePeer(String name, NaiveColors.Formula formula, double tolerance) throws IOException {
        List<String[]> lines = ColoursTest.reference("color-spaces", name);
        assertEquals(158, lines.size());
        for (String[] fields : lines) {
            int[] colour = colour(fields);
            double[] actual = formula.of(colour[0], colour[1], colour[2]);
            for (int i = 0; i < 3; i++) {
                assertEquals(Double.parseDouble(fields[4 + i]), actual[i], tolerance, Arrays.toString(fields));
            }
        }
    }

    private static int[] colour(String[] fields) {
        return new int[] {Integer.parseInt(fields[1]), Integer.parseInt(fields[2]), Integer.parseInt(fields[3])};
    }

    /** The largest differences of the 8-bit values from a formula at its 8-bit scale, of all colours with some reds. */
    private static double[] largest(
            BiConsumer<Planar<GrayU8>, Planar<GrayU8>> fromRgb, NaiveColors.Formula formula, double[][] scales) {
        double[] largest = new double[3];
        for (int red = 0; red < 256; red += 17) {
            Planar<GrayU8> image = ColoursTest.slice(red);
            fromRgb.accept(image, image);
            for (int i = 0; i < 65536; i++) {
                double[] exact = formula.of(red, i >> 8, i & 0xFF);
                for (int c = 0; c < 3; c++) {
                    double value = exact[c] * scales[c][0] + scales[c][1];
                    double difference = Math.abs((image.getBand(c).data[i] & 0xFF) - value);
                    boolean circular = scales[c].length == 3;
                    largest[c] = Math.max(
                            largest[c], circular ? Math.min(difference, scales[c][2] - difference) : difference);
                }
            }
        }
        return largest;
    }

    private static void assertAtMost(double[] expected, double[] actual) {
        for (int c = 0; c < 3; c++) {
            assertTrue(
                    actual[c] <= expected[c],
                    "differences of " + Arrays.toString(actual) + ", expected at most " + Arrays.toString(expected));
        }
    }

    /** HSI and opponent colours are rounded, so they differ by a half at most. HSV and Lab are those of OpenCV. */
    @Test
    void eightBitsAreAsNearToTheFormulasAsStated() {
        double half = 0.5 + 1e-9;
        assertAtMost(new double[] {half, half, half}, largest(Hsi::fromRgb, NaiveColors::hsi, new double[][] {
            {0.5, 0, 180}, {255, 0}, {255, 0}
        }));
        double[][] opponent = {
            {255 / (510 / Math.sqrt(2)), 127.5}, {255 / (1020 / Math.sqrt(6)), 127.5}, {255 / (765 / Math.sqrt(3)), 0}
        };
        assertAtMost(new double[] {half, half, half}, largest(Opponent::fromRgb, NaiveColors::opponent, opponent));
        assertAtMost(new double[] {0.65, 0.53, half}, largest(Hsv::fromRgb, NaiveColors::hsv, new double[][] {
            {180, 0, 180}, {255, 0}, {255, 0}
        }));
        double[][] lab = {{2.55, 0}, {1, 128}, {1, 128}};
        double[] actual = largest(Lab::fromRgb, NaiveColors::lab, lab);
        assertAtMost(new double[] {1.6, 2.7, 1.8}, actual);
        // A planted fault: a scale that is wrong is seen.
        lab[1][1] = 126;
        double[] wrong = largest(Lab::fromRgb, NaiveColors::lab, lab);
        assertThrows(AssertionError.class, () -> assertAtMost(new double[] {1.6, 2.7, 1.8}, wrong));
    }

    @Test
    void hsiByHand() {
        assertColour(Hsi::fromRgb, new int[] {255, 0, 0}, 0, 255, 85);
        assertColour(Hsi::fromRgb, new int[] {0, 255, 0}, 60, 255, 85);
        assertColour(Hsi::fromRgb, new int[] {0, 0, 255}, 120, 255, 85);
        assertColour(Hsi::fromRgb, new int[] {255, 255, 0}, 30, 255, 170);
        assertColour(Hsi::fromRgb, new int[] {100, 100, 100}, 0, 0, 100);
        assertColour(Hsi::fromRgb, new int[] {0, 0, 0}, 0, 0, 0);
        // cos θ = (100 + 50)/2 / √(100² + 50·(-50)) = 75/86.60, so θ = 30° and H = 330°; S = 1 - 300/450; I = 150/255.
        assertColour(Hsi::fromRgb, new int[] {200, 100, 150}, 165, 85, 150);
        // θ near 0 and B > G: 360° - 0.6° is rounded to the whole circle, which is 0.
        assertColour(Hsi::fromRgb, new int[] {255, 0, 2}, 0, 255, 86);
    }

    @Test
    void labByHand() {
        assertColour(Lab::fromRgb, new int[] {0, 0, 0}, 0, 128, 128);
        assertColour(Lab::fromRgb, new int[] {255, 255, 255}, 255, 128, 128);
        // L 53.24, a 80.09, b 67.20 in most tables of colours.
        assertColour(Lab::fromRgb, new int[] {255, 0, 0}, 136, 208, 195);
    }

    @Test
    void opponentByHand() {
        assertColour(Opponent::fromRgb, new int[] {0, 0, 0}, 128, 128, 0);
        assertColour(Opponent::fromRgb, new int[] {255, 255, 255}, 128, 128, 255);
        assertColour(Opponent::fromRgb, new int[] {255, 0, 0}, 255, 191, 85); // 191.25
        assertColour(Opponent::fromRgb, new int[] {0, 255, 0}, 0, 191, 85);
        assertColour(Opponent::fromRgb, new int[] {0, 0, 255}, 128, 0, 85);
        assertColour(Opponent::fromRgb, new int[] {255, 255, 0}, 128, 255, 170);
    }

    private static void assertColour(BiConsumer<Planar<GrayU8>, Planar<GrayU8>> fromRgb, int[] rgb, int... expected) {
        Planar<GrayU8> out = Images.constant(1, 1, 0, 0, 0);
        fromRgb.accept(Images.constant(1, 1, rgb), out);
        Images.assertSame(Images.constant(1, 1, expected), out, Arrays.toString(rgb));
    }
}
