package dev.whittle.classify.onnx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.learned.HiddenLayer;
import dev.whittle.classify.learned.LearnedLayer;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Part;
import dev.whittle.classify.model.TableModel;
import dev.whittle.classify.nn.NetworkClassifier;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes models as ONNX files, which ONNX Runtime and many other programs run. What can be exported: the features
 * {@link RawPixels}, {@link HiddenLayer} and {@link LearnedLayer}, the transforms {@link Standardize}, {@link Pca} and
 * {@link Zca}, all linear heads, {@link dev.whittle.classify.nn.Mlp} and {@link dev.whittle.classify.nn.ImageNetwork}.
 * Anything else is refused by name.
 *
 * <p>The input of a model of images is {@code images}, floats from 0 to 255 of the shape N x bands x rows x columns.
 * Images are prepared before, see {@link Model#prepare}. The input of a model of tables is {@code rows}, N x columns.
 * The outputs are {@code scores}, N x classes, and {@code class}, the N indices of the largest scores, the first of
 * equal ones. The scores are those of Whittle up to rounding.
 *
 * <p>The metadata have the names of the classes ({@code classes}, a JSON array, if they have names), the SHA-256 of the
 * model's file ({@code model-sha256}), and what images are expected ({@code images}). The same model gives the same
 * bytes. Operators are those of opset {@value OnnxGraph#OPSET}, and the version of the format is {@value
 * OnnxGraph#IR_VERSION}.
 */
public final class OnnxExport {
    private final OnnxGraph graph = new OnnxGraph();
    /** What cannot be exported. */
    private final List<String> refused = new ArrayList<>();

    private OnnxExport() {}

    /**
     * Writes a model of images. The file is written completely or not at all.
     *
     * @throws IllegalArgumentException if a part of the model cannot be exported, with all such parts
     * @throws IOException if the file cannot be written
     */
    public static void write(Model model, Path file) throws IOException {
        OnnxExport export = new OnnxExport();
        ImageShape shape = model.images();
        String rows = "";
        if (shape.anySize()) {
            export.refused.add("images of any size");
        } else {
            String images = export.graph.input("images", OnnxGraph.BATCH, shape.bands(), shape.height(), shape.width());
            rows = export.feature(images, shape.bands(), model.features());
        }
        export.table(rows, model.table());
        export.requireNothingRefused();
        Map<String, String> metadata = metadata(model.table(), model.sha256());
        metadata.put(
                "images",
                shape + ", from 0 to 255"
                        + (model.fit() == null
                                ? ""
                                : "; images of other sizes are scaled before, fit: " + Checks.name(model.fit())));
        export.write(metadata, file);
    }

    /** The same for a model of tables. */
    public static void write(TableModel model, Path file) throws IOException {
        OnnxExport export = new OnnxExport();
        export.table(export.graph.input("rows", OnnxGraph.BATCH, model.columns()), model);
        export.requireNothingRefused();
        export.write(metadata(model, model.sha256()), file);
    }

    private static Map<String, String> metadata(TableModel model, String sha256) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!model.classes().isEmpty()) {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            model.classes().forEach(names::add);
            metadata.put("classes", names.toString());
        }
        metadata.put("model-sha256", sha256);
        return metadata;
    }

    private void requireNothingRefused() {
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("ONNX files cannot hold " + String.join(", nor ", refused)
                    + ". What can be exported: the features raw-pixels, hidden-layer and learned-layer of images of"
                    + " one size, the"
                    + " transforms standardize, pca and zca, linear heads, mlp and image-network");
        }
    }

    private void write(Map<String, String> metadata, Path file) throws IOException {
        ProtoMessage model = graph.model(metadata);
        if (model.size() > Integer.MAX_VALUE) {
            throw new IOException("Cannot write " + file + ": the model takes " + model.size()
                    + " bytes, more than the 2 GiB of an ONNX file");
        }
        AtomicFile.write(file, model::writeTo);
    }

    // ---- features

    private String feature(String images, int bands, Part<Dataset, FeatureExtractor> feature) {
        NamedArrays arrays = feature.fitted().arrays();
        if (feature.spec() instanceof RawPixels pixels) {
            return pixels(images, pixels.gray() && bands == 3, "features");
        } else if (feature.spec() instanceof HiddenLayer layer) {
            return hiddenLayer(images, layer, arrays);
        } else if (feature.spec() instanceof LearnedLayer layer) {
            String rows = pixels(images, false, "pixels");
            return network("features", rows, layer.network().restore(layer.layer(), arrays), "features");
        } else if (feature.spec() instanceof Preprocessed steps) {
            steps.images().forEach(step -> refused.add("the image step " + name(step)));
        } else {
            refused.add("the feature " + name(feature.spec()));
        }
        return images;
    }

    private String pixels(String images, boolean luma, String output) {
        String bands = luma ? luma(images) : images;
        String divided = graph.add("Div", output + "/divided", List.of(bands, graph.constant("255", one(255), 1)));
        return graph.add("Flatten", output, List.of(divided));
    }

    /**
     * The luma as {@link Gray#luma} rounds it: the floor of (9798 red + 19235 green + 3735 blue + 2¹⁴) / 2¹⁵. All these
     * numbers are below 2²⁴, so they are exact as floats.
     */
    private String luma(String images) {
        String weights = graph.constant("luma/weights", new float[] {9798, 19235, 3735}, 1, 3, 1, 1);
        String half = graph.constant("luma/half", one(1 << 14), 1);
        String sum = graph.add("Conv", "luma/sum", List.of(images, weights, half));
        String scaled =
                graph.add("Mul", "luma/scaled", List.of(sum, graph.constant("luma/scale", one(1f / (1 << 15)), 1)));
        return graph.add("Floor", "luma", List.of(scaled));
    }

    private static float[] one(float value) {
        return new float[] {value};
    }

    private String hiddenLayer(String images, HiddenLayer layer, NamedArrays arrays) {
        String flat = graph.add("Flatten", "pixels", List.of(images));
        String scaled = standardized("pixels", flat, arrays.part("pixels"), "pixels/standardized");
        return network("features", scaled, layer.mlp().restoreHidden(arrays.part("layers")), "features");
    }

    // ---- transforms and heads

    private void table(String rows, TableModel model) {
        String x = rows;
        for (int i = 0; i < model.transforms().size(); i++) {
            x = transform("transforms/" + i, x, model.transforms().get(i));
        }
        head(x, model.head());
        int classes = model.head().fitted().classes();
        if (refused.isEmpty()) {
            // The first of equal scores.
            graph.add(
                    "ArgMax",
                    "class",
                    List.of("scores"),
                    OnnxGraph.attribute("axis", 1),
                    OnnxGraph.attribute("keepdims", 0));
            graph.output("scores", OnnxGraph.FLOAT, OnnxGraph.BATCH, classes);
            graph.output("class", OnnxGraph.INT64, OnnxGraph.BATCH);
        }
    }

    private String transform(String name, String x, Part<Rows, Transform> transform) {
        Spec<Rows, ? extends Transform> spec = transform.spec();
        NamedArrays arrays = transform.fitted().arrays();
        if (spec instanceof Standardize) {
            return standardized(name, x, arrays, name);
        } else if (spec instanceof Pca || spec instanceof Zca) {
            Matrix matrix = arrays.get("matrix");
            String mean = graph.constant(name + "/mean", arrays.get("mean").data(), matrix.rows());
            String centred = graph.add("Sub", name + "/centred", List.of(x, mean));
            String projection = graph.constant(name + "/matrix", matrix.data(), matrix.rows(), matrix.columns());
            return graph.add("MatMul", name, List.of(centred, projection));
        }
        refused.add("the transform " + name(spec));
        return x;
    }

    /** (x - mean) · scale, value by value. */
    private String standardized(String name, String x, NamedArrays arrays, String output) {
        float[] mean = arrays.get("mean").data();
        String centred =
                graph.add("Sub", name + "/centred", List.of(x, graph.constant(name + "/mean", mean, mean.length)));
        String scale = graph.constant(name + "/scale", arrays.get("scale").data(), mean.length);
        return graph.add("Mul", output, List.of(centred, scale));
    }

    private void head(String x, Part<Samples, Classifier> head) {
        Classifier fitted = head.fitted();
        if (fitted instanceof LinearClassifier) {
            Matrix weights = fitted.arrays().get("weights");
            List<String> inputs = List.of(
                    x,
                    graph.constant("head/weights", weights.data(), weights.rows(), weights.columns()),
                    graph.constant("head/bias", fitted.arrays().get("bias").data(), weights.rows()));
            graph.add("Gemm", "scores", inputs, OnnxGraph.attribute("transB", 1));
        } else if (fitted instanceof NetworkClassifier trained) {
            if (trained.withoutViews() != trained) {
                refused.add("the views " + Checks.name(trained.views()) + " of the head " + name(head.spec())
                        + " (train with views: none, which gives the same weights)");
            }
            network("head", x, trained.network(), "scores");
        } else {
            refused.add("the head " + name(head.spec()));
        }
    }

    private String network(String prefix, String x, dev.whittle.classify.nn.Network network, String output) {
        try {
            return NetworkExport.add(graph, prefix, x, network, output);
        } catch (IllegalArgumentException e) {
            refused.add(e.getMessage());
            return x;
        }
    }

    /** The name in files, or that of the class. */
    private static String name(Spec<?, ?> spec) {
        return Specs.installed()
                .find(spec.getClass())
                .map(SpecType::name)
                .orElse(spec.getClass().getSimpleName());
    }
}
