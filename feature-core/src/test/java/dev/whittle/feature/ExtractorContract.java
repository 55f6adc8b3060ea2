package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.hog.HogKernels;
import dev.whittle.feature.kernel.hog.Orientation;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.pixel.PixelKernels;
import dev.whittle.feature.kernel.sift.SiftKernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every feature must do. A new one is a class and its reference values, and a subclass of this that names it. */
@Tag("bits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExtractorContract {
    private static final Run ONE = Run.defaults().withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
    private static final Run TWO = Run.defaults().withThreads(2);
    private static final int IMAGES = 19;
    /** Several chunks, so that there is work for each of some threads. */
    private static final int MANY = 2 * FeatureExtractor.MOST_IMAGES + 22;

    private static final int WIDTH = 37;
    private static final int HEIGHT = 26;

    /**
     * The feature with all settings that matter to its loops; fitting to 19 images of 37×26 pixels takes well under a
     * second.
     */
    protected abstract Stream<? extends Spec<Dataset, ? extends FeatureExtractor>> specs();

    /** The {@link Pin} of all cases, so that all JDKs and machines must give the same bits. */
    protected abstract String pin();

    @Test
    protected void bitsArePinned() {
        Pin.check(pin(), cases().map(c -> pinned(c.spec, c.images()) + " " + c).toList());
    }

    private static String pinned(Spec<Dataset, ? extends FeatureExtractor> spec, Dataset images) {
        return Pin.of(spec.fit(images, TWO).extractAll(images, TWO).data());
    }

    /** A feature and the bands of the images it is fitted to. */
    public record Case(Spec<Dataset, ? extends FeatureExtractor> spec, int bands) {
        Dataset images() {
            return images(IMAGES);
        }

        Dataset images(int count) {
            List<Planar<GrayU8>> images = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                images.add(TestData.random(WIDTH, HEIGHT, bands, i));
            }
            return labelled(images);
        }
    }

    protected Stream<Case> cases() {
        return specs().flatMap(spec -> Stream.of(new Case(spec, 1), new Case(spec, 3)));
    }

    protected Stream<Case> learnedCases() {
        return cases().filter(c -> c.spec.needsData());
    }

    /** Two classes in turn. Always the same objects, so that what changes an image is seen. */
    private static Dataset labelled(List<Planar<GrayU8>> images) {
        return new TestImages(images.size(), List.of("even", "odd"), i -> Objects.requireNonNull(images.get(i)));
    }

    /** The same pixels as a part of a larger image, with a start and a stride of its own. */
    private static Planar<GrayU8> inside(Planar<GrayU8> image) {
        Planar<GrayU8> larger = TestData.random(image.width + 9, image.height + 5, image.getNumBands(), 99);
        Planar<GrayU8> part = larger.subimage(4, 3, 4 + image.width, 3 + image.height, null);
        part.setTo(image);
        return part;
    }

    private static Matrix oneByOne(FeatureExtractor feature, Dataset images, Run run) {
        int length = feature.length(images.image(0));
        Matrix all = new Matrix(images.size(), length);
        for (int i = 0; i < images.size(); i++) {
            // Two values before it and three after it are not the feature's.
            float[] out = Bits.guards(length + 5);
            feature.extract(images.image(i), out, 2, run);
            System.arraycopy(out, 2, all.data(), i * length, length);
            System.arraycopy(Bits.guards(length), 0, out, 2, length);
            Bits.assertSame("around the feature of image " + i, Bits.guards(length + 5), out);
        }
        return all;
    }

    private static void assertSameBits(Matrix expected, Matrix actual, String what) {
        assertEquals(expected.rows() + "x" + expected.columns(), actual.rows() + "x" + actual.columns(), what);
        Bits.assertSame(what, expected.data(), actual.data());
    }

    private static void assertSameArrays(NamedArrays expected, NamedArrays actual, String what) {
        assertEquals(expected.asMap().keySet(), actual.asMap().keySet(), what);
        expected.asMap().forEach((name, m) -> assertSameBits(m.matrix(), actual.get(name), what + ": " + name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void theBatchIsImageByImage(Case c) {
        Dataset images = c.images();
        FeatureExtractor feature = c.spec.fit(images, TWO);
        Matrix expected = oneByOne(feature, images, TWO);
        expected.requireFinite(c.toString());
        assertSameBits(expected, feature.extractAll(images, TWO), "all at once");
        assertSameBits(expected, Matrix.inMemory(feature.rows(images, TWO)), "as a table");
        assertSameBits(expected.selectRows(4), Matrix.of(feature.extract(images.image(4), TWO)), "one of its own");
        assertEquals(expected.columns(), feature.length(WIDTH, HEIGHT, c.bands));
    }

    /** Other images before, after and in another order; and only the rows asked for are written. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void aRowDoesNotDependOnItsCompany(Case c) {
        Dataset images = c.images();
        FeatureExtractor feature = c.spec.fit(images, TWO);
        Matrix all = feature.extractAll(images, TWO);
        int d = all.columns();
        for (int[] range : new int[][] {{0, 1}, {3, 9}, {IMAGES - 2, IMAGES}, {5, 5}}) {
            int n = range[1] - range[0];
            Matrix out = new Matrix(n + 3, d, Bits.guards((n + 3) * d));
            Matrix expected = new Matrix(n + 3, d, Bits.guards((n + 3) * d));
            System.arraycopy(all.data(), range[0] * d, expected.data(), 2 * d, n * d);
            feature.extract(images, range[0], range[1], out, 2, TWO);
            assertSameBits(expected, out, "images " + range[0] + " to " + range[1]);
        }
        List<Planar<GrayU8>> backwards = new ArrayList<>();
        int[] order = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            order[i] = IMAGES - 1 - i;
            backwards.add(images.image(order[i]));
        }
        assertSameBits(all.selectRows(order), feature.extractAll(labelled(backwards), TWO), "backwards");
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void subImagesAreImages(Case c) {
        Dataset images = c.images();
        List<Planar<GrayU8>> parts = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            // Some are parts and some are not, as memory of one may serve another.
            parts.add(i % 4 == 3 ? images.image(i) : inside(images.image(i)));
        }
        Dataset sub = labelled(parts);
        FeatureExtractor feature = c.spec.fit(images, TWO);
        Matrix expected = feature.extractAll(images, TWO);
        assertSameBits(expected, feature.extractAll(sub, TWO), "all at once");
        assertSameBits(expected, oneByOne(feature, sub, TWO), "one by one");
        assertSameArrays(feature.arrays(), c.spec.fit(sub, TWO).arrays(), "fitted to sub-images");
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void imagesAreLeftAlone(Case c) {
        Dataset images = c.images();
        c.spec.fit(images, TWO).extractAll(images, TWO);
        Dataset same = c.images();
        for (int i = 0; i < IMAGES; i++) {
            for (int b = 0; b < c.bands; b++) {
                assertArrayEquals(same.image(i).getBand(b).data, images.image(i).getBand(b).data, "image " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void threadsAndKernelsChangeNoBit(Case c) {
        Dataset images = c.images();
        Dataset many = c.images(MANY);
        FeatureExtractor plain = c.spec.fit(images, ONE);
        Matrix expected = plain.extractAll(many, ONE);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Run run = Run.defaults().withThreads(threads).withKernels(kernels);
                String what = threads + " threads, " + kernels.name();
                FeatureExtractor feature = c.spec.fit(images, run);
                assertSameArrays(plain.arrays(), feature.arrays(), what);
                assertSameBits(expected, feature.extractAll(many, run), what);
                assertSameBits(expected, plain.extractAll(many, run), what + ", fitted with others");
                assertSameBits(expected, feature.extractAll(many, ONE), what + ", extracted with others");
                assertSameBits(expected, inSmallBatches(feature, many, expected.columns(), run), what + ", in batches");
            }
        }
    }

    /** The fastest kernels, until they are closed. */
    private static final class ClosableKernels implements Kernels {
        private boolean closed;

        @Override
        public String name() {
            return "closable";
        }

        private Kernels open() {
            if (closed) {
                throw new IllegalStateException("kernels of another run are asked for");
            }
            return KernelChoice.AUTO.kernels();
        }

        @Override
        public LinearKernels linear() {
            return open().linear();
        }

        @Override
        public PixelKernels pixels() {
            return open().pixels();
        }

        @Override
        public SiftKernels sift() {
            return open().sift();
        }

        @Override
        public Optional<HogKernels> hog(Orientation orientation) {
            return open().hog(orientation);
        }
    }

    /** What needs no data does not ask for kernels when it is fitted; nothing asks for those it was fitted with. */
    @ParameterizedTest
    @MethodSource("cases")
    protected void theKernelsAreThoseOfTheCall(Case c) {
        Dataset images = c.images();
        Matrix expected = c.spec.fit(images, ONE).extractAll(images, ONE);
        ClosableKernels kernels = new ClosableKernels();
        kernels.closed = !c.spec.needsData();
        Run fitting = ONE.withKernels(kernels);
        FeatureExtractor feature = c.spec.fit(images, fitting);
        FeatureExtractor restored = c.spec.restore(feature.arrays(), fitting);
        kernels.closed = true;
        assertSameBits(expected, feature.extractAll(images, ONE), "fitted");
        assertSameBits(expected, restored.extractAll(images, ONE), "restored");
    }

    /** As a table of many images is: one feature is used by all threads at once. */
    private static Matrix inSmallBatches(FeatureExtractor feature, Dataset images, int columns, Run run) {
        Matrix all = new Matrix(images.size(), columns);
        run.parallel(images.size(), 2, (from, to) -> {
            feature.extract(images, from, to, all, from, run);
            float[] again = feature.extract(images.image(from), run);
            Bits.assertSame(
                    "image " + from, Arrays.copyOfRange(all.data(), from * columns, (from + 1) * columns), again);
        });
        return all;
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void restoredGivesTheSameBits(Case c) {
        Dataset images = c.images();
        FeatureExtractor feature = c.spec.fit(images, TWO);
        Matrix expected = feature.extractAll(images, TWO);
        for (Run run : List.of(TWO, ONE.withSeed(12345))) {
            FeatureExtractor restored = c.spec.restore(feature.arrays(), run);
            assertSameBits(expected, restored.extractAll(images, run), "restored");
            assertSameArrays(feature.arrays(), restored.arrays(), "restored");
        }
        if (feature.arrays().asMap().isEmpty()) {
            assertFalse(c.spec.needsData(), "what was learned is not in arrays()");
        } else {
            assertThrows(IllegalArgumentException.class, () -> c.spec.restore(NamedArrays.empty(), TWO));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("learnedCases")
    protected void arraysThatAreNotFiniteAreRefusedByName(Case c) {
        NamedArrays arrays = c.spec.fit(c.images(), TWO).arrays();
        for (String name : arrays.asMap().keySet()) {
            NamedArrays damaged = NamedArrays.empty();
            for (var e : arrays.asMap().entrySet()) {
                Matrix m = e.getValue().matrix();
                if (e.getKey().equals(name)) {
                    m.data()[m.data().length - 1] = Float.NaN;
                }
                damaged = damaged.with(e.getKey(), m);
            }
            NamedArrays bad = damaged;
            assertThrows(IllegalArgumentException.class, () -> c.spec.restore(bad, TWO), name);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void badInputIsRefusedAndNamed(Case c) {
        Dataset images = c.images();
        FeatureExtractor feature = c.spec.fit(images, TWO);
        Planar<GrayU8> image = images.image(0);
        int length = feature.length(image);
        Messages.says(() -> feature.extract(image, new float[length], 1, TWO), Integer.toString(length), "1 on");
        Messages.says(() -> feature.extract(image, new float[length], -1, TWO), Integer.toString(length), "-1");
        Messages.says(
                () -> feature.extract(image, new float[length - 1], 0, TWO),
                Integer.toString(length),
                Integer.toString(length - 1));
        Messages.says(() -> feature.length(WIDTH, HEIGHT, 2), "2");
        assertThrows(IllegalArgumentException.class, () -> feature.length(0, HEIGHT, c.bands));
        assertThrows(
                IllegalArgumentException.class,
                () -> feature.extract(TestData.random(WIDTH, HEIGHT, 2, 1), new float[2 * length], 0, TWO));
        for (int columns : new int[] {length - 1, length + 1}) {
            Messages.says(
                    () -> feature.extract(images, 2, 4, new Matrix(2, columns), 0, TWO),
                    Integer.toString(length),
                    Integer.toString(columns));
        }
        List<Planar<GrayU8>> mixed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            mixed.add(i == 2 ? TestData.random(WIDTH, HEIGHT, 2, 1) : image);
        }
        assertThrows(IllegalArgumentException.class, () -> feature.extractAll(labelled(mixed), TWO));
        assertThrows(IllegalArgumentException.class, () -> feature.extractAll(labelled(List.of()), TWO));
    }

    @ParameterizedTest
    @MethodSource("cases")
    protected void needsNoDataOrIsFittedToTheImages(Case c) {
        Dataset images = c.images();
        if (c.spec.needsData()) {
            List<Planar<GrayU8>> others = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                others.add(TestData.random(WIDTH, HEIGHT, c.bands, 1000 + i));
            }
            Matrix expected = c.spec.fit(images, TWO).extractAll(images, TWO);
            assertFalse(expected.bitsEqual(c.spec.fit(labelled(others), TWO).extractAll(images, TWO)));
            assertThrows(IllegalArgumentException.class, () -> c.spec.fit(labelled(List.of()), TWO));
        } else {
            FeatureExtractor feature = c.spec.fit(null, TWO);
            assertSameArrays(c.spec.fit(images, TWO).arrays(), feature.arrays(), "fitted to nothing");
            // Of a file that it reads a feature may keep something, to know it again.
            assertTrue(feature.arrays().asMap().isEmpty() || !c.spec.files().isEmpty());
            assertSameBits(
                    c.spec.fit(images, TWO).extractAll(images, TWO),
                    feature.extractAll(images, TWO),
                    "fitted to nothing");
        }
    }
}
