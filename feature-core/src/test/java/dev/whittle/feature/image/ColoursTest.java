package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Luma, HSV and equalisation; OpenCV's values are made by {@code src/test/reference/colours.py}. */
@Tag("bits")
class ColoursTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Run SCALAR = RUN.withKernels(KernelChoice.SCALAR.kernels());

    /** The lines of a reference file that begin with this name. */
    static List<String[]> reference(String file, String name) throws IOException {
        try (var in = ColoursTest.class.getResourceAsStream("/images/" + file + ".tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split("\t"))
                    .filter(fields -> fields[0].equals(name))
                    .toList();
        }
    }

    /** All colours with this much red, a row for each green. */
    static Planar<GrayU8> slice(int red) {
        Planar<GrayU8> image = Images.constant(256, 256, red, 0, 0);
        for (int g = 0; g < 256; g++) {
            for (int b = 0; b < 256; b++) {
                image.getBand(1).set(b, g, g);
                image.getBand(2).set(b, g, b);
            }
        }
        return image;
    }

    @Test
    void lumaOfAllColoursIsThatOfOpenCv() throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int red = 0; red < 256; red++) {
            hash.update(Gray.of(slice(red)).data);
        }
        assertEquals(reference("colours", "gray").get(0)[1], HexFormat.of().formatHex(hash.digest()));
    }

    @Test
    void lumaByHand() {
        assertEquals(0, Gray.luma(0, 0, 0));
        assertEquals(255, Gray.luma(255, 255, 255));
        assertEquals(76, Gray.luma(255, 0, 0)); // 76.245
        assertEquals(150, Gray.luma(0, 255, 0)); // 149.685
        assertEquals(29, Gray.luma(0, 0, 255)); // 29.07
    }

    @Test
    void hsvOfAllColoursIsThatOfOpenCv() throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int red = 0; red < 256; red++) {
            Planar<GrayU8> image = slice(red);
            Hsv.fromRgb(image, image);
            byte[] interleaved = new byte[3 * 65536];
            for (int i = 0; i < interleaved.length; i++) {
                interleaved[i] = image.getBand(i % 3).data[i / 3];
            }
            hash.update(interleaved);
        }
        assertEquals(reference("colours", "hsv").get(0)[1], HexFormat.of().formatHex(hash.digest()));
    }

    @Test
    void hsvByHand() {
        assertHsv(255, 0, 0, 0, 255, 255);
        assertHsv(0, 255, 0, 60, 255, 255);
        assertHsv(0, 0, 255, 120, 255, 255);
        assertHsv(255, 255, 0, 30, 255, 255);
        assertHsv(100, 100, 100, 0, 0, 100);
        assertHsv(200, 100, 100, 0, 127, 200); // 127.5, which the rounded reciprocal of 200 takes down
        assertHsv(255, 0, 128, 165, 255, 255); // 164.9
    }

    private static void assertHsv(int r, int g, int b, int h, int s, int v) {
        Planar<GrayU8> hsv = Images.constant(1, 1, 0, 0, 0);
        Hsv.fromRgb(Images.constant(1, 1, r, g, b), hsv);
        Images.assertSame(Images.constant(1, 1, h, s, v), hsv, r + " " + g + " " + b);
    }

    @Test
    void toHsvAndBackStaysWithinHalfAHueStep() {
        // A hue step is 1/30 of a sixth, so 255/30/2 = 4.25 at most, saturation adds half a step, rounding another.
        for (int red = 0; red < 256; red += 5) {
            Planar<GrayU8> image = slice(red);
            Planar<GrayU8> back = image.createSameShape();
            Hsv.fromRgb(image, back);
            toRgb(back);
            Images.assertWithin(5, image, back, "red " + red);
        }
    }

    /** The definition of the way back in double, rounded to nearest. */
    private static void toRgb(Planar<GrayU8> image) {
        for (int i = 0; i < image.width * image.height; i++) {
            int h = image.getBand(0).data[i] & 0xFF;
            int s = image.getBand(1).data[i] & 0xFF;
            int v = image.getBand(2).data[i] & 0xFF;
            for (int b = 0; b < 3; b++) {
                // Distance of the hue from where this band is full, in sixths of the circle.
                double d = Math.abs((h / 30.0 - 2 * b + 9) % 6 - 3);
                image.getBand(b).data[i] = (byte) Math.round(v * (1 - s / 255.0 * Math.min(1, Math.max(0, d - 1))));
            }
        }
    }

    @Test
    void equalizedGrayIsThatOfOpenCv() throws IOException {
        for (String[] fields : reference("colours", "equalize")) {
            GrayU8 in = new GrayU8(Integer.parseInt(fields[1], 16), Integer.parseInt(fields[2], 16));
            in.data = HexFormat.of().parseHex(fields[3]);
            GrayU8 out = new GrayU8(in.width, in.height);
            Equalize.gray(in, out, RUN);
            assertEquals(fields[4], HexFormat.of().formatHex(out.data));
        }
        assertEquals(6, reference("colours", "equalize").size());
    }

    /** Y, Cr and Cb are each rounded on OpenCV's way there and back; on this image that makes 1. */
    @Test
    void equalizedLumaIsNearOpenCvsYCrCb() throws IOException {
        String[] fields = reference("colours", "equalize-luma").get(0);
        int width = Integer.parseInt(fields[1], 16);
        int height = Integer.parseInt(fields[2], 16);
        Planar<GrayU8> in = interleaved(width, height, fields[3]);
        Planar<GrayU8> out = in.createSameShape();
        Equalize.luma(in, out, RUN);
        Images.assertWithin(1, interleaved(width, height, fields[4]), out, "luma");
    }

    private static Planar<GrayU8> interleaved(int width, int height, String hex) {
        byte[] samples = HexFormat.of().parseHex(hex);
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, 3);
        for (int i = 0; i < samples.length; i++) {
            image.getBand(i % 3).data[i / 3] = samples[i];
        }
        return image;
    }

    @Test
    void equalizedByHand() {
        // 4 pixels of 10, 3 of 20, 1 of 30: 0, 255·3/4 = 191.25, 255.
        Planar<GrayU8> in = Images.constant(8, 1, 10);
        for (int x = 4; x < 8; x++) {
            in.getBand(0).set(x, 0, x < 7 ? 20 : 30);
        }
        Equalize.luma(in, in, RUN);
        assertArrayEquals(new byte[] {0, 0, 0, 0, (byte) 191, (byte) 191, (byte) 191, (byte) 255}, in.getBand(0).data);
    }

    @Test
    void equalizingLumaKeepsColourDifferencesUnlessCut() {
        Planar<GrayU8> in = Images.random(20, 20, 3, 8);
        Planar<GrayU8> out = in.createSameShape();
        Equalize.luma(in, out, RUN);
        int kept = 0;
        for (int i = 0; i < 400; i++) {
            int[] o = {out.getBand(0).data[i] & 0xFF, out.getBand(1).data[i] & 0xFF, out.getBand(2).data[i] & 0xFF};
            if (Arrays.stream(o).allMatch(v -> v > 0 && v < 255)) {
                assertEquals((in.getBand(0).data[i] & 0xFF) - (in.getBand(1).data[i] & 0xFF), o[0] - o[1]);
                assertEquals((in.getBand(2).data[i] & 0xFF) - (in.getBand(1).data[i] & 0xFF), o[2] - o[1]);
                kept++;
            }
        }
        assertTrue(kept > 100, "only " + kept);
    }

    record Operation(String name, BiConsumer<Planar<GrayU8>, Planar<GrayU8>> apply) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation("fromRgb", Hsv::fromRgb),
                new Operation("HSI", Hsi::fromRgb),
                new Operation("Lab", Lab::fromRgb),
                new Operation("opponent", Opponent::fromRgb),
                new Operation("equalize bands", (in, out) -> Equalize.bands(in, out, RUN)),
                new Operation("equalize luma", (in, out) -> Equalize.luma(in, out, RUN)),
                new Operation("scalar fromRgb", (in, out) -> Hsv.fromRgb(in, out, KernelChoice.SCALAR.kernels())),
                new Operation("scalar equalize bands", (in, out) -> Equalize.bands(in, out, SCALAR)),
                new Operation("scalar equalize luma", (in, out) -> Equalize.luma(in, out, SCALAR)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void subImagesFlipsAndPlaceMakeNoDifference(Operation operation) {
        Planar<GrayU8> in = Images.random(13, 8, 3, 4);
        Planar<GrayU8> expected = in.createSameShape();
        operation.apply().accept(in, expected);

        Planar<GrayU8> out = Images.inside(Images.constant(13, 8, 1, 2, 3));
        operation.apply().accept(Images.inside(in), out);
        Images.assertSame(expected, out, "sub-image");
        Planar<GrayU8> around = Images.random(20, 13, 3, 99);
        around.subimage(3, 2, 16, 10, null).setTo(expected);
        Planar<GrayU8> larger = new Planar<>(GrayU8.class, 3);
        for (int b = 0; b < 3; b++) {
            GrayU8 whole = new GrayU8(20, 13);
            whole.data = out.getBand(b).data;
            larger.setBand(b, whole);
        }
        larger.reshape(20, 13);
        Images.assertSame(around, larger, "what surrounds the sub-image");

        Planar<GrayU8> flipped = Images.flipped(in);
        operation.apply().accept(flipped, flipped);
        Images.assertSame(Images.flipped(expected), flipped, "flipped, in place");

        assertThrows(IllegalArgumentException.class, () -> operation.apply().accept(in, Images.constant(13, 8, 1, 2)));
        assertThrows(IllegalArgumentException.class, () -> operation.apply().accept(in, Images.random(8, 13, 3, 1)));
    }

    @Test
    void kernelsMakeNoDifference() {
        for (int[] size : new int[][] {{1, 1}, {63, 3}, {64, 16}, {1025, 3}, {2111, 2}}) {
            Planar<GrayU8> in = Images.random(size[0], size[1], 3, 5);
            Planar<GrayU8> vector = in.createSameShape();
            Planar<GrayU8> scalar = in.createSameShape();
            Hsv.fromRgb(in, vector, KernelChoice.AUTO.kernels());
            Hsv.fromRgb(in, scalar, KernelChoice.SCALAR.kernels());
            Images.assertSame(scalar, vector, "fromRgb");
            Equalize.bands(in, vector, RUN);
            Equalize.bands(in, scalar, SCALAR);
            Images.assertSame(scalar, vector, "bands");
            Equalize.luma(in, vector, RUN);
            Equalize.luma(in, scalar, SCALAR);
            Images.assertSame(scalar, vector, "luma");
            Gray.convert(in, vector.getBand(0), KernelChoice.AUTO.kernels());
            Gray.convert(in, scalar.getBand(0), KernelChoice.SCALAR.kernels());
            Images.assertSame(scalar, vector, "gray");
        }
    }

    @Test
    void constantImages() {
        Planar<GrayU8> image = Images.constant(5, 4, 9, 200, 31);
        Planar<GrayU8> out = image.createSameShape();
        Equalize.bands(image, out, RUN);
        Images.assertSame(image, out, "bands");
        Equalize.luma(image, out, RUN);
        Images.assertSame(image, out, "luma");
        Planar<GrayU8> gray = Images.constant(5, 4, 9);
        Images.assertSame(gray, Images.planar(Gray.of(gray)), "one band passes through");
        Images.assertSame(gray, Images.planar(Gray.of(Images.inside(gray))), "one band of a sub-image");
        assertThrows(IllegalArgumentException.class, () -> Gray.of(Images.constant(5, 4, 1, 2)));
    }
}
