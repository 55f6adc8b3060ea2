package dev.whittle.feature.image.corrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Images;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every corruption must do. */
@Tag("bits")
class CorruptionTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final int[][] SIZES = {{1, 1}, {2, 5}, {28, 28}, {32, 32}, {23, 40}, {100, 70}};

    private static final String PINNED = """
            gaussian-noise 24af40cb12c5db3a
            shot-noise 27443a8921325468
            impulse-noise c511c379a6525329
            speckle-noise d970b1b3cfe28fbe
            gaussian-blur 2e46d383e5c00400
            defocus-blur a1703eb31b7c9cd0
            motion-blur 3a1733c6ab8160a2
            zoom-blur e8a5bef1bda1ff75
            brightness 3c677b215d4322e7
            contrast 0f7f40e91e163cf4
            saturate c05fd08046b867e1
            fog 134359bbed968d08
            pixelate d07dfe9a22d044dc
            jpeg f233bd03b0de6720
            elastic 6095c1a709b6682e
            rotation 982d23a83ed4090a
            shift 1398c9faf0795634
            scale d641c9e4a94aef01
            flip 42ff8a1c0028f5f8
            hue 4b0db93a81d9fe66
            gray 12db52fa74919f50
            shuffled-cells d8a92c963d548210
            equalized 26c612652b614d37
            """;

    /** FNV-1a of all pixels. */
    private static long hash(Planar<GrayU8> image, long start) {
        long hash = start;
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    hash = (hash ^ image.getBand(b).get(x, y)) * 0x100000001B3L;
                }
            }
        }
        return hash;
    }

    private static int[] bands(Corruption corruption) {
        return corruption.needsColour() ? new int[] {3} : new int[] {1, 3};
    }

    @ParameterizedTest
    @EnumSource
    void anyImageKeepsItsShapeAndItsPixels(Corruption corruption) {
        for (int[] size : SIZES) {
            for (int bands : bands(corruption)) {
                Planar<GrayU8> image = Images.random(size[0], size[1], bands, 2);
                Planar<GrayU8> before = image.clone();
                for (int severity = 1; severity <= 5; severity++) {
                    Planar<GrayU8> out = corruption.apply(image, severity, 4, RUN);
                    assertEquals(List.of(size[0], size[1], bands), List.of(out.width, out.height, out.getNumBands()));
                    Images.assertSame(before, image, "the image itself");
                    Planar<GrayU8> part = corruption.apply(Images.inside(image), severity, 4, RUN);
                    Images.assertSame(out, part, "a part of a larger image, severity " + severity);
                }
            }
        }
    }

    /** Three equal bands become three equal bands, those of the gray image, where bands share their draws. */
    @ParameterizedTest
    @EnumSource
    void grayIsThreeEqualBands(Corruption corruption) {
        if (corruption.needsColour() || corruption.key().endsWith("noise") || corruption == Corruption.JPEG) {
            return;
        }
        Planar<GrayU8> gray = Images.random(28, 28, 1, 3);
        Planar<GrayU8> equal = new Planar<>(GrayU8.class, 28, 28, 3);
        for (int b = 0; b < 3; b++) {
            equal.getBand(b).setTo(gray.getBand(0));
        }
        Planar<GrayU8> expected = corruption.apply(gray, 4, 4, RUN);
        Planar<GrayU8> actual = corruption.apply(equal, 4, 4, RUN);
        for (int b = 0; b < 3; b++) {
            Images.assertSame(expected, Images.planar(actual.getBand(b)), "band " + b);
        }
    }

    /** No gray grows darker by rounding. */
    @ParameterizedTest
    @EnumSource(
            names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "MOTION_BLUR", "ZOOM_BLUR", "CONTRAST", "PIXELATE", "ELASTIC"})
    void oneColourStaysAsItIs(Corruption corruption) {
        for (int v = 0; v < 256; v++) {
            Planar<GrayU8> image = Images.constant(33, 32, v, 255 - v, v);
            for (int severity = 1; severity <= 5; severity++) {
                Images.assertSame(image, corruption.apply(image, severity, v, RUN), "severity " + severity);
            }
        }
    }

    /** A later severity is at least as far from the image, on the whole. */
    @ParameterizedTest
    @EnumSource
    void severityGrows(Corruption corruption) {
        // Saturation is lowered by severities 1 and 2 and raised by the others; small shuffled cells differ alike.
        if (corruption == Corruption.SATURATE
                || corruption == Corruption.SHUFFLED_CELLS
                || corruption == Corruption.ELASTIC) {
            return;
        }
        double before = 0;
        for (int severity = 1; severity <= corruption.severities(); severity++) {
            double sum = 0;
            for (int i = 0; i < 40; i++) {
                Planar<GrayU8> image = GaussianBlurred.random(32, i);
                Planar<GrayU8> out = corruption.apply(image, severity, i, RUN);
                for (int b = 0; b < 3; b++) {
                    for (int p = 0; p < 32 * 32; p++) {
                        sum += Math.abs((image.getBand(b).data[p] & 0xFF) - (out.getBand(b).data[p] & 0xFF));
                    }
                }
            }
            assertTrue(sum >= 0.999 * before, "severity " + severity + ": " + sum + " after " + before);
            assertTrue(sum > 0);
            before = sum;
        }
    }

    /** Images with structure. */
    private static final class GaussianBlurred {
        static Planar<GrayU8> random(int side, int seed) {
            Planar<GrayU8> noise = Images.random(side, side, 3, seed);
            return Unit.of(noise)
                    .eachBand(band -> {
                        Plane smooth = band.gaussian(2, 4, Border.MIRROR);
                        for (int i = 0; i < smooth.values.length; i++) {
                            smooth.values[i] = 0.5 + 4 * (smooth.values[i] - 0.5);
                        }
                        return smooth;
                    })
                    .rounded();
        }
    }

    @Test
    void theirBitsArePinned() {
        StringBuilder hashes = new StringBuilder();
        for (Corruption corruption : Corruption.values()) {
            long hash = 0xCBF29CE484222325L;
            for (int[] size : SIZES) {
                for (int bands : bands(corruption)) {
                    Planar<GrayU8> image = Images.random(size[0], size[1], bands, 2);
                    for (int severity = 1; severity <= corruption.severities(); severity++) {
                        hash = hash(corruption.apply(image, severity, 4, RUN), hash);
                    }
                }
            }
            hashes.append(String.format("%s %016x\n", corruption.key(), hash));
        }
        assertEquals(PINNED, hashes.toString());
    }

    @Test
    void namesAreThoseOfFiles() {
        assertEquals(Corruption.GAUSSIAN_NOISE, Corruption.of("gaussian-noise"));
        for (Corruption corruption : Corruption.values()) {
            assertEquals(corruption, Corruption.of(corruption.key()));
        }
        Messages.says(() -> Corruption.of("frost"), "frost", "gaussian-noise", "equalized");
        assertEquals(23, Corruption.all(3).size());
        assertEquals(20, Corruption.all(1).size());
    }

    @Test
    void whatIsNotDefinedIsRefused() {
        Planar<GrayU8> gray = Images.random(4, 4, 1, 1);
        Messages.says(() -> Corruption.HUE.apply(gray, 1, 0, RUN), "hue", "1 band", "leave it out");
        Messages.says(() -> Corruption.JPEG.apply(gray, 0, 0, RUN), "1 to 5", "0");
        Messages.says(() -> Corruption.JPEG.apply(gray, 6, 0, RUN), "1 to 5", "6");
        Messages.says(() -> Corruption.JPEG.apply(Images.random(4, 4, 2, 1), 1, 0, RUN), "2");
        Messages.says(() -> new CorruptedImages(dataset(1), Corruption.JPEG, 6, RUN), "1 to 5", "6");
    }

    private static Dataset dataset(int images) {
        List<Planar<GrayU8>> all = new ArrayList<>();
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            all.add(Images.random(20, 20, 3, 1));
            labels[i] = i % 2;
        }
        return dev.whittle.feature.data.Images.of(all, labels, List.of("a", "b"));
    }

    /** Image i has the same pixels in whatever order images are read and by how many threads. Equal images differ. */
    @Test
    void imagesOfASetDependOnTheirNumberOnly() {
        Dataset clean = dataset(9);
        Dataset corrupted = new CorruptedImages(clean, Corruption.ELASTIC, 2, RUN);
        assertEquals(clean.classes(), corrupted.classes());
        assertEquals(clean.name(3), corrupted.name(3));
        assertTrue(Arrays.equals(clean.labels(), corrupted.labels()));
        long[] byThreads = new long[9];
        Run.defaults().withThreads(3).parallel(9, 1, (from, to) -> byThreads[from] = hash(corrupted.image(from), 0));
        for (int i = 8; i >= 0; i--) {
            Images.assertSame(Corruption.ELASTIC.apply(clean.image(i), 2, i, RUN), corrupted.image(i), "image " + i);
            assertEquals(byThreads[i], hash(corrupted.image(i), 0));
        }
        assertNotEquals(hash(corrupted.image(0), 0), hash(corrupted.image(1), 0));
    }
}
