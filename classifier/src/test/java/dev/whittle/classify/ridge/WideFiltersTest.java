package dev.whittle.classify.ridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.PixelShape;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Cancellation;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.cluster.RandomFilters;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WideFiltersTest extends WideFiltersContract {
    private static WideFilters spec(int k, List<Integer> shape, boolean mirror, int block, double lambda, int passes) {
        return new WideFilters(
                new RandomPatches(k), shape, 2, 0.1, 0.1, 300, 0.25, 2, 1, mirror, block, lambda, passes);
    }

    WideFiltersTest() {
        super(false);
    }

    @Override
    protected long pinnedCrc() {
        return 0x4561ba62L;
    }

    /** A bar somewhere in noise, at the left or at the right: class 0 lies, class 1 stands, class 2 is noise. */
    private static Samples bars(int n, long seed) {
        Rng rng = new Rng(seed, "bars", 0);
        Matrix x = new Matrix(n, 2 * 8 * 9);
        int[] labels = new int[n];
        for (int r = 0; r < n; r++) {
            labels[r] = rng.nextInt(3);
            for (int i = 0; i < x.columns(); i++) {
                x.set(r, i, rng.nextFloat() * 0.3f);
            }
            int at = rng.nextInt(8);
            for (int i = 0; i < 8 && labels[r] < 2; i++) {
                int pixel = labels[r] == 0 ? at * 9 + i : i * 9 + at;
                x.set(r, pixel, 1 - 0.5f * rng.nextFloat());
            }
        }
        return new Samples(x, labels, 3);
    }

    private static final List<Integer> BARS = List.of(2, 8, 9);

    private static double accuracy(Classifier head, Samples samples) {
        return TestSamples.accuracy(head.predict(samples.inMemory("the test"), RUN), samples.labels());
    }

    @Test
    void learnsWhatStandsAnywhere() {
        for (boolean mirror : new boolean[] {false, true}) {
            Classifier head = spec(40, BARS, mirror, 16, 10, 1).fit(bars(500, 1), RUN);
            assertTrue(accuracy(head, bars(200, 2)) > 0.95, mirror + ": " + accuracy(head, bars(200, 2)));
        }
    }

    /** Scores of the definition: the filters are taken from the head, all else is computed in double. */
    private static double[][] naive(NamedArrays arrays, Samples train, Samples others, WideFilters spec) {
        double[][] x = naiveFeatures(arrays, train, false);
        double[][] z = naiveFeatures(arrays, others, false);
        int[] labels = train.labels();
        if (spec.mirror()) {
            x = joined(x, naiveFeatures(arrays, train, true));
            z = joined(z, naiveFeatures(arrays, others, true));
            labels =
                    IntStream.concat(IntStream.of(labels), IntStream.of(labels)).toArray();
        }
        for (int i = 0; i < x[0].length; i++) {
            double mean = 0;
            double variance = 0;
            for (double[] row : x) {
                mean += row[i] / x.length;
            }
            for (double[] row : x) {
                variance += (row[i] - mean) * (row[i] - mean) / x.length;
            }
            for (double[] row : joined(x, z)) {
                row[i] = (row[i] - mean) / Math.sqrt(variance);
            }
        }
        double[][] y = new double[x.length][3];
        double[] means = new double[3];
        for (int r = 0; r < x.length; r++) {
            for (int c = 0; c < 3; c++) {
                y[r][c] = labels[r] == c ? 1 : -1;
                means[c] += y[r][c] / x.length;
            }
        }
        for (double[] row : y) {
            for (int c = 0; c < 3; c++) {
                row[c] -= means[c];
            }
        }
        double[][] w = Naive.ridge(x, y, spec.lambda());
        double[][] scores = new double[others.size()][3];
        int views = z.length / others.size();
        for (int r = 0; r < z.length; r++) {
            for (int c = 0; c < 3; c++) {
                double score = means[c];
                for (int i = 0; i < w.length; i++) {
                    score += z[r][i] * w[i][c];
                }
                scores[r % others.size()][c] += score / views;
            }
        }
        return scores;
    }

    private static double[][] joined(double[][] a, double[][] b) {
        return Stream.concat(Stream.of(a), Stream.of(b)).toArray(double[][]::new);
    }

    private static double[][] naiveFeatures(NamedArrays arrays, Samples samples, boolean mirrored) {
        PatchGrid grid = new PatchGrid(new PixelShape(2, 8, 9), 2, 0.1);
        Matrix filters = arrays.get("filters");
        Matrix start = arrays.get("start");
        int k = filters.columns();
        double[][] all = new double[samples.size()][2 * k * 6 * 7];
        for (int r = 0; r < all.length; r++) {
            float[] image = samples.inMemory("the test").row(r);
            float[] seen = mirrored ? Naive.mirrored(image, grid.image()) : image;
            for (int i = 0; i < all[r].length; i++) {
                int[] from = {i / (2 * k) / 7, i / (2 * k) % 7};
                double sign = i / k % 2 == 0 ? 1 : -1;
                all[r][i] = Naive.feature(seen, grid, filters, start.get(0, i % k), i % k, sign, from, 2);
            }
        }
        return all;
    }

    @Test
    void theScoresOfTheNaiveSolution() {
        Samples train = bars(120, 1);
        Samples others = bars(20, 2);
        for (boolean mirror : new boolean[] {false, true}) {
            WideFilters spec = spec(3, BARS, mirror, 3, 5, 1);
            Classifier head = spec.fit(train, RUN);
            double[][] expected = naive(head.arrays(), train, others, spec);
            double off = Naive.worst(expected, head.scores(others.features(), RUN));
            assertTrue(off < 1e-4, "off by " + off);
            double[][] other = naive(head.arrays(), train, others, spec(3, BARS, mirror, 3, 6, 1));
            assertTrue(Naive.worst(other, head.scores(others.features(), RUN)) > 1e-3, "another lambda is not seen");
            Classifier alone = head.withoutViews();
            assertEquals(mirror, alone != head);
        }
    }

    @Test
    void scoresAreAveragesOfTwoViews() {
        Samples others = bars(30, 2);
        WideFilters spec = spec(5, BARS, true, 2, 10, 1);
        Classifier head = spec.fit(bars(100, 1), RUN);
        Matrix both = head.scores(others.features(), RUN);
        Matrix mirrored = new Matrix(30, 144);
        for (int r = 0; r < 30; r++) {
            float[] image = Naive.mirrored(others.inMemory("the test").row(r), new PixelShape(2, 8, 9));
            System.arraycopy(image, 0, mirrored.data(), r * 144, 144);
        }
        Matrix one = head.withoutViews().scores(others.features(), RUN);
        Matrix other = head.withoutViews().scores(mirrored, RUN);
        for (int i = 0; i < both.data().length; i++) {
            assertEquals((one.data()[i] + other.data()[i]) / 2, both.data()[i], 1e-5f);
        }
        assertTrue(!one.bitsEqual(both));
        assertTrue(both.bitsEqual(spec.restore(head.arrays(), RUN).scores(others.features(), RUN)));
        assertTrue(one.bitsEqual(spec.restore(head.arrays(), RUN).withoutViews().scores(others.features(), RUN)));
    }

    /** Blocks change which features stand where, and with many passes nothing else. */
    @Test
    void blocksSolvedManyTimesAreOneBlock() {
        Samples train = bars(200, 1);
        Samples others = bars(30, 2);
        double[][] one =
                Naive.doubles(spec(5, BARS, false, 5, 300, 1).fit(train, RUN).scores(others.features(), RUN));
        Matrix single = spec(5, BARS, false, 2, 300, 1).fit(train, RUN).scores(others.features(), RUN);
        assertTrue(Naive.worst(one, single) > 1e-2, "one pass is at the minimum");
        Matrix many = spec(5, BARS, false, 2, 300, 60).fit(train, RUN).scores(others.features(), RUN);
        assertTrue(Naive.worst(one, many) < 1e-4, "off by " + Naive.worst(one, many));
    }

    /** Filters of a fitted head belong to the words that the dictionary gives. */
    @Test
    void filtersAreRandomWhitenedPatches() {
        NamedArrays arrays = spec(6, BARS, false, 6, 1, 1).fit(bars(50, 1), RUN).arrays();
        Matrix filters = arrays.get("filters", 8, 6);
        for (int f = 0; f < 6; f++) {
            double squares = 0;
            for (int i = 0; i < 8; i++) {
                squares += filters.get(i, f) * filters.get(i, f);
            }
            // Words have length 1; P stretches what varies less than 1 - epsilon.
            assertTrue(squares > 0.1 && squares < 10, "squared length " + squares);
        }
        // Control: other filters have other bits.
        Matrix others = new WideFilters(new RandomFilters(6), BARS, 2, 0.1, 0.1, 300, 0.25, 2, 1, false, 6, 1, 1)
                .fit(bars(50, 1), RUN)
                .arrays()
                .get("filters");
        assertTrue(!filters.bitsEqual(others));
    }

    @Test
    void progressCountsTheImagesOfAllBlocks() {
        List<Long> done = new ArrayList<>();
        spec(5, BARS, false, 2, 10, 2).fit(bars(50, 1), RUN.withThreads(1).withProgress(new Progress() {
            @Override
            public void step(String stage, long now, long total) {
                if (stage.equals("features")) {
                    done.add(now);
                    assertEquals(300, total);
                }
            }
        }));
        assertEquals(16L, done.get(0));
        assertEquals(300L, done.get(done.size() - 1));
    }

    @Test
    void itEndsWhenItIsCancelled() {
        Cancellation cancellation = new Cancellation();
        List<Long> done = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> spec(4, BARS, false, 1, 10, 1_000_000)
                        .fit(bars(100, 1), RUN.withCancellation(cancellation).withProgress(new Progress() {
                            @Override
                            public void step(String stage, long now, long total) {
                                done.add(now);
                                if (done.size() == 40) {
                                    cancellation.cancel();
                                }
                            }
                        })));
        assertTrue(done.size() < 60, done.size() + " steps");
    }

    @Test
    void memoryIsThatOfABlock() {
        WideFilters defaults = WideFilters.defaults();
        long bytes = defaults.heapBytes(50_000, 3072, 10);
        // 50,000 × 4,096 features and 4,096² products.
        assertTrue(bytes > 4L * 50_000 * 4096 + 4L * 4096 * 4096 && bytes < 1L << 30, "" + bytes);
        assertTrue(spec(300, BARS, true, 50, 1, 1).heapBytes(1000, 144, 3)
                > spec(300, BARS, false, 50, 1, 1).heapBytes(1000, 144, 3));
        assertTrue(TrainingNeeds.class.isInstance(defaults)
                && defaults.advice(3072, 10, 1).contains("smaller block"));
        WideFilters wide = new WideFilters(
                new RandomPatches(6000), List.of(), 6, 1e-4, 0.1, 6000, 0.25, 14, 13, false, 6000, 1, 1);
        Messages.says(() -> wide.heapBytes(1000, 3072, 10), "6000 filters", "smaller block");
        Messages.says(() -> wide.heapBytes(1000, 3071, 10), "3071", "square");
    }

    /** Before filters are learned. */
    @Test
    void whatIsNoArrayIsSaid() {
        Samples few = bars(10, 1);
        // 3,360 features.
        Messages.says(
                () -> spec(40, BARS, false, 16, 10, 1).fit(new Samples(few.features(), few.labels(), 700_000), RUN),
                "the weights would be 3360x700000",
                "fewer filters");
        WideFilters many =
                new WideFilters(new RandomPatches(8), BARS, 2, 0.1, 0.1, 300_000_000, 0.25, 2, 1, false, 1, 1, 1);
        Messages.says(() -> many.heapBytes(10, 144, 3), "the sampled patches would be 300000000x8", "fewer samples");
    }

    @Test
    void aDamagedShapeIsSaid() {
        WideFilters spec = spec(2, BARS, false, 2, 10, 1);
        NamedArrays arrays = spec.fit(bars(20, 1), RUN).arrays();
        for (float wrong : new float[] {1.5f, 0, -2, 3e9f}) {
            NamedArrays damaged = NamedArrays.empty();
            for (String name : arrays.asMap().keySet()) {
                Matrix m = name.equals("shape") ? Matrix.of(new float[] {wrong, 8, 9}) : arrays.get(name);
                damaged = damaged.with(name, m);
            }
            NamedArrays given = damaged;
            Messages.says(() -> spec.restore(given, RUN), "Array 'shape' must hold bands, rows and columns");
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(
                () -> new WideFilters(new RandomPatches(9), List.of(3), 1, 0, 0, 1, -1, 0, 0, false, 0, 0, 0),
                "shape",
                "size",
                "contrast",
                "epsilon",
                "samples",
                "threshold",
                "pool",
                "stride",
                "block",
                "lambda",
                "passes");
        Messages.says(
                () -> new WideFilters(null, List.of(), 6, 1, 1, 10, 0, 14, 13, false, 1, 1, 1), "dictionary", "null");
        Messages.says(() -> spec(301, List.of(), false, 1, 1, 1), "samples", "300");
        Samples small = TestSamples.clouds(5, 9, 2, 1, 1);
        Messages.says(() -> WideFilters.defaults().fit(small, RUN), "6x6", "1x3x3");
        // 144 values are one band of 12×12 or three of 4×12.
        List<String> warnings = new ArrayList<>();
        spec(2, List.of(), false, 1, 1, 1)
                .fit(TestSamples.clouds(5, 144, 2, 1, 1), RUN.withProgress(new Warnings(warnings)));
        assertTrue(warnings.size() == 1 && warnings.get(0).contains("1x12x12"), warnings.toString());
    }
}
