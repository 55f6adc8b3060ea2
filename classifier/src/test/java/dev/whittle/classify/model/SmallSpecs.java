package dev.whittle.classify.model;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestImages;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Mixture;
import dev.whittle.feature.color.Palette;
import dev.whittle.feature.encode.Encoder;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Small settings and data for every registered spec, with which fitting takes a moment. */
final class SmallSpecs {
    /** Where the defaults take longer. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("bag-of-words", "\"samples\": 200, \"patches\": {\"size\": 3}, \"kMeans\": {\"k\": 7}"),
            Map.entry("hidden-layer", "\"mlp\": {\"hidden\": [5], \"training\": {\"epochs\": 2}}"),
            Map.entry("image-network", "\"width\": 2, \"training\": {\"epochs\": 2}"),
            Map.entry("learned-layer", "\"network\": {\"width\": 2, \"training\": {\"epochs\": 2}}"),
            Map.entry("mlp", "\"hidden\": [5], \"training\": {\"epochs\": 2}"),
            Map.entry(
                    "concat",
                    "\"parts\": [{\"type\": \"raw-pixels\"},"
                            + " {\"type\": \"hidden-layer\", \"mlp\": {\"hidden\": [4]}}]"),
            Map.entry(
                    "encoding",
                    "\"samples\": 200, \"descriptors\": {\"bins\": [3]}, \"reduce\": [{\"type\": \"pca\","
                            + " \"components\": 5}], \"encoder\": {\"mixture\": {\"kMeans\": {\"k\": 3}}}"),
            Map.entry(
                    "two-layer-filters",
                    "\"first\": {\"samples\": 100, \"encoder\": {\"kMeans\": {\"k\": 9}}},"
                            + " \"groups\": 2, \"channels\": 4,"
                            + " \"second\": {\"samples\": 100, \"encoder\": {\"kMeans\": {\"k\": 3}}}"),
            Map.entry("kmeans", "\"k\": 4"),
            Map.entry("gaussian-mixture", "\"kMeans\": {\"k\": 4}"),
            Map.entry("fisher", "\"mixture\": {\"kMeans\": {\"k\": 4}}"),
            Map.entry("hard-words", "\"kMeans\": {\"k\": 4}"),
            Map.entry("soft-words", "\"kMeans\": {\"k\": 4}, \"beta\": 0.1"),
            Map.entry("triangle", "\"kMeans\": {\"k\": 4}"),
            Map.entry("soft-threshold", "\"dictionary\": {\"k\": 4, \"iterations\": 2}"),
            Map.entry("two-sided-rectifier", "\"dictionary\": {\"type\": \"random-patches\", \"k\": 4}"),
            Map.entry("omp-1", "\"k\": 4, \"iterations\": 2"),
            Map.entry("random-patches", "\"k\": 4"),
            Map.entry("random-filters", "\"k\": 4"),
            Map.entry("llc", "\"kMeans\": {\"k\": 4}, \"pooling\": \"sum\""),
            Map.entry("vlad", "\"kMeans\": {\"k\": 4}"),
            Map.entry("median-cut", "\"colors\": 8, \"samples\": 300"),
            Map.entry("kmeans-palette", "\"kMeans\": {\"k\": 4}, \"samples\": 300"),
            Map.entry("quantize", "\"palette\": {\"colors\": 8, \"samples\": 300}"),
            Map.entry("color-statistics", "\"cells\": [4]"),
            Map.entry("superpixel-histograms", "\"superpixels\": 4"),
            Map.entry("superpixel-places", "\"descriptors\": {\"bins\": [3]}, \"superpixels\": 4"),
            Map.entry("pca", "\"components\": 4"),
            Map.entry("smile-random-forest", "\"trees\": 5"),
            Map.entry("nystroem", "\"components\": 20"),
            Map.entry("random-fourier", "\"components\": 16"),
            Map.entry(
                    "wide-filters",
                    "\"dictionary\": {\"type\": \"random-patches\", \"k\": 4}, \"size\": 2, \"pool\": 2,"
                            + " \"stride\": 1, \"samples\": 50, \"block\": 3"));

    private static final Samples SAMPLES = TestSamples.clouds(120, 16, 3, 1, 1);
    private static final Rows SCORES = TestSamples.clouds(120, 3, 3, 1, 2).features();

    /** What takes no value below 0. */
    private static final Set<String> HISTOGRAMS = Set.of("additive-chi-squared", "tf-idf");

    /** Random images whose brightness tells their class. */
    private static Dataset images() {
        return new TestImages(24, List.of("a", "b", "c"), i -> {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 32, 32, 3);
            Rng rng = new Rng(7, "images", i);
            for (GrayU8 band : image.bands) {
                for (int p = 0; p < band.data.length; p++) {
                    band.data[p] = (byte) (i % 3 * 60 + rng.nextInt(100));
                }
            }
            return image;
        });
    }

    static Stream<String> types() {
        // Stored descriptors and networks need files, see StoredDescriptorsTest and OnnxFeatureTest.
        return Specs.installed().types().stream()
                .map(SpecType::name)
                .filter(type -> !type.equals("stored-descriptors") && !type.equals("onnx"));
    }

    private static Object data(Class<?> type, String name) {
        if (type == Dataset.class) {
            return images();
        }
        if (type == Samples.class) {
            return name.endsWith("-scaling") ? new Samples(SCORES, SAMPLES.labels(), 3) : SAMPLES;
        }
        return HISTOGRAMS.contains(name) ? absolute(SAMPLES.features()) : SAMPLES.features();
    }

    private static Matrix absolute(Rows rows) {
        Matrix absolute = Matrix.inMemory(rows).copy();
        for (int i = 0; i < absolute.data().length; i++) {
            absolute.data()[i] = Math.abs(absolute.data()[i]);
        }
        return absolute;
    }

    /** The spec with small settings. */
    @SuppressWarnings("unchecked")
    static Spec<Object, ? extends Fitted> spec(String type) throws IOException {
        String settings = SMALL.containsKey(type) ? ", " + SMALL.get(type) : "";
        byte[] json = ("{\"type\": \"" + type + "\"" + settings + "}").getBytes(StandardCharsets.UTF_8);
        return SpecJson.installed()
                .decode(
                        new JsonAt(CanonicalJson.parse(json), pointer -> pointer),
                        (Class<Object>) input(type),
                        Fitted.class);
    }

    private static Class<?> input(String type) {
        return Specs.installed().find(type).orElseThrow().data();
    }

    /** What it is fitted to, and applied to. */
    static Object data(String type) {
        return data(input(type), type);
    }

    /** What it computes. */
    static float[] output(Fitted fitted, Object data, Run run) {
        if (fitted instanceof FeatureExtractor extractor) {
            return extractor.extractAll((Dataset) data, run).data();
        }
        if (fitted instanceof ImageStep step) {
            return new RawPixels(false).fit(null, run).extract(step.apply(((Dataset) data).image(0), run), run);
        }
        if (fitted instanceof Palette palette) {
            float[] colors = new float[palette.size()];
            for (int i = 0; i < colors.length; i++) {
                colors[i] = palette.color(i);
            }
            return colors;
        }
        if (fitted instanceof LocalDescriptors local) {
            Descriptors descriptors = new Descriptors();
            local.describe(((Dataset) data).image(0), descriptors, run);
            return descriptors.values();
        }
        Rows rows = data instanceof Samples samples ? samples.features() : (Rows) data;
        if (fitted instanceof Transform transform) {
            return transform.apply(rows, run).data();
        }
        if (fitted instanceof Encoder encoder) {
            double[] statistics = encoder.start();
            encoder.add(Matrix.inMemory(rows).data(), 0, rows.rows(), statistics, run);
            float[] code = new float[encoder.length()];
            encoder.code(statistics, rows.rows(), code, 0, run);
            return code;
        }
        if (fitted instanceof Mixture mixture) {
            return mixture.means().data();
        }
        if (fitted instanceof Codebook codebook) {
            return codebook.centroids().data();
        }
        return ((Classifier) fitted).scores(rows, run).data();
    }

    private SmallSpecs() {}
}
