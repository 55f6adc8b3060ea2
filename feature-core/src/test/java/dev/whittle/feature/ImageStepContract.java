package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every image step must do. A new one is a class and its reference values, and a subclass that names it. */
@Tag("bits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ImageStepContract {
    private static final Run ONE = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
    private static final Run TWO = Run.defaults().withThreads(2);
    private static final int WIDTH = 53;
    private static final int HEIGHT = 44;

    /** The steps with all settings that matter to their loops, defined for images of 44×44 pixels and larger. */
    protected abstract Stream<? extends Spec<Dataset, ? extends ImageStep>> specs();

    /** The bands of the images that the steps take. */
    protected List<Integer> bands() {
        return List.of(1, 3);
    }

    /** The {@link Pin} of all cases, so that all JDKs and machines must give the same bits. */
    protected abstract String pin();

    /** A step and the bands of its images. */
    public record Case(Spec<Dataset, ? extends ImageStep> spec, int bands) {
        Dataset train(int seed) {
            return TestData.data(IntStream.range(0, 9)
                    .mapToObj(i -> image(48 + i, 44 + i % 3, 100 * seed + i))
                    .toList());
        }

        ImageStep fit(Run run) {
            return spec.fit(train(1), run);
        }

        Planar<GrayU8> image() {
            return image(WIDTH, HEIGHT, 5);
        }

        /** Noise that is darker on one side, and a flat corner. */
        Planar<GrayU8> image(int width, int height, int seed) {
            Planar<GrayU8> image = TestData.random(width, height, bands, seed);
            for (int b = 0; b < bands; b++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        boolean corner = y < height / 2 && x < width / 2;
                        int noise = image.getBand(b).get(x, y) * (x + 9) / (width + 20) + 10 * (seed % 3);
                        image.getBand(b).set(x, y, corner ? 100 + b : Math.min(255, noise));
                    }
                }
            }
            return image;
        }
    }

    protected Stream<Case> cases() {
        return specs().flatMap(spec -> bands().stream().map(bands -> new Case(spec, bands)));
    }

    /** The shape and then the pixels, band by band. */
    private static float[] values(Planar<GrayU8> image) {
        float[] values = new float[3 + image.getNumBands() * image.width * image.height];
        values[0] = image.width;
        values[1] = image.height;
        values[2] = image.getNumBands();
        int at = 3;
        for (int b = 0; b < image.getNumBands(); b++) {
            for (int y = 0; y < image.height; y++) {
                for (int x = 0; x < image.width; x++) {
                    values[at++] = image.getBand(b).get(x, y);
                }
            }
        }
        return values;
    }

    private static float[] values(NamedArrays arrays) {
        List<Float> all = new ArrayList<>();
        arrays.asMap().values().forEach(array -> {
            for (float v : array.matrix().data()) {
                all.add(v);
            }
        });
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }

    @Test
    protected void bitsArePinned() {
        Pin.check(
                pin(),
                cases().map(c -> Pin.of(values(c.fit(TWO).apply(c.image(), TWO))) + " " + c)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void theShapeIsSaidBefore(Case c) {
        ImageStep step = c.fit(TWO);
        for (int[] size : new int[][] {{WIDTH, HEIGHT}, {44, 44}, {200, 45}, {45, 210}}) {
            ImageShape before = new ImageShape(size[0], size[1], c.bands);
            ImageShape after = step.shape(before);
            assertEquals(after, ImageShape.of(step.apply(c.image(size[0], size[1], 3), TWO)), "of " + before);
            ImageShape any = step.shape(new ImageShape(0, 0, c.bands));
            assertEquals(after.bands(), any.bands());
            assertTrue(any.anySize() || any.equals(after), any + " of any size, but " + after + " of " + before);
            if (c.spec.needsData()) {
                if (c.spec instanceof LearnedShape known) {
                    assertEquals(after, known.shape(before), "before it has learned");
                }
            } else {
                assertEquals(after, c.spec.fit(Decoded.NONE, TWO).shape(before), "fitted to nothing");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void kernelsAndThreadsChangeNoBit(Case c) {
        ImageStep plain = c.fit(ONE);
        float[] expected = values(plain.apply(c.image(), ONE));
        for (int threads : new int[] {1, 2, 7}) {
            for (KernelChoice kernels : List.of(KernelChoice.SCALAR, KernelChoice.VECTOR)) {
                Run run = Run.defaults().withThreads(threads).withKernels(kernels.kernels());
                String what = threads + " threads, " + kernels;
                ImageStep step = c.fit(run);
                Bits.assertSame(what + ", what was learned", values(plain.arrays()), values(step.arrays()));
                Bits.assertSame(what, expected, values(step.apply(c.image(), run)));
                Bits.assertSame(what + ", fitted otherwise", expected, values(plain.apply(c.image(), run)));
                run.parallel(40, 1, (from, to) -> {
                    Planar<GrayU8> image = from % 3 == 0 ? c.image(44, 45 + from, from) : c.image();
                    float[] actual = values(step.apply(image, run));
                    if (from % 3 != 0) {
                        Bits.assertSame(what + ", by several threads at once", expected, actual);
                    }
                });
            }
        }
    }

    /** The same pixels as a part of a larger image, with a start and a stride of its own. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void subImagesAreImages(Case c) {
        Planar<GrayU8> part = part(c);
        ImageStep step = c.fit(TWO);
        Bits.assertSame("sub-image", values(step.apply(c.image(), TWO)), values(step.apply(part, TWO)));
        Dataset whole = TestData.data(List.of(c.image(), c.image(60, 50, 8)));
        Dataset parts = parts(List.of(part, c.image(60, 50, 8)));
        Bits.assertSame(
                "learned from sub-images",
                values(c.spec.fit(whole, TWO).arrays()),
                values(c.spec.fit(parts, TWO).arrays()));
    }

    private static Planar<GrayU8> part(Case c) {
        Planar<GrayU8> larger = TestData.random(WIDTH + 9, HEIGHT + 5, c.bands, 99);
        Planar<GrayU8> part = larger.subimage(4, 3, 4 + WIDTH, 3 + HEIGHT, null);
        part.setTo(c.image());
        return part;
    }

    /** Images that are not copied when they are read. */
    private static Dataset parts(List<Planar<GrayU8>> images) {
        return new TestImages(images.size(), List.of("a"), images::get);
    }

    /** Neither the image nor what surrounds it in its arrays changes. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void imagesAreLeftAlone(Case c) {
        Planar<GrayU8> image = part(c);
        byte[][] before = new byte[c.bands][];
        for (int b = 0; b < c.bands; b++) {
            before[b] = image.getBand(b).data.clone();
        }
        ImageStep step = c.fit(TWO);
        step.apply(image, TWO);
        c.spec.fit(parts(List.of(image)), TWO);
        for (int b = 0; b < c.bands; b++) {
            assertArrayEquals(before[b], image.getBand(b).data, "band " + b);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void otherImagesChangeNothing(Case c) {
        ImageStep step = c.fit(TWO);
        float[] expected = values(step.apply(c.image(), TWO));
        for (int[] size : new int[][] {{90, 70}, {44, 44}, {WIDTH, HEIGHT}, {44, 80}}) {
            step.apply(c.image(size[0], size[1], size[0]), TWO);
            Bits.assertSame("after " + size[0] + "x" + size[1], expected, values(step.apply(c.image(), TWO)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void restoredGivesTheSameBits(Case c) {
        ImageStep fitted = c.fit(TWO);
        float[] expected = values(fitted.apply(c.image(), TWO));
        for (Run run : List.of(TWO, ONE.withSeed(12345))) {
            ImageStep restored = c.spec.restore(fitted.arrays(), run);
            Bits.assertSame("restored", expected, values(restored.apply(c.image(), run)));
            assertEquals(
                    fitted.arrays().asMap().keySet(), restored.arrays().asMap().keySet());
            Bits.assertSame("restored arrays", values(fitted.arrays()), values(restored.arrays()));
        }
        if (fitted.arrays().asMap().isEmpty()) {
            assertFalse(c.spec.needsData(), "what was learned is not in arrays()");
        } else {
            assertThrows(IllegalArgumentException.class, () -> c.spec.restore(NamedArrays.empty(), TWO));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void arraysThatAreNotFiniteAreRefused(Case c) {
        NamedArrays arrays = c.fit(TWO).arrays();
        for (String name : arrays.asMap().keySet()) {
            NamedArrays damaged = NamedArrays.empty();
            for (var e : arrays.asMap().entrySet()) {
                Matrix m = e.getValue().matrix().copy();
                if (e.getKey().equals(name)) {
                    m.data()[m.data().length - 1] = Float.NaN;
                }
                damaged = damaged.with(e.getKey(), m);
            }
            NamedArrays bad = damaged;
            Messages.says(() -> c.spec.restore(bad, TWO), name);
        }
    }

    /** What is learned depends on the images, and a step that learns nothing is fitted without. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void needsNoDataOrIsFittedToTheImages(Case c) {
        if (c.spec.needsData()) {
            float[] learned = values(c.fit(TWO).arrays());
            float[] other = values(c.spec.fit(c.train(4), TWO).arrays());
            assertFalse(Arrays.equals(learned, other), "other images, but the same was learned");
            Messages.says(() -> c.spec.fit(Decoded.NONE, TWO), "image");
        } else {
            ImageStep step = c.spec.fit(Decoded.NONE, TWO);
            assertTrue(step.arrays().asMap().isEmpty());
            Bits.assertSame(
                    "fitted to nothing", values(c.fit(TWO).apply(c.image(), TWO)), values(step.apply(c.image(), TWO)));
        }
    }

    /** Images of two bands, and those whose bands the step does not take. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void badBandsAreRefused(Case c) {
        ImageStep step = c.fit(TWO);
        Messages.says(() -> step.apply(TestData.random(WIDTH, HEIGHT, 2, 1), TWO), "2");
        for (int bands : new int[] {1, 3}) {
            if (!bands().contains(bands)) {
                Messages.says(() -> step.shape(new ImageShape(WIDTH, HEIGHT, bands)), Integer.toString(bands));
                Messages.says(() -> step.apply(TestData.random(WIDTH, HEIGHT, bands, 1), TWO), Integer.toString(bands));
            }
        }
    }
}
