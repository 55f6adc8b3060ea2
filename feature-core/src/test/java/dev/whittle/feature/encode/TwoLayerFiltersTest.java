package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class TwoLayerFiltersTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final int WIDTH = 25;
    private static final int HEIGHT = 21;

    private static FilterLayer layer(int size, int k) {
        return new FilterLayer(
                new Patches(size, 1),
                300,
                List.of(L2Normalize.defaults(), Standardize.defaults(), Zca.defaults()),
                new Triangle(new KMeans(k, 3, Start.RANDOM, 0), Pooling.SUM));
    }

    private static final TwoLayerFilters SPEC =
            new TwoLayerFilters(layer(6, 13), 3, 4, 5, layer(2, 7), List.of(new Regions(2, 2)));

    private static Dataset images(int bands) {
        return TestData.data(IntStream.range(0, 8)
                .mapToObj(i -> TestData.random(WIDTH, HEIGHT, bands, i))
                .toList());
    }

    /** How patches become one code. */
    private interface Layer {
        float[] code(List<float[]> patches);
    }

    /** The fitted parts, which get one patch at a time until they are encoded. */
    private static Layer ofParts(FilterLayer spec, NamedArrays arrays) {
        FilterLayer.Learned learned = spec.restore(arrays, RUN);
        return patches -> {
            Encoder encoder = learned.encoder();
            float[] all = new float[patches.size() * encoder.columns()];
            for (int i = 0; i < patches.size(); i++) {
                float[] patch = patches.get(i);
                for (Transform transform : learned.reduction().transforms()) {
                    float[] next = new float[transform.columns(patch.length)];
                    transform.apply(patch, 0, 1, patch.length, next, 0, RUN);
                    patch = next;
                }
                System.arraycopy(patch, 0, all, i * patch.length, patch.length);
            }
            double[] statistics = encoder.start();
            encoder.add(all, 0, patches.size(), statistics, RUN);
            float[] code = new float[encoder.length()];
            encoder.code(statistics, patches.size(), code, 0, RUN);
            return code;
        };
    }

    /** The formulas, in double: length 1, mean 0 and deviation 1, whitening, the sum of triangle activations. */
    private static Layer ofFormulas(NamedArrays arrays) {
        float[] mean = arrays.get("reduce/1/mean").data();
        float[] scale = arrays.get("reduce/1/scale").data();
        float[] centre = arrays.get("reduce/2/mean").data();
        Matrix whitening = arrays.get("reduce/2/matrix");
        Matrix words = arrays.get("encoder/words/centroids");
        return patches -> {
            double[] sums = new double[words.rows()];
            for (float[] patch : patches) {
                int d = patch.length;
                double squares = 0;
                for (float v : patch) {
                    squares += (double) v * v;
                }
                double[] x = new double[d];
                for (int i = 0; i < d; i++) {
                    double unit = squares > 0 ? patch[i] / Math.sqrt(squares) : 0;
                    x[i] = (unit - mean[i]) * scale[i] - centre[i];
                }
                double[] distances = new double[words.rows()];
                double average = 0;
                for (int w = 0; w < words.rows(); w++) {
                    double sum = 0;
                    for (int i = 0; i < d; i++) {
                        double white = 0;
                        for (int j = 0; j < d; j++) {
                            white += (double) whitening.get(i, j) * x[j];
                        }
                        sum += (white - words.get(w, i)) * (white - words.get(w, i));
                    }
                    distances[w] = Math.sqrt(sum);
                    average += distances[w] / words.rows();
                }
                for (int w = 0; w < words.rows(); w++) {
                    sums[w] += Math.max(0, average - distances[w]);
                }
            }
            float[] code = new float[sums.length];
            for (int w = 0; w < code.length; w++) {
                code[w] = (float) sums[w];
            }
            return code;
        };
    }

    /** Patch by patch, window by window and region by region, from the definition. */
    private static float[] naive(Planar<GrayU8> image, NamedArrays arrays, Layer first, Layer[] second) {
        int across = (image.width - 6 + 1) / 3;
        int down = (image.height - 6 + 1) / 3;
        float[][][] map = new float[down][across][];
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                List<float[]> window = new ArrayList<>();
                for (int y = 3 * row; y < 3 * row + 3; y++) {
                    for (int x = 3 * column; x < 3 * column + 3; x++) {
                        float[] patch = new float[36 * image.getNumBands()];
                        new Patches(6, 1).extract(image, x, y, patch, 0);
                        window.add(patch);
                    }
                }
                map[row][column] = first.code(window);
            }
        }
        List<float[]> codes = new ArrayList<>();
        for (int region = 0; region < 4; region++) {
            double[] sum = new double[13];
            int n = 0;
            for (int row = 0; row < down; row++) {
                for (int column = 0; column < across; column++) {
                    // A window covers 8 pixels in each direction.
                    if (in(region, image, 3 * column + 4, 3 * row + 4)) {
                        for (int k = 0; k < 13; k++) {
                            sum[k] += map[row][column][k];
                        }
                        n++;
                    }
                }
            }
            float[] mean = new float[13];
            for (int k = 0; k < 13; k++) {
                mean[k] = (float) (sum[k] / n);
            }
            codes.add(mean);
        }
        for (int g = 0; g < second.length; g++) {
            for (int region = 0; region < 4; region++) {
                List<float[]> patches = new ArrayList<>();
                for (int row = 0; row + 1 < down; row++) {
                    for (int column = 0; column + 1 < across; column++) {
                        // Four windows cover 11 pixels in each direction.
                        if (in(region, image, 3 * column + 5.5, 3 * row + 5.5)) {
                            patches.add(
                                    patch(map, row, column, arrays.get("groups").row(g)));
                        }
                    }
                }
                codes.add(second[g].code(patches));
            }
        }
        float[] all = new float[codes.stream().mapToInt(code -> code.length).sum()];
        int at = 0;
        for (float[] code : codes) {
            System.arraycopy(code, 0, all, at, code.length);
            at += code.length;
        }
        return all;
    }

    private static boolean in(int region, Planar<GrayU8> image, double x, double y) {
        return (int) (x * 2 / image.width) == region % 2 && (int) (y * 2 / image.height) == region / 2;
    }

    private static float[] patch(float[][][] map, int row, int column, float[] channels) {
        float[] patch = new float[4 * channels.length];
        int at = 0;
        for (int y = row; y < row + 2; y++) {
            for (int x = column; x < column + 2; x++) {
                for (float channel : channels) {
                    patch[at++] = map[y][x][(int) channel];
                }
            }
        }
        return patch;
    }

    @Test
    void theNaiveDefinition() {
        for (int bands : new int[] {1, 3}) {
            Dataset images = images(bands);
            FeatureExtractor fitted = SPEC.fit(images, RUN);
            NamedArrays arrays = fitted.arrays();
            NamedArrays ofFirst = arrays.part("first");
            Layer[] parts = new Layer[4];
            Layer[] formulas = new Layer[4];
            for (int g = 0; g < 4; g++) {
                NamedArrays group = arrays.part("second").part(Integer.toString(g));
                parts[g] = ofParts(SPEC.second(), group);
                formulas[g] = ofFormulas(group);
            }
            for (int i = 0; i < images.size(); i++) {
                Planar<GrayU8> image = images.image(i);
                float[] vector = fitted.extract(image, RUN);
                Bits.assertSame("image " + i, naive(image, arrays, ofParts(SPEC.first(), ofFirst), parts), vector);
                float[] inDouble = naive(image, arrays, ofFormulas(ofFirst), formulas);
                for (int v = 0; v < vector.length; v++) {
                    assertEquals(inDouble[v], vector[v], 2e-4 * (1 + Math.abs(inDouble[v])), "value " + v);
                }
            }
        }
    }

    /** The second layer of a group is what is learned from patches that are described with its channels alone. */
    @Test
    void everyGroupLearnsFromItsChannels() {
        Dataset images = images(3);
        NamedArrays arrays = SPEC.fit(images, RUN).arrays();
        FilterMap map =
                new FilterMap(SPEC.first().patches(), SPEC.pool(), SPEC.first().restore(arrays.part("first"), RUN));
        Run drawing = seeded("two-layer-filters/second", 0);
        int[][] groups = ChannelGroups.learn(
                sample(images, map, drawing, IntStream.range(0, 13).toArray(), 13), 4, 5, drawing);
        for (int g = 0; g < 4; g++) {
            float[] members = arrays.get("groups").row(g);
            for (int i = 0; i < 5; i++) {
                assertEquals(groups[g][i], members[i]);
                assertTrue(i == 0 || members[i - 1] < members[i], "ascending");
            }
            Matrix own = sample(images, map, drawing, groups[g], 20);
            NamedArrays expected = SPEC.second()
                    .learn(own, seeded("two-layer-filters/group", g))
                    .arrays();
            NamedArrays actual = arrays.part("second").part(Integer.toString(g));
            assertEquals(expected.asMap().keySet(), actual.asMap().keySet());
            expected.asMap().forEach((name, array) -> assertTrue(array.bitsEqual(actual.array(name)), name));
        }
    }

    private static Run seeded(String purpose, int index) {
        return RUN.withSeed(RUN.random(purpose, index).nextLong());
    }

    /** The first values of drawn patches of these channels: those of the first place stand first. */
    private static Matrix sample(Dataset images, FilterMap map, Run run, int[] channels, int columns) {
        Matrix all = Sample.draw(
                        images,
                        new MapPatches(map, SPEC.second().patches(), channels),
                        SPEC.second().samples(),
                        run)
                .descriptors();
        Matrix some = new Matrix(all.rows(), columns);
        for (int row = 0; row < all.rows(); row++) {
            System.arraycopy(all.data(), row * all.columns(), some.data(), row * columns, columns);
        }
        return some;
    }

    @Test
    void theLengthIsKnownBefore() {
        FeatureExtractor fitted = SPEC.fit(images(3), RUN);
        assertEquals(4 * (13 + 4 * 7), SPEC.length(WIDTH, HEIGHT, 3).getAsInt());
        assertEquals(4 * (13 + 4 * 7), fitted.length(WIDTH, HEIGHT, 3));
        assertTrue(fitted.takesAnySize());
        assertEquals(4 * (13 + 4 * 7), fitted.length(11, 90, 3));
        // Two places of three patches of six pixels.
        assertThrows(IllegalArgumentException.class, () -> fitted.length(10, 90, 3));
        Messages.says(() -> SPEC.length(10, 90, 3), "11x11", "10x90", "smaller pool");
        Messages.says(() -> fitted.length(WIDTH, HEIGHT, 1), "108", "36");
        Messages.says(
                () -> SPEC.checkShapes(List.of(new ImageShape(40, 40, 1), new ImageShape(40, 40, 3)), RUN),
                "gray",
                "RGB");
        SPEC.checkShapes(List.of(new ImageShape(40, 40, 3), new ImageShape(11, 30, 3)), RUN);
    }

    /** Either layer may need more. */
    @Test
    void whatFittingNeedsIsKnownBefore() {
        Triangle words = (Triangle) SPEC.first().encoder();
        // Patches of 108 values, before and after each of three transforms.
        long parts = Math.max(Zca.defaults().heapBytes(300, 108), words.heapBytes(300, 108));
        assertEquals(4L * 300 * 108 * Float.BYTES + parts, SPEC.heapBytes(3));
        int samples = 100_000;
        FilterLayer second = new FilterLayer(
                SPEC.second().patches(),
                samples,
                SPEC.second().reduce(),
                SPEC.second().encoder());
        // Patches of 4 places with 13 channels, and those of a group of 5 before and after each transform.
        long ofSecond =
                Math.max(Zca.defaults().heapBytes(samples, 20), ((Triangle) second.encoder()).heapBytes(samples, 20));
        long expected = (4L * 13 + 4 * 4 * 5) * samples * Float.BYTES + ofSecond;
        assertEquals(expected, new TwoLayerFilters(SPEC.first(), 3, 4, 5, second, SPEC.regions()).heapBytes(3));
        // A single channel needs less than to find out which are similar: all values at a place, three times.
        FilterLayer plain = new FilterLayer(
                second.patches(), samples, List.of(), new SoftThreshold(new RandomPatches(3), 0, Pooling.SUM));
        long ofGroups = (4L * 13 + 3 * 13) * samples * Float.BYTES
                + Math.max(Zca.defaults().heapBytes(samples, 13), 4L * Double.BYTES * 13 * 13);
        assertEquals(ofGroups, new TwoLayerFilters(SPEC.first(), 3, 4, 1, plain, SPEC.regions()).heapBytes(3));
        FilterLayer large = new FilterLayer(new Patches(128, 1), 2_000_000_000, List.of(), plain.encoder());
        TwoLayerFilters many = new TwoLayerFilters(SPEC.first(), 3, 4, 5, large, SPEC.regions());
        Messages.says(() -> ImageNeeds.checkHeap(many, 3), "of memory", "fewer samples");
    }

    @Test
    void whatIsWrongIsSaid() {
        Messages.says(() -> new TwoLayerFilters(null, 0, 0, 0, null, List.of()), "first", "pool", "groups", "regions");
        Messages.says(() -> new FilterLayer(null, 1, null, null), "patches", "samples", "1", "reduce", "encoder");
        Messages.says(() -> layer(6, 301), "samples", "301", "300");
        List<Regions> whole = List.of(new Regions(1, 1));
        TwoLayerFilters wide = new TwoLayerFilters(layer(6, 13), 3, 4, 14, layer(2, 7), whole);
        Messages.says(() -> wide.length(WIDTH, HEIGHT, 3), "13 channels", "14");
        Messages.says(() -> wide.fit(images(3), RUN), "13 channels", "14");
        TwoLayerFilters many = new TwoLayerFilters(layer(6, 13), 3, 14, 4, layer(2, 7), whole);
        Messages.says(() -> many.length(WIDTH, HEIGHT, 3), "13 channels", "14 groups");
        FilterLayer reduced = new FilterLayer(
                new Patches(2, 1),
                300,
                List.of(new Pca(21, false, 1)),
                layer(2, 7).encoder());
        Messages.says(
                () -> new TwoLayerFilters(layer(6, 13), 3, 4, 5, reduced, whole).length(WIDTH, HEIGHT, 3),
                "second, reduce, part 1",
                "21",
                "20");
        TwoLayerFilters pooled =
                new TwoLayerFilters(layer(6, 13), 2_000_000_000, 4, 5, layer(2, 7), List.of(new Regions(1, 1)));
        Messages.says(() -> pooled.length(WIDTH, HEIGHT, 3), "4000000005x4000000005");
        NamedArrays arrays = SPEC.fit(images(3), RUN).arrays();
        for (float number : new float[] {-1, 13, 0.5f}) {
            NamedArrays changed = NamedArrays.empty();
            for (String name : arrays.asMap().keySet()) {
                Matrix matrix = arrays.get(name);
                if (name.equals("groups")) {
                    matrix.set(2, 1, number);
                }
                changed = changed.with(name, matrix);
            }
            NamedArrays bad = changed;
            Messages.says(() -> SPEC.restore(bad, RUN), "groups", Float.toString(number), "12");
        }
    }
}
