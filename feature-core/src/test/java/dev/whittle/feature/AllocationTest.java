package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.ColorSpace;
import dev.whittle.feature.color.MedianCut;
import dev.whittle.feature.data.DecodedImages;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.encode.Encoding;
import dev.whittle.feature.encode.FilterLayer;
import dev.whittle.feature.encode.Fisher;
import dev.whittle.feature.encode.HardWords;
import dev.whittle.feature.encode.Llc;
import dev.whittle.feature.encode.Pooling;
import dev.whittle.feature.encode.Regions;
import dev.whittle.feature.encode.SoftThreshold;
import dev.whittle.feature.encode.SoftWords;
import dev.whittle.feature.encode.SuperpixelHistograms;
import dev.whittle.feature.encode.SuperpixelPlaces;
import dev.whittle.feature.encode.Triangle;
import dev.whittle.feature.encode.TwoLayerFilters;
import dev.whittle.feature.encode.TwoSidedRectifier;
import dev.whittle.feature.encode.Vlad;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Hsi;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.image.Images;
import dev.whittle.feature.image.Lab;
import dev.whittle.feature.image.Opponent;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.kernel.ChildJvm;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.local.ColorStatistics;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.HogCells;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.Zca;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The inner paths make no objects once they are compiled; before that, each vector is one. */
@Tag("long")
class AllocationTest {
    @Test
    void oneObjectIsSeen() {
        AtomicReference<Object> kept = new AtomicReference<>();
        Allocation.assertNone("nothing", () -> kept.set(null));
        assertThrows(
                AssertionError.class,
                () -> Allocation.assertNone("an object", () -> kept.set(new Object()), 100_000_000));
    }

    /** In a JVM of its own: where vector kernels ran before, C2 of JDK 17 leaves some objects of the scalar ones. */
    @Test
    void scalar() throws Exception {
        noneIn(KernelChoice.SCALAR, 0);
    }

    /**
     * In JVMs of their own, each in another order, as what C2 compiles depends on what it has met by then: none of them
     * may allocate. A JVM has the paths of one kind, as a program has: where C2 of JDK 17 meets all of them, some keep
     * making vectors.
     */
    @Test
    void vector() throws Exception {
        for (int jvm = 0; jvm < 2; jvm++) {
            noneIn(KernelChoice.AUTO, jvm);
        }
    }

    /** In this order C2 did not inline the steps of exp while they were a method that takes a vector. */
    @Test
    void exponentialsOfFisherVectors() throws Exception {
        noneIn(Kind.LOCAL, KernelChoice.AUTO, 2);
    }

    private static void noneIn(KernelChoice choice, int order) throws Exception {
        for (Kind kind : Kind.values()) {
            noneIn(kind, choice, order);
        }
    }

    private static void noneIn(Kind kind, KernelChoice choice, int order) throws Exception {
        String output;
        try {
            output = child(kind, choice, order);
        } catch (AssertionError first) {
            // On a machine that is busy with other work C2 compiles at other moments, and so after other calls: a path
            // that keeps making objects in one start of many, and not in the next, is not a fault of the code.
            output = child(kind, choice, order);
        }
        String name = choice.kernels().name();
        assertTrue(output.contains(name), output);
        Set<String> left =
                new LinkedHashSet<>(paths(kind, KernelChoice.SCALAR.kernels()).keySet());
        assertTrue(left.size() > 5, kind + " has " + left);
        output.lines().forEach(left::remove);
        assertEquals(Set.of(), left, name + ", " + kind + ", order " + order + "\n" + output);
    }

    private static String child(Kind kind, KernelChoice choice, int order) throws Exception {
        return ChildJvm.run(
                Child.class,
                "--add-modules",
                "jdk.incubator.vector",
                "-Dorder=" + order,
                "-Dchoice=" + choice.name(),
                "-Dkind=" + kind.name());
    }

    /** What paths are for. */
    private enum Kind {
        HOG,
        COLOUR,
        LOCAL
    }

    /**
     * Without a profile of mixed operators C2 of JDK 17 made 4 MB of vectors for each of these products, in this order
     * and without tiers every time, and in one start of three as JVMs are usually started.
     */
    @Test
    void operatorsMetLate() throws Exception {
        String output = ChildJvm.run(
                MultiplicationsFirst.class, "--add-modules", "jdk.incubator.vector", "-XX:-TieredCompilation");
        assertTrue(output.contains(KernelChoice.AUTO.kernels().name()), output);
    }

    /** Run in the child: small products until all is compiled, then other operators, then the large tile. */
    static final class MultiplicationsFirst {
        private MultiplicationsFirst() {}

        public static void main(String[] args) {
            Kernels kernels = KernelChoice.AUTO.kernels();
            int k = 200;
            float[] a = new float[60 * k];
            float[] b = new float[k * 64];
            float[] c = new float[60 * 64];
            Strided left = Strided.rows(a, 0, k);
            Strided right = Strided.rows(b, 0, 64);
            Strided product = Strided.rows(c, 0, 64);
            for (int i = 0; i < 500; i++) {
                kernels.linear().gemm(0, 60, 10, k, left, Strided.rows(b, 0, 10), Strided.rows(c, 0, 10));
            }
            for (int i = 0; i < 50; i++) {
                kernels.linear().exp(c, 0, c.length);
            }
            Allocation.assertNone(
                    "gemm after exp", () -> kernels.linear().gemm(0, 60, 64, k, left, right, product), 15_000_000_000L);
            System.out.println(kernels.name());
        }
    }

    /** Run in the child: names the paths that come to allocate nothing. */
    static final class Child {
        private static final long PATIENCE_NANOS = 60_000_000_000L;

        private Child() {}

        public static void main(String[] args) {
            Kernels kernels = KernelChoice.valueOf(System.getProperty("choice")).kernels();
            System.out.println(kernels.name());
            Map<String, Runnable> paths = paths(Kind.valueOf(System.getProperty("kind")), kernels);
            List<String> names = new ArrayList<>(paths.keySet());
            Collections.shuffle(names, new Random(Integer.getInteger("order")));
            for (String name : names) {
                Allocation.assertNone(name, paths.get(name), PATIENCE_NANOS);
                System.out.println(name);
            }
        }
    }

    private static Map<String, Runnable> paths(Kind kind, Kernels kernels) {
        Map<String, Runnable> paths = new LinkedHashMap<>();
        Run run = Run.defaults().withThreads(1).withKernels(kernels);
        switch (kind) {
            case HOG -> hogs(run, paths);
            case COLOUR -> colours(run, paths);
            case LOCAL -> {
                products(kernels, paths);
                words(run, paths);
                descriptions(Images.random(150, 60, 3, 1), run, paths);
                fisher(run, paths);
            }
        }
        return paths;
    }

    /** Cells of 8, 6 and 4, whose columns come in two quads, in one and a half, and in one. */
    private static void hogs(Run run, Map<String, Runnable> paths) {
        List<Spec<Dataset, ? extends FeatureExtractor>> specs = new ArrayList<>();
        for (int cell : new int[] {8, 6, 4}) {
            for (Hog.Layout layout : List.of(Hog.Layout.DALAL_TRIGGS, Hog.Layout.CELLS, Hog.Layout.FELZENSZWALB)) {
                specs.add(new Hog(cell, 9, false, layout, true));
                specs.add(new Hog(cell, 9, false, layout, false));
            }
        }
        // Two bins at the end of the circle.
        specs.add(new Hog(8, 18, true, Hog.Layout.CELLS, true));
        specs.add(Hog.cs231n());
        extractions(specs, run, paths);
        // Several rows of cells a tile; bins at the end of the circle.
        Planar<GrayU8> icon = Images.random(32, 32, 1, 1);
        for (Hog hog : List.of(
                Hog.defaults(),
                new Hog(8, 8, false, Hog.Layout.DALAL_TRIGGS, true),
                new Hog(8, 18, true, Hog.Layout.DALAL_TRIGGS, true))) {
            extraction(hog + ", 32x32", hog.fit(null, run), icon, run, paths);
        }
    }

    /** Histograms by each loop, and conversions. */
    private static void colours(Run run, Map<String, Runnable> paths) {
        extractions(
                List.of(
                        ColorHistogram.defaults(),
                        new ColorHistogram(ColorSpace.HSV, List.of(12, 5, 7), false, true, 3),
                        new ColorHistogram(ColorSpace.HSV, List.of(16, 8, 8), true, true, 1),
                        new ColorHistogram(ColorSpace.RGB, List.of(4, 3, 5), true, true, 1),
                        new ColorHistogram(ColorSpace.RGB, List.of(8, 9, 10), false, false, 1),
                        new ColorHistogram(ColorSpace.RGB, List.of(9, 8, 7), true, false, 2),
                        new ColorHistogram(ColorSpace.HUE, List.of(18), true, false, 1),
                        new ColorHistogram(ColorSpace.HSI, List.of(10, 4, 4), true, true, 2),
                        new ColorHistogram(ColorSpace.LAB, List.of(4, 8, 8), true, true, 1),
                        new ColorHistogram(ColorSpace.OPPONENT, List.of(8, 9, 10), false, true, 1),
                        RawPixels.defaults(),
                        new RawPixels(true)),
                run,
                paths);
        Planar<GrayU8> small = Images.random(20, 18, 3, 1);
        ColorHistogram ofPalette = ColorHistogram.of(new MedianCut(30, 500), true, 2);
        extraction(ofPalette.toString(), ofPalette.fit(one(small), run), small, run, paths);
        Kernels kernels = run.kernels();
        Planar<GrayU8> in = Images.random(150, 60, 3, 1);
        description(new SuperpixelHistograms(4, 9), in, run, paths);
        description(new SuperpixelPlaces(new PatchDescriptors(new Patches(6, 4)), 9), in, run, paths);
        Planar<GrayU8> out = in.createSameShape();
        paths.put("HSV", () -> Hsv.fromRgb(in, out, kernels));
        paths.put("HSI", () -> Hsi.fromRgb(in, out));
        paths.put("Lab", () -> Lab.fromRgb(in, out));
        paths.put("opponent colours", () -> Opponent.fromRgb(in, out));
        paths.put("equalised bands", () -> Equalize.bands(in, out, run));
        paths.put("equalised luma", () -> Equalize.luma(in, out, run));
        paths.put("gray", () -> Gray.convert(in, out.getBand(0), kernels));
    }

    private static void extractions(
            List<Spec<Dataset, ? extends FeatureExtractor>> specs, Run run, Map<String, Runnable> paths) {
        for (Spec<Dataset, ? extends FeatureExtractor> spec : specs) {
            FeatureExtractor extractor = spec.fit(null, run);
            for (int bands : new int[] {1, 3}) {
                extraction(spec + ", bands: " + bands, extractor, Images.random(150, 60, bands, 1), run, paths);
            }
        }
    }

    private static void words(Run run, Map<String, Runnable> paths) {
        Planar<GrayU8> small = Images.random(20, 18, 3, 1);
        for (boolean whiten : new boolean[] {true, false}) {
            BagOfWords words =
                    new BagOfWords(new Patches(4, 1), 500, whiten, new KMeans(70, 2, KMeans.Start.RANDOM, 0), 2, true);
            extraction(words.toString(), words.fit(one(small), run), small, run, paths);
        }
        encodings(small, new KMeans(33, 2, KMeans.Start.RANDOM, 0), run, paths);
    }

    private static void fisher(Run run, Map<String, Runnable> paths) {
        Matrix rows = TestData.gaussians(300, 20, 1);
        GaussianMixture mixture = new GaussianMixture(new KMeans(33, 2, KMeans.Start.RANDOM, 0), 2, 0, 0.01, 0, true);
        Encoder fisher = new Fisher(mixture).fit(rows, run);
        double[] statistics = fisher.start();
        float[] code = new float[fisher.length()];
        paths.put("Fisher vector", () -> {
            fisher.add(rows.data(), 0, 300, statistics, run);
            fisher.code(statistics, 300, code, 0, run);
        });
    }

    /** Each encoder behind all steps of an encoding, where it gets few descriptors at a time. */
    private static void encodings(Planar<GrayU8> image, KMeans words, Run run, Map<String, Runnable> paths) {
        for (Spec<Rows, Encoder> encoder : List.of(
                new HardWords(words),
                new SoftWords(words, 5, 10, Pooling.MAX),
                new Triangle(words, Pooling.SUM),
                new SoftThreshold(words, 0.25, Pooling.MAX),
                new TwoSidedRectifier(words, 0.25, Pooling.SUM),
                new Llc(words, 5, 1e-4, Pooling.MAX),
                new Vlad(words, true),
                new Fisher(new GaussianMixture(words, 2, 0, 0.01, 1e-4, true)))) {
            Encoding encoding = new Encoding(
                    new PatchDescriptors(new Patches(4, 1)),
                    500,
                    List.of(new Pca(6, true, 1e-5)),
                    true,
                    encoder,
                    List.of(new Regions(1, 1), new Regions(3, 1), new Regions(2, 5)),
                    List.of(Power.defaults(), L2Normalize.defaults()));
            extraction("encoding by " + encoder, encoding.fit(one(image), run), image, run, paths);
        }
        FilterLayer layer =
                new FilterLayer(new Patches(2, 1), 500, List.of(Zca.defaults()), new Triangle(words, Pooling.SUM));
        TwoLayerFilters filters = new TwoLayerFilters(layer, 2, 3, 9, layer, List.of(new Regions(2, 2)));
        extraction("two layers of filters", filters.fit(one(image), run), image, run, paths);
    }

    private static void descriptions(Planar<GrayU8> image, Run run, Map<String, Runnable> paths) {
        List.of(
                        new DenseSift(List.of(4, 6), 5, 6, DenseSift.Window.FLAT, true, 0.005, DenseSift.Bands.LUMA),
                        new DenseSift(List.of(6), 5, 3, DenseSift.Window.GAUSSIAN, false, 0, DenseSift.Bands.LUMA),
                        new PatchDescriptors(new Patches(6, 4)),
                        new ColorStatistics(List.of(4, 6), 4),
                        HogCells.defaults())
                .forEach(spec -> description(spec, image, run, paths));
    }

    private static void description(
            Spec<Dataset, LocalDescriptors> spec, Planar<GrayU8> image, Run run, Map<String, Runnable> paths) {
        LocalDescriptors local = spec.fit(null, run);
        Descriptors out = new Descriptors();
        paths.put(spec.toString(), () -> local.describe(image, out, run));
    }

    private static void products(Kernels kernels, Map<String, Runnable> paths) {
        for (int[] size : new int[][] {{61, 75, 100}, {300, 10, 50}, {10, 300, 50}}) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            float[] a = new float[m * k];
            float[] b = new float[k * n];
            Strided c = Strided.rows(new float[m * n], 0, n);
            Strided aByRows = Strided.rows(a, 0, k);
            Strided bByRows = Strided.rows(b, 0, n);
            Strided aByColumns = Strided.columns(a, 0, m);
            Strided bByColumns = Strided.columns(b, 0, k);
            paths.put("gemm " + m + "x" + k + "x" + n, () -> {
                kernels.linear().gemm(0, m, n, k, aByRows, bByRows, c);
                kernels.linear().gemm(0, m, n, k, aByColumns, bByColumns, c);
            });
        }
    }

    private static void extraction(
            String what, FeatureExtractor extractor, Planar<GrayU8> image, Run run, Map<String, Runnable> paths) {
        float[] out = new float[extractor.length(image)];
        paths.put(what, () -> extractor.extract(image, out, 0, run));
    }

    private static Dataset one(Planar<GrayU8> image) {
        return new DecodedImages(List.of(image), List.of("noise"));
    }
}
