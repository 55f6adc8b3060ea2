package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.optim.Averaging;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.PatchPictures;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Architecture#FAST}, its whitening layer, and {@link Views}. */
@Tag("bits")
class FastNetworkTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int SIDE = 25;

    /** Smooth noise. The upper half of class 0 is brighter in the first band, that of class 1 in the second. */
    private static Samples images(int n, long seed) {
        Rng rng = new Rng(seed, "smooth images", 0);
        Matrix x = new Matrix(n, 3 * SIDE * SIDE);
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            labels[r] = rng.nextInt(2);
            for (int band = 0; band < 3; band++) {
                float v = 0.5f;
                for (int i = 0; i < SIDE * SIDE; i++) {
                    v = 0.8f * v + 0.2f * rng.nextFloat();
                    boolean bright = i / SIDE < SIDE / 2 && band == labels[r];
                    x.set(r, band * SIDE * SIDE + i, bright ? v + 0.3f : v);
                }
            }
        }
        return new Samples(x, labels, 2);
    }

    private static final MiniBatches MUON = MiniBatches.builder()
            .optimizer(Optimizer.MUON)
            .learningRate(1.656)
            .momentum(0.85)
            .muonRate(0.24)
            .muonMomentum(0.6)
            .schedule(Schedule.LINEAR)
            .scheduleFactor(0)
            .epochs(3)
            .batchSize(20)
            .build();

    private static ImageNetwork fast(Views views, MiniBatches training) {
        return new ImageNetwork(
                Architecture.FAST,
                2,
                List.of(3, SIDE, SIDE),
                Flip.ALTERNATING,
                2,
                Border.REFLECTED,
                4,
                0.2,
                1e-3,
                views,
                training);
    }

    private static Network network(Architecture architecture) {
        return new ImageNetwork(
                        architecture,
                        64,
                        List.of(3, 32, 32),
                        Flip.NONE,
                        0,
                        Border.ZERO,
                        0,
                        0,
                        0,
                        Views.NONE,
                        MiniBatches.defaults())
                .network(3 * 32 * 32, 10);
    }

    /** Counted by hand: filters times values of a filter times places. */
    @Test
    void multiplyAddsOfTheWholeNetwork() {
        long all = network(Architecture.FAST).multiplyAdds();
        long whitening = 24 * (3 * 4) * 31 * 31;
        long first = 64 * (24 * 9) * 31 * 31 + 64 * (64 * 9) * 15 * 15;
        long second = 256 * (64 * 9) * 15 * 15 + 256 * (256 * 9) * 7 * 7;
        long third = 256 * (256 * 9) * 7 * 7 + 256 * (256 * 9) * 3 * 3;
        long scores = 256 * 10;
        assertEquals(whitening + first + second + third + scores, all);
        assertEquals(118_147_360, all);
        long narrow = whitening
                + first
                + 128 * (64 * 9) * 15 * 15
                + 128 * (128 * 9) * 7 * 7 * 2
                + 128 * (128 * 9) * 3 * 3
                + 128 * 10;
        assertEquals(narrow, network(Architecture.FAST_NARROW).multiplyAdds());
    }

    @Test
    void hasTheParametersOfThePaper() {
        Network network = fast(Views.NONE, MUON).network(3 * SIDE * SIDE, 2);
        for (Parameter p : network.parameters()) {
            boolean bias = p.name().endsWith("/bias") || p.name().endsWith("/beta");
            assertEquals(bias ? 64 : 1, p.rate(), p.name());
            boolean filters = p.name().matches("block[123][ab]/weights");
            assertEquals(filters, p.columns() > 0, p.name());
            assertFalse(p.name().endsWith("gamma"), p.name());
            assertFalse(p.name().equals("whitening/weights"), "it is not trained");
        }
        assertEquals(1 + 6 * 2 + 1, network.parameters().size());
    }

    /** Bands pass the filters that are not drawn. */
    @Test
    void filtersStartAsAPartialIdentity() {
        Samples samples = images(30, 1);
        Network start = fast(Views.NONE, MUON).upTo("whitening", false, samples, RUN);
        Matrix w = fast(Views.NONE, MUON)
                .upTo("block3b", false, samples, RUN)
                .arrays()
                .get("block2a/weights");
        assertEquals(8, w.rows());
        assertEquals(2 * 9, w.columns());
        for (int f = 0; f < 2; f++) {
            float[] expected = new float[18];
            expected[9 * f + 4] = 1;
            assertArrayEquals(expected, w.row(f));
        }
        double bound = 1 / Math.sqrt(18);
        double largest = 0;
        for (int f = 2; f < 8; f++) {
            for (float v : w.row(f)) {
                largest = Math.max(largest, Math.abs(v));
            }
        }
        assertTrue(largest <= bound && largest > 0.9 * bound, largest + " of " + bound);
        assertEquals(24 * 24 * 24, start.outputs());
    }

    /** The values of the first layer before GELU, and the covariance of the positive filters. */
    private static double[][] covariance(Samples samples, Matrix filters, NamedArrays arrays) {
        int n = samples.size();
        double[][] sums = new double[12][13];
        double[][] products = new double[12][12];
        for (int r = 0; r < n; r++) {
            float[] x = new float[3 * SIDE * SIDE];
            samples.features().read(r, 1, x, 0);
            for (int place = 0; place < 24 * 24; place++) {
                double[] y = new double[12];
                for (int f = 0; f < 12; f++) {
                    for (int i = 0; i < 12; i++) {
                        int band = i / 4;
                        int at = (place / 24 + i / 2 % 2) * SIDE + place % 24 + i % 2;
                        double scaled = (x[band * SIDE * SIDE + at]
                                        - arrays.get("input/mean").get(0, band))
                                * arrays.get("input/scale").get(0, band);
                        y[f] += filters.get(f, i) * scaled;
                    }
                }
                for (int f = 0; f < 12; f++) {
                    sums[f][0] += y[f];
                    for (int g = 0; g < 12; g++) {
                        products[f][g] += y[f] * y[g];
                    }
                }
            }
        }
        double places = 24.0 * 24 * n;
        for (int f = 0; f < 12; f++) {
            for (int g = 0; g < 12; g++) {
                products[f][g] = products[f][g] / places - sums[f][0] / places * (sums[g][0] / places);
            }
        }
        return products;
    }

    private static boolean isWhite(double[][] covariance) {
        for (int f = 0; f < covariance.length; f++) {
            for (int g = 0; g < covariance.length; g++) {
                // λ/(λ + 5e-4), and these images have eigenvalues of 0.02 and more.
                double expected = f == g ? 1 : 0;
                if (Math.abs(covariance[f][g] - expected) > 0.03) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void theFirstLayerWhitensPatches() {
        Samples samples = images(20, 1);
        NamedArrays arrays =
                fast(Views.NONE, MUON).upTo("whitening", false, samples, RUN).arrays();
        Matrix filters = arrays.get("whitening/weights", 24, 12);
        for (int f = 0; f < 12; f++) {
            for (int i = 0; i < 12; i++) {
                assertEquals(-filters.get(f, i), filters.get(12 + f, i));
            }
        }
        assertArrayEquals(new float[24], arrays.get("whitening/bias").data());
        assertTrue(isWhite(covariance(samples, filters, arrays)));
        filters.set(3, 5, filters.get(3, 5) + 0.2f);
        assertFalse(isWhite(covariance(samples, filters, arrays)), "the comparison sees a fault");
    }

    /** The filters are those of the training images, of which more than 5,000 are not looked at. */
    @Test
    void whiteningIsSeededWhereImagesAreDrawn() {
        int n = WhiteningConv2d.IMAGES + 500;
        Rng rng = new Rng(1, "small", 0);
        Matrix x = new Matrix(n, 9);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = rng.nextFloat();
        }
        Matrix first = filters(x, RUN);
        assertTrue(first.bitsEqual(filters(x, RUN.withThreads(7).withKernels(KernelChoice.SCALAR.kernels()))));
        assertFalse(first.bitsEqual(filters(x, RUN.withSeed(2))));
        Matrix few = new Matrix(WhiteningConv2d.IMAGES, 9);
        x.read(0, few.rows(), few.data(), 0);
        assertTrue(filters(few, RUN).bitsEqual(filters(few, RUN.withSeed(2))), "all images are taken");
    }

    @Test
    void fewerLargeImagesAreDrawn() {
        assertEquals(5000, WhiteningConv2d.drawn(50_000, 31 * 31));
        assertEquals(10, WhiteningConv2d.drawn(10, 31 * 31));
        // 2²⁷ patches, and then their number is an int.
        assertEquals(134, WhiteningConv2d.drawn(50_000, 1_000_000));
        assertEquals(1, WhiteningConv2d.drawn(50_000, 1 << 28));
    }

    /** Of its first layer, which is no Conv2d itself: 24 of 2×2 values in three bands. */
    @Test
    void showsTheFiltersThatWhiten() {
        Samples samples = images(20, 1);
        Network network = fast(Views.NONE, MUON).upTo("whitening", false, samples, RUN);
        Pictured.Learned shown = network.filters().orElseThrow();
        assertEquals(Pictured.Learned.FILTERS, shown.kind());
        assertEquals(24, shown.pictures().size());
        Matrix filters = network.arrays().get("whitening/weights");
        List<Planar<GrayU8>> expected = PatchPictures.of(filters, 2);
        assertTrue(samePixels(expected, shown.pictures()));
        filters.set(23, 11, filters.get(23, 11) + 1);
        assertFalse(samePixels(PatchPictures.of(filters, 2), shown.pictures()), "another filter is not seen");
    }

    private static boolean samePixels(List<Planar<GrayU8>> a, List<Planar<GrayU8>> b) {
        for (int i = 0; i < a.size(); i++) {
            for (int band = 0; band < a.get(i).getNumBands(); band++) {
                if (!Arrays.equals(a.get(i).getBand(band).data, b.get(i).getBand(band).data)) {
                    return false;
                }
            }
        }
        return a.size() == b.size();
    }

    private static Matrix filters(Matrix x, Run run) {
        Shape image = Shape.of(1, 3, 3);
        WhiteningConv2d layer = new WhiteningConv2d("w", image, 2, 1);
        layer.fit(x, new BandScaling("s", image), run);
        return layer.fixed().asMap().get("w/weights");
    }

    /** Its whole training: the same bits with any threads and kernels, restored too; and it learns. */
    @Test
    void trainsToTheSameBits() {
        Samples samples = images(120, 1);
        ImageNetwork spec = fast(Views.FLIP_AND_SHIFT, MUON);
        Classifier head = spec.fit(samples, RUN);
        Samples others = images(60, 2);
        Matrix scores = head.scores(others.features(), RUN);
        int[] predicted = head.predict(others.features(), RUN);
        int right = 0;
        for (int r = 0; r < predicted.length; r++) {
            right += predicted[r] == others.labels()[r] ? 1 : 0;
        }
        assertTrue(right >= 57, right + " of 60");
        for (Run run : List.of(RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()), RUN.withThreads(7))) {
            assertTrue(scores.bitsEqual(spec.fit(samples, run).scores(others.features(), run)));
        }
        assertTrue(scores.bitsEqual(spec.restore(head.arrays(), RUN).scores(others.features(), RUN)));
    }

    /** An average of arrays that do not change might change their last bits. */
    @ParameterizedTest
    @EnumSource(Averaging.class)
    void averagesLeaveFixedArraysAlone(Averaging average) {
        Samples samples = images(60, 1);
        MiniBatches training =
                MUON.toBuilder().average(average).averageDecay(0.77).build();
        ImageNetwork spec = fast(Views.NONE, training);
        NamedArrays before = spec.upTo("whitening", false, samples, RUN).arrays();
        Classifier head = spec.fit(samples, RUN);
        for (String name : List.of("input/mean", "input/scale", "input/shape", "whitening/weights")) {
            assertTrue(before.get(name).bitsEqual(head.arrays().get(name)), name);
        }
        assertFalse(before.get("whitening/bias").bitsEqual(head.arrays().get("whitening/bias")));
        spec.restore(head.arrays(), RUN);
    }

    /** The image moved as NumPy's {@code pad(mode="reflect")} moves it, then mirrored. */
    private static float[] view(float[] x, int by, boolean mirror) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = Math.abs(i / SIDE % SIDE + by);
            int column = Math.abs((mirror ? SIDE - 1 - i % SIDE : i % SIDE) + by);
            row = row == SIDE ? SIDE - 2 : row;
            column = column == SIDE ? SIDE - 2 : column;
            y[i] = x[i / (SIDE * SIDE) * SIDE * SIDE + row * SIDE + column];
        }
        return y;
    }

    private static Matrix average(Network network, Matrix x, int[] moves, double[] weights) {
        Matrix sums = new Matrix(x.rows(), network.outputs());
        for (int m = 0; m < moves.length; m++) {
            for (boolean mirror : new boolean[] {false, true}) {
                Matrix seen = new Matrix(x.rows(), x.columns());
                for (int r = 0; r < x.rows(); r++) {
                    System.arraycopy(view(x.row(r), moves[m], mirror), 0, seen.data(), r * x.columns(), x.columns());
                }
                Matrix scores = network.scores(seen, RUN);
                for (int i = 0; i < sums.data().length; i++) {
                    sums.data()[i] += (float) (weights[m] / 2) * scores.data()[i];
                }
            }
        }
        return sums;
    }

    @Test
    void scoresOfViewsAreAveraged() {
        Samples samples = images(60, 1);
        Matrix x = images(10, 3).inMemory("the test");
        NamedArrays arrays = fast(Views.NONE, MUON).fit(samples, RUN).arrays();
        NetworkClassifier plain = (NetworkClassifier) fast(Views.NONE, MUON).restore(arrays, RUN);
        Classifier flipped = fast(Views.FLIP, MUON).restore(arrays, RUN);
        Classifier six = fast(Views.FLIP_AND_SHIFT, MUON).restore(arrays, RUN);
        Network network = plain.network();
        Matrix scores = six.scores(x, RUN);
        assertTrue(average(network, x, new int[] {0}, new double[] {1}).bitsEqual(flipped.scores(x, RUN)));
        int[] moves = {0, -1, 1};
        assertTrue(average(network, x, moves, new double[] {0.5, 0.25, 0.25}).bitsEqual(scores));
        assertFalse(average(network, x, moves, new double[] {0.5, 0.3, 0.2}).bitsEqual(scores), "a fault is seen");
        assertSame(plain, plain.withoutViews());
        assertNotSame(six, six.withoutViews());
        Stream.of(six, flipped)
                .forEach(head -> assertTrue(
                        plain.scores(x, RUN).bitsEqual(head.withoutViews().scores(x, RUN))));
        assertTrue(scores.bitsEqual(six.scores(x, RUN.withThreads(7))));
        assertTrue(scores.bitsEqual(six.scores(x, RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()))));
        // Mirrored images have the same scores.
        Matrix mirrored = new Matrix(x.rows(), x.columns());
        for (int r = 0; r < x.rows(); r++) {
            System.arraycopy(view(x.row(r), 0, true), 0, mirrored.data(), r * x.columns(), x.columns());
        }
        Matrix same = flipped.scores(mirrored, RUN);
        for (int i = 0; i < same.data().length; i++) {
            assertEquals(flipped.scores(x, RUN).data()[i], same.data()[i], 1e-5);
        }
    }
}
