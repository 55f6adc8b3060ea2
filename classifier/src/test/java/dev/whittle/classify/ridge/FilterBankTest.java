package dev.whittle.classify.ridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.PixelShape;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Whitening;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class FilterBankTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final int FILTERS = 7;
    private static final int BLOCK = 3;

    /** Wide enough for several groups of patches. */
    private static final PixelShape SHAPE = new PixelShape(2, 9, 45);

    private static final PatchGrid GRID = new PatchGrid(SHAPE, 3, 0.1);
    /** 2 rows of 14 windows, which overlap by one; the last columns are in none. */
    private static final Pools POOLS = new Pools(GRID.down(), GRID.across(), 4, 3);

    private final Matrix vectors = Naive.random(18, FILTERS, 1);
    private final Matrix start = Naive.random(1, FILTERS, 2);
    private final float[] image = Naive.random(1, 2 * 9 * 45, 3).data();

    private FilterBank bank() {
        return new FilterBank(GRID, POOLS, vectors, start, 0.25f, BLOCK);
    }

    private float[] features(float[] pixels, boolean mirrored, Run run) {
        FilterBank bank = bank();
        float[] all = new float[bank.allFeatures()];
        for (int b = 0; b < bank.blocks(); b++) {
            // Between NaN, which must stay.
            float[] some = new float[bank.features(b) + 2];
            some[0] = Float.NaN;
            some[some.length - 1] = Float.NaN;
            bank.add(pixels, 0, mirrored, b, some, 1, run);
            assertTrue(Float.isNaN(some[0]) && Float.isNaN(some[some.length - 1]));
            System.arraycopy(some, 1, all, bank.featuresBefore(b), bank.features(b));
        }
        return all;
    }

    /** The naive features, block after block. */
    private double[] naive(float[] pixels) {
        double[] all = new double[bank().allFeatures()];
        int at = 0;
        for (int first = 0; first < FILTERS; first += BLOCK) {
            for (int window = 0; window < 28; window++) {
                int[] from = {window / 14 * 3, window % 14 * 3};
                for (double sign : new double[] {1, -1}) {
                    for (int f = first; f < Math.min(FILTERS, first + BLOCK); f++) {
                        all[at++] = Naive.feature(pixels, GRID, vectors, start.get(0, f), f, sign, from, 4);
                    }
                }
            }
        }
        assertEquals(all.length, at);
        return all;
    }

    private static double worst(double[] expected, float[] actual) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
        }
        return worst;
    }

    @Test
    void theFeaturesOfTheDefinition() {
        assertEquals(2, POOLS.down());
        assertEquals(14, POOLS.across());
        assertEquals(3, bank().blocks());
        double[] expected = naive(image);
        float[] actual = features(image, false, RUN);
        assertTrue(worst(expected, actual) < 1e-4, "off by " + worst(expected, actual));
        float[] other = image.clone();
        other[60] += 0.1f;
        assertTrue(worst(naive(other), actual) > 1e-2, "the comparison does not see another pixel");
    }

    @Test
    void mirroredFeaturesAreThoseOfTheMirroredImage() {
        float[] mirrored = features(image, true, RUN);
        assertArrayEquals(features(Naive.mirrored(image, SHAPE), false, RUN), mirrored);
        assertTrue(worst(naive(image), mirrored) > 1e-2, "mirrored features are those of the image");
    }

    @Test
    void featuresAreAdded() {
        FilterBank bank = bank();
        float[] sums = new float[bank.features(0)];
        bank.add(image, 0, false, 0, sums, 0, RUN);
        float[] once = sums.clone();
        bank.add(image, 0, false, 0, sums, 0, RUN);
        for (int i = 0; i < sums.length; i++) {
            assertEquals(2 * once[i], sums[i], 1e-4f);
        }
    }

    /** More filters than are computed at once, in blocks of other sizes: the same bits in other places. */
    @Test
    void blocksChangeNoBit() {
        int k = 1100;
        Matrix many = Naive.random(18, k, 4);
        Matrix starts = Naive.random(1, k, 5);
        FilterBank one = new FilterBank(GRID, POOLS, many, starts, 0.25f, k);
        float[] all = new float[one.allFeatures()];
        one.add(image, 0, false, 0, all, 0, RUN);
        FilterBank several = new FilterBank(GRID, POOLS, many, starts, 0.25f, 300);
        for (int b = 0; b < several.blocks(); b++) {
            float[] some = new float[several.features(b)];
            several.add(image, 0, false, b, some, 0, RUN);
            int n = some.length / (2 * POOLS.count());
            for (int i = 0; i < some.length; i++) {
                assertEquals(all[i / n * k + b * 300 + i % n], some[i]);
            }
        }
    }

    @Test
    void kernelsChangeNoBit() {
        float[] scalar = features(image, false, RUN.withKernels(KernelChoice.SCALAR.kernels()));
        float[] vector = features(image, false, RUN.withKernels(KernelChoice.VECTOR.kernels()));
        Matrix expected = new Matrix(1, scalar.length, scalar);
        assertTrue(expected.bitsEqual(new Matrix(1, vector.length, vector)));
        vector[vector.length - 1] = Math.nextUp(vector[vector.length - 1]);
        assertFalse(expected.bitsEqual(new Matrix(1, vector.length, vector)), "the comparison does not see a bit");
    }

    /** Patches of pixels from 0 to 255 are those of the encodings. */
    @Test
    void patchesAreThoseOfPixels() {
        Rng rng = new Rng(1, "pixels", 0);
        Planar<GrayU8> pixels = new Planar<>(GrayU8.class, 9, 7, 3);
        float[] values = new float[3 * 63];
        for (int i = 0; i < values.length; i++) {
            int v = i % 63 < 30 ? 200 : rng.nextInt(256);
            pixels.getBand(i / 63).data[i % 63] = (byte) v;
            values[i] = v;
        }
        PatchGrid grid = new PatchGrid(new PixelShape(3, 7, 9), 3, 10);
        PatchGrid.Normalizer normalizer = grid.new Normalizer();
        normalizer.image(values, 0);
        float[] expected = new float[27];
        float[] actual = new float[27];
        for (int y = 0; y < grid.down(); y++) {
            for (int x = 0; x < grid.across(); x++) {
                new Patches(3, 1).extract(pixels, x, y, expected, 0);
                normalizer.write(y, x, actual, 0);
                assertArrayEquals(expected, actual, 1e-6f);
            }
        }
        // A flat patch is 0.
        normalizer.write(0, 0, actual, 0);
        assertArrayEquals(new float[27], actual);
    }

    @Test
    void windowsOfAPlace() {
        Pools pools = new Pools(27, 27, 14, 13);
        assertEquals(4, pools.count());
        int[][] expected = {{0, 0, 0}, {12, 0, 0}, {13, 0, 1}, {14, 1, 1}, {26, 1, 1}};
        for (int[] e : expected) {
            assertEquals(e[1], pools.first(e[0]));
            assertEquals(e[2], pools.last(e[0], 2));
        }
        // Two windows of 2, 3 apart: place 2 is in none.
        Pools apart = new Pools(6, 6, 2, 3);
        assertTrue(apart.first(2) > apart.last(2, 2));
    }

    /** The largest difference of what filters make of patches from the products of words and whitened patches. */
    private static double worst(Matrix words, Whitening whitening, Matrix patches, Matrix filters, Matrix start) {
        Matrix whitened = whitening.apply(patches, RUN);
        double worst = 0;
        for (int r = 0; r < patches.rows(); r++) {
            for (int w = 0; w < words.rows(); w++) {
                double expected = 0;
                double actual = start.get(0, w);
                for (int i = 0; i < words.columns(); i++) {
                    expected += (double) words.get(w, i) * whitened.get(r, i);
                    actual += (double) filters.get(i, w) * patches.get(r, i);
                }
                worst = Math.max(worst, Math.abs(expected - actual));
            }
        }
        return worst;
    }

    @Test
    void filtersAreWordsAfterWhitening() {
        Matrix patches = Naive.random(60, 8, 1);
        for (int r = 0; r < 60; r++) {
            for (int i = 1; i < 8; i++) {
                // Values that depend on each other, with means that are not 0.
                patches.set(r, i, patches.get(r, i) + 0.5f * patches.get(r, i - 1) + i);
            }
        }
        Whitening whitening = new Zca(0.1).fit(patches, RUN);
        Matrix words = Naive.random(5, 8, 2);
        PatchGrid grid = new PatchGrid(new PixelShape(2, 8, 9), 2, 0.1);
        FilterBank bank = new WideFilters(
                        new RandomPatches(5), List.of(2, 8, 9), 2, 0.1, 0.1, 300, 0.25, 2, 1, false, 5, 1, 1)
                .bank(grid, words, whitening);
        double off = worst(words, whitening, patches, bank.vectors(), bank.start());
        assertTrue(off < 1e-4, "off by " + off);

        Matrix negated = bank.start().copy();
        for (int w = 0; w < 5; w++) {
            negated.data()[w] = -negated.data()[w];
        }
        assertTrue(worst(words, whitening, patches, bank.vectors(), negated) > 1, "the sign of m·P·w is not seen");
        // Words alone, without P.
        Matrix plain = new Matrix(8, 5);
        Matrix ofMean = new Matrix(1, 5);
        for (int w = 0; w < 5; w++) {
            for (int i = 0; i < 8; i++) {
                plain.set(i, w, words.get(w, i));
                ofMean.data()[w] -= words.get(w, i) * whitening.mean().get(0, i);
            }
        }
        assertTrue(worst(words, whitening, patches, plain, ofMean) > 0.1, "the missing P is not seen");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Messages.says(() -> new PatchGrid(new PixelShape(1, 5, 9), 6, 1), "patches of 6x6", "1x5x9");
        Messages.says(() -> new Pools(5, 9, 6, 1), "pools of 6x6", "5x9", "smaller pool");
        PatchGrid large = new PatchGrid(new PixelShape(1, 20_001, 20_001), 2, 1);
        Pools pools = new Pools(20_000, 20_000, 1, 1);
        Messages.says(
                () -> new FilterBank(large, pools, new Matrix(4, 3), new Matrix(1, 3), 0, 1),
                "3 filters have 2400000000 features",
                "fewer filters");
    }
}
