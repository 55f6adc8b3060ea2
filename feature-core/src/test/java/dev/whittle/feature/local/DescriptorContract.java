package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Pin;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What all local descriptors that learn nothing must do. New ones are a class and their reference values, and a
 * subclass of this that names them, in this or another jar.
 */
@Tag("bits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DescriptorContract {
    private static final Run ONE = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
    private static final Run TWO = Run.defaults().withThreads(2);
    private static final int WIDTH = 53;
    private static final int HEIGHT = 44;

    /** The descriptors with all settings that matter to their loops, defined for images of 44×44 pixels. */
    protected abstract Stream<? extends Spec<Dataset, ? extends LocalDescriptors>> specs();

    /** The {@link Pin} of all cases, so that all JDKs and machines must give the same bits. */
    protected abstract String pin();

    /** Descriptors and the bands of the images they describe. */
    public record Case(Spec<Dataset, ? extends LocalDescriptors> spec, int bands) {
        Planar<GrayU8> image() {
            return image(WIDTH, HEIGHT);
        }

        /** Noise, so that most differences show; and a flat corner. */
        Planar<GrayU8> image(int width, int height) {
            Planar<GrayU8> image = TestData.random(width, height, bands, width);
            for (int b = 0; b < bands; b++) {
                for (int y = 0; y < height / 2; y++) {
                    for (int x = 0; x < width / 2; x++) {
                        image.getBand(b).set(x, y, 100 + b);
                    }
                }
            }
            return image;
        }
    }

    protected Stream<Case> cases() {
        return specs().flatMap(spec -> Stream.of(new Case(spec, 1), new Case(spec, 3)));
    }

    /** Values and places of all descriptors. */
    private static float[] describe(LocalDescriptors descriptors, Planar<GrayU8> image, Run run) {
        Descriptors out = new Descriptors();
        descriptors.describe(image, out, run);
        return all(out);
    }

    private static float[] all(Descriptors out) {
        int n = out.count() * out.columns();
        float[] all = Arrays.copyOf(out.values(), n + 3 * out.count());
        for (int i = 0; i < out.count(); i++) {
            all[n + 3 * i] = out.x(i);
            all[n + 3 * i + 1] = out.y(i);
            all[n + 3 * i + 2] = out.scale(i);
        }
        return all;
    }

    @Test
    protected void bitsArePinned() {
        Pin.check(
                pin(),
                cases().map(c -> Pin.of(describe(c.spec.fit(null, TWO), c.image(), TWO)) + " " + c)
                        .toList());
    }

    /** All values are finite, places lie in the image, scale by scale and row by row. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void placesAreInTheirOrder(Case c) {
        Descriptors out = new Descriptors();
        LocalDescriptors descriptors = c.spec.fit(null, TWO);
        descriptors.describe(c.image(), out, TWO);
        assertTrue(out.count() > 1, "only " + out.count());
        assertEquals(descriptors.columns(WIDTH, HEIGHT, c.bands), out.columns());
        for (float v : all(out)) {
            assertTrue(Float.isFinite(v), "not finite: " + v);
        }
        for (int i = 0; i < out.count(); i++) {
            float half = out.scale(i) / 2;
            assertTrue(half > 0, "scale " + out.scale(i));
            assertTrue(
                    out.x(i) > 0 && out.x(i) < WIDTH && out.y(i) > 0 && out.y(i) < HEIGHT,
                    "descriptor " + i + " at " + out.x(i) + ", " + out.y(i));
            if (i > 0 && out.scale(i) == out.scale(i - 1)) {
                boolean sameRow = out.y(i) == out.y(i - 1) && out.x(i) > out.x(i - 1);
                assertTrue(sameRow || out.y(i) > out.y(i - 1), "descriptor " + i + " comes before " + (i - 1));
            }
        }
        long scales = 1;
        for (int i = 1; i < out.count(); i++) {
            scales += out.scale(i) != out.scale(i - 1) ? 1 : 0;
        }
        long different =
                IntStream.range(0, out.count()).mapToObj(out::scale).distinct().count();
        assertEquals(different, scales, "a scale that comes twice");
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void kernelsAndThreadsChangeNoBit(Case c) {
        float[] expected = describe(c.spec.fit(null, ONE), c.image(), ONE);
        for (KernelChoice kernels : List.of(KernelChoice.SCALAR, KernelChoice.VECTOR)) {
            Run run = Run.defaults().withThreads(3).withKernels(kernels.kernels());
            LocalDescriptors descriptors = c.spec.fit(null, run);
            Bits.assertSame(kernels + "", expected, describe(descriptors, c.image(), run));
            Bits.assertSame(kernels + ", then scalar", expected, describe(descriptors, c.image(), ONE));
            run.parallel(60, 1, (from, to) -> {
                Planar<GrayU8> image = from % 3 == 0 ? c.image(44, 45 + from) : c.image();
                float[] actual = describe(descriptors, image, run);
                if (from % 3 != 0) {
                    Bits.assertSame(kernels + ", by several threads at once", expected, actual);
                }
            });
        }
    }

    /** The same pixels as a part of a larger image, with a start and a stride of its own. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void subImagesAreImages(Case c) {
        Planar<GrayU8> image = c.image();
        Planar<GrayU8> larger = TestData.random(WIDTH + 9, HEIGHT + 5, c.bands, 99);
        Planar<GrayU8> part = larger.subimage(4, 3, 4 + WIDTH, 3 + HEIGHT, null);
        part.setTo(image);
        LocalDescriptors descriptors = c.spec.fit(null, TWO);
        Bits.assertSame("sub-image", describe(descriptors, image, TWO), describe(descriptors, part, TWO));
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void imagesAreLeftAlone(Case c) {
        Planar<GrayU8> image = c.image();
        describe(c.spec.fit(null, TWO), image, TWO);
        for (int b = 0; b < c.bands; b++) {
            assertArrayEquals(c.image().getBand(b).data, image.getBand(b).data, "band " + b);
        }
    }

    /** Larger and smaller images before, with other values in the same buffer. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void buffersAreUsedAgain(Case c) {
        LocalDescriptors descriptors = c.spec.fit(null, TWO);
        float[] expected = describe(descriptors, c.image(), TWO);
        Descriptors out = new Descriptors();
        for (int[] size : new int[][] {{90, 70}, {44, 44}, {WIDTH, HEIGHT}, {44, 80}}) {
            descriptors.describe(c.image(size[0], size[1]), out, TWO);
            Arrays.fill(out.values(), Bits.guard());
            for (int i = 0; i < out.count(); i++) {
                out.place(i, -1, -1, -1);
            }
            descriptors.describe(c.image(), out, TWO);
            Bits.assertSame("after " + size[0] + "x" + size[1], expected, all(out));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void restoredGivesTheSameBits(Case c) {
        assertFalse(c.spec.needsData());
        LocalDescriptors descriptors = c.spec.fit(null, TWO);
        assertTrue(descriptors.arrays().asMap().isEmpty(), "nothing is learned, but there are arrays");
        float[] expected = describe(descriptors, c.image(), TWO);
        LocalDescriptors restored = c.spec.restore(NamedArrays.empty(), ONE.withSeed(12345));
        Bits.assertSame("restored", expected, describe(restored, c.image(), TWO));
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void badShapesAreRefusedAndTheLeastSizeIsSaid(Case c) {
        LocalDescriptors descriptors = c.spec.fit(null, TWO);
        Messages.says(() -> descriptors.columns(WIDTH, HEIGHT, 2), "2");
        assertThrows(
                IllegalArgumentException.class,
                () -> descriptors.describe(TestData.random(WIDTH, HEIGHT, 2, 1), new Descriptors(), TWO));
        int least = 1;
        while (least < HEIGHT && !takes(descriptors, least, c.bands)) {
            least++;
        }
        int side = least;
        for (int[] size : new int[][] {{side - 1, HEIGHT}, {WIDTH, side - 1}, {0, HEIGHT}}) {
            Messages.says(
                    () -> descriptors.columns(size[0], size[1], c.bands), side + "x" + side, size[0] + "x" + size[1]);
        }
        Messages.says(() -> descriptors.describe(c.image(WIDTH, side - 1), new Descriptors(), TWO), side + "x" + side);
        Descriptors out = new Descriptors();
        descriptors.describe(c.image(side, side), out, TWO);
        assertTrue(out.count() > 0, "an image of the least size has no descriptor");
    }

    private static boolean takes(LocalDescriptors descriptors, int side, int bands) {
        try {
            return descriptors.columns(side, side, bands) > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
