package dev.whittle.feature.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Images;
import dev.whittle.feature.kernel.KernelChoice;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("bits")
class HhtsTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Random rectangles with a little noise: large components, and many neutral ones. */
    private static Planar<GrayU8> rectangles(int width, int height, int bands, int noise, long seed) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        Rng rng = new Rng(seed, "rectangles", 0);
        for (int k = 0; k < 12; k++) {
            int x0 = rng.nextInt(width);
            int y0 = rng.nextInt(height);
            int x1 = Math.min(width, x0 + 1 + rng.nextInt(width));
            int y1 = Math.min(height, y0 + 1 + rng.nextInt(height));
            for (int b = 0; b < bands; b++) {
                int value = rng.nextInt(256 - noise);
                for (int y = y0; y < y1; y++) {
                    for (int x = x0; x < x1; x++) {
                        image.getBand(b).set(x, y, value + rng.nextInt(noise + 1));
                    }
                }
            }
        }
        return image;
    }

    private static GrayS32 whole(int width, int height) {
        GrayS32 map = new GrayS32(width, height);
        Arrays.fill(map.data, 1);
        return map;
    }

    private static Planar<GrayU8> twoColours() {
        Planar<GrayU8> image = Images.constant(40, 30, 10, 200, 30);
        for (int y = 5; y < 25; y++) {
            for (int x = 7; x < 22; x++) {
                image.getBand(0).set(x, y, 250);
                image.getBand(1).set(x, y, 3);
            }
        }
        return image;
    }

    static Stream<Arguments> pictures() {
        Stream.Builder<Arguments> all = Stream.builder();
        Hhts usual = Hhts.defaults();
        all.add(Arguments.of("1 pixel", usual, Images.random(1, 1, 3, 1)));
        all.add(Arguments.of("constant", usual, Images.constant(50, 40, 7, 8, 9)));
        all.add(Arguments.of("gray", usual, rectangles(60, 50, 1, 40, 2)));
        all.add(Arguments.of("two colours", usual, twoColours()));
        all.add(Arguments.of("16 wide", usual, rectangles(16, 200, 3, 30, 3)));
        all.add(Arguments.of("16 high", usual, rectangles(200, 16, 3, 30, 4)));
        all.add(Arguments.of("1 high", usual, rectangles(1000, 1, 3, 3, 5)));
        all.add(Arguments.of("1 wide", usual, rectangles(1, 1000, 3, 3, 6)));
        all.add(Arguments.of("sub-image", usual, Images.inside(rectangles(60, 50, 3, 30, 7))));
        all.add(Arguments.of("noise", usual, Images.random(90, 70, 3, 8)));
        all.add(Arguments.of("blur", new Hhts(Hhts.AUTO, 32, 64, true), rectangles(70, 60, 3, 60, 9)));
        all.add(Arguments.of("blur, 1 high", new Hhts(Hhts.AUTO, 32, 4, true), rectangles(300, 1, 3, 60, 9)));
        all.add(Arguments.of("blur, 2 wide", new Hhts(Hhts.AUTO, 32, 4, true), rectangles(2, 300, 3, 60, 9)));
        for (int seed = 0; seed < 12; seed++) {
            for (int minimum : new int[] {1, 3, 10}) {
                Hhts settings = new Hhts(Hhts.AUTO, new int[] {2, 8, 32, 256}[seed % 4], minimum, false);
                int noise = seed % 3 * 40;
                all.add(Arguments.of(
                        "rectangles " + seed, settings, rectangles(20 + 3 * seed, 50 - seed, 3, noise, 100 + seed)));
            }
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("pictures")
    void equalsTheNaiveOne(String name, Hhts settings, Planar<GrayU8> image) {
        int[] targets = {1, 2, 3, 5, 9, 17, 40, Hhts.AUTO};
        Map<Integer, int[]> expected = new NaiveHhts(settings, image, whole(image.width, image.height)).at(targets);
        Hierarchy all = settings.segment(image, RUN);
        for (int target : targets) {
            assertArrayEquals(expected.get(target), all.labels(target).data, name + " at " + target);
            Hierarchy some = new Hhts(target, settings.bins(), settings.minimum(), settings.blur()).segment(image, RUN);
            assertArrayEquals(expected.get(target), some.labels().data, name + " up to " + target);
            assertEquals(some.segments(), all.segments(target));
            assertEquals(
                    some.segments(), Arrays.stream(expected.get(target)).max().orElseThrow());
        }
    }

    /** Maps with holes, with labels of several components, and with unused numbers. */
    @Test
    void equalsTheNaiveOneFromAnyStart() {
        for (int seed = 0; seed < 30; seed++) {
            Planar<GrayU8> image = rectangles(50, 40, 3, seed % 3 * 40, seed);
            Planar<GrayU8> shapes = rectangles(50, 40, 1, 0, 1000 + seed);
            GrayS32 start = new GrayS32(50, 40);
            for (int i = 0; i < start.data.length; i++) {
                start.data[i] = shapes.getBand(0).data[i] & 0x83;
            }
            if (Arrays.stream(start.data).max().orElseThrow() == 0) {
                continue;
            }
            for (int minimum : new int[] {1, 5, 64}) {
                Hhts settings = new Hhts(Hhts.AUTO, 32, minimum, false);
                Map<Integer, int[]> expected = new NaiveHhts(settings, image, start).at(12, Hhts.AUTO);
                Hierarchy all = settings.segment(image, start, RUN);
                assertArrayEquals(expected.get(12), all.labels(12).data, "seed " + seed + ", minimum " + minimum);
                assertArrayEquals(expected.get(Hhts.AUTO), all.labels().data, "seed " + seed + ", minimum " + minimum);
                for (int i = 0; i < start.data.length; i++) {
                    assertEquals(start.data[i] == 0, all.labels().data[i] == 0);
                }
            }
        }
    }

    /** R differs most, and the rectangle of 15x20 pixels is high in it. */
    @Test
    void twoColoursAreTwoSegments() {
        Hierarchy two = Hhts.defaults().segment(twoColours(), RUN);
        assertEquals(2, two.segments());
        GrayS32 labels = two.labels();
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                boolean inside = x >= 7 && x < 22 && y >= 5 && y < 25;
                assertEquals(inside ? 2 : 1, labels.get(x, y), x + ", " + y);
            }
        }
    }

    @Test
    void theComparisonSeesOnePixel() {
        Planar<GrayU8> image = rectangles(60, 50, 3, 30, 7);
        Hhts settings = new Hhts(Hhts.AUTO, 32, 1, false);
        int[] expected =
                new NaiveHhts(settings, image, whole(60, 50)).at(Hhts.AUTO).get(Hhts.AUTO);
        assertArrayEquals(expected, settings.segment(image, RUN).labels().data);
        image.getBand(1).set(30, 25, image.getBand(1).get(30, 25) ^ 0x80);
        assertFalse(Arrays.equals(expected, settings.segment(image, RUN).labels().data));
    }

    @Test
    void sameBitsForAllThreadsAndKernels() {
        Planar<GrayU8> image = rectangles(120, 90, 3, 60, 11);
        int[] one = Hhts.defaults().segment(image, RUN).labels().data;
        assertEquals(216478394, Arrays.hashCode(one), "on any Java");
        for (KernelChoice kernels : new KernelChoice[] {KernelChoice.SCALAR, KernelChoice.AUTO}) {
            Run run = Run.defaults().withThreads(3).withKernels(kernels.kernels());
            assertArrayEquals(one, Hhts.defaults().segment(image, run).labels().data);
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new Hhts(0, 1, 0, false), "target", "0", "bins", "2 to 256", "minimum");
        Planar<GrayU8> image = rectangles(60, 50, 3, 30, 7);
        Hierarchy few = new Hhts(3, 32, 4, false).segment(image, RUN);
        assertTrue(few.segments() >= 3);
        assertEquals(few.segments(), few.segments(few.segments()));
        Messages.says(() -> few.labels(few.segments() + 1), "target of 3", "larger target");
        Messages.says(() -> few.labels(0), "at least 1");
        Messages.says(() -> Hhts.defaults().segment(image, whole(50, 60), RUN), "50x60", "60x50");
        Messages.says(() -> Hhts.defaults().segment(image, new GrayS32(60, 50), RUN), "no label above 0");
        GrayS32 negative = whole(60, 50);
        negative.set(4, 3, -2);
        Messages.says(() -> Hhts.defaults().segment(image, negative, RUN), "-2", "(4, 3)");
        Messages.says(() -> Hhts.defaults().segment(new Planar<>(GrayU8.class, 0, 0, 3), RUN), "0x0");
        Messages.says(() -> Hhts.defaults().segment(new Planar<>(GrayU8.class, 5, 5, 2), RUN), "got 2");
    }

    /** Larger and smaller images, starts of others, and runs that end early before, all in the memory of one run. */
    @Test
    void memoryIsUsedAgain() {
        Hhts settings = new Hhts(Hhts.AUTO, 32, 5, true);
        Planar<GrayU8> image = rectangles(50, 40, 3, 30, 77);
        int[] expected = settings.segment(image, Run.defaults().withThreads(1)).labels().data;
        Run run = Run.defaults().withThreads(1);
        GrayS32 labels = new GrayS32(1, 1);
        for (int seed = 0; seed < 6; seed++) {
            Planar<GrayU8> other = rectangles(30 + 10 * seed, 70 - 9 * seed, seed % 2 == 0 ? 1 : 3, 30, seed);
            new Hhts(1 + 3 * seed, 16, 4, false).label(other, labels, run);
            assertArrayEquals(expected, settings.segment(image, run).labels().data, "after image " + seed);
            GrayS32 start = whole(other.width, other.height);
            Arrays.fill(start.data, 0, 500, 0);
            settings.segment(other, start, run);
            int count = settings.label(image, labels, run);
            assertEquals(Arrays.stream(expected).max().orElseThrow(), count);
            assertArrayEquals(expected, Arrays.copyOf(labels.data, 2000), "after the start of image " + seed);
        }
    }
}
