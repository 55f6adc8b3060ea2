package dev.whittle.classify.onnx;

import static dev.whittle.classify.onnx.OnnxGraph.BATCH;
import static dev.whittle.classify.onnx.OnnxGraph.FLOAT;
import static dev.whittle.classify.onnx.OnnxGraph.attribute;

import dev.whittle.feature.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small networks with convolutions, as ONNX files. */
final class SmallNetworks {
    private SmallNetworks() {}

    static Path write(OnnxGraph graph, Path file) throws IOException {
        return Files.write(file, graph.model(Map.of()).toByteArray());
    }

    static float[] weights(int n, int seed) {
        Rng rng = new Rng(seed, "weights", 0);
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            weights[i] = (float) rng.nextGaussian();
        }
        return weights;
    }

    /**
     * For images of 4×4 pixels: two filters of 2×2, ReLU, the maxima of windows of 2×2, and two sums of them. The
     * values are called conv, relu, pool, flat and sums.
     */
    static OnnxGraph byHand() {
        OnnxGraph graph = new OnnxGraph();
        String x = graph.input("x", BATCH, 1, 4, 4);
        String filters = graph.constant("filters", new float[] {1, 0, 0, -1, 0, 1, 0, 0}, 2, 1, 2, 2);
        String bias = graph.constant("bias", new float[] {6, -7}, 2);
        String conv = graph.add("Conv", "conv", List.of(x, filters, bias), attribute("kernel_shape", List.of(2, 2)));
        String relu = graph.add("Relu", "relu", List.of(conv));
        String pool = graph.add(
                "MaxPool",
                "pool",
                List.of(relu),
                attribute("kernel_shape", List.of(2, 2)),
                attribute("strides", List.of(1, 1)));
        String flat = graph.add("Flatten", "flat", List.of(pool));
        String matrix = graph.constant("matrix", new float[] {1, 0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7}, 8, 2);
        String offset = graph.constant("offset", new float[] {0.5f, -70}, 2);
        graph.output(graph.add("Gemm", "sums", List.of(flat, matrix, offset)), FLOAT, BATCH, 2);
        return graph;
    }

    /**
     * Random filters of 3×3 with a margin of 1 and a stride of 2, ReLU, and the mean over the image.
     *
     * @param batch the first size of the input
     * @param nhwc whether the input has the bands last
     */
    static OnnxGraph filters(long batch, int bands, int filters, boolean nhwc) {
        OnnxGraph graph = new OnnxGraph();
        String x = nhwc
                ? graph.add(
                        "Transpose",
                        "bands-first",
                        List.of(graph.input("x", batch, BATCH, BATCH, bands)),
                        attribute("perm", List.of(0, 3, 1, 2)))
                : graph.input("x", batch, bands, BATCH, BATCH);
        String w = graph.constant("w", weights(filters * bands * 9, 1), filters, bands, 3, 3);
        String b = graph.constant("b", weights(filters, 2), filters);
        String conv = graph.add(
                "Conv",
                "conv",
                List.of(x, w, b),
                attribute("kernel_shape", List.of(3, 3)),
                attribute("pads", List.of(1, 1, 1, 1)),
                attribute("strides", List.of(2, 2)));
        String relu = graph.add("Relu", "relu", List.of(conv));
        graph.output(graph.add("GlobalAveragePool", "means", List.of(relu)), FLOAT, batch, filters, 1, 1);
        return graph;
    }

    /** The values of conv and means in {@link #filters} by their definition, for an image band after band. */
    static double[][] filtersByDefinition(float[] x, int bands, int height, int width, int filters) {
        float[] w = weights(filters * bands * 9, 1);
        float[] b = weights(filters, 2);
        int rows = (height + 1) / 2;
        int columns = (width + 1) / 2;
        double[] conv = new double[filters * rows * columns];
        double[] means = new double[filters];
        for (int f = 0; f < filters; f++) {
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    double sum = b[f];
                    for (int band = 0; band < bands; band++) {
                        for (int i = 0; i < 9; i++) {
                            int y = 2 * r - 1 + i / 3;
                            int at = 2 * c - 1 + i % 3;
                            if (y >= 0 && y < height && at >= 0 && at < width) {
                                sum += (double) w[(f * bands + band) * 9 + i] * x[(band * height + y) * width + at];
                            }
                        }
                    }
                    conv[(f * rows + r) * columns + c] = sum;
                    means[f] += Math.max(0, sum) / (rows * columns);
                }
            }
        }
        return new double[][] {conv, means};
    }
}
