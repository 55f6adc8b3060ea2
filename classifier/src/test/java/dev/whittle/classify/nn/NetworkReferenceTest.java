package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Losses, activations and batch normalisation against PyTorch and scikit-learn: {@code src/test/reference/networks.py}.
 */
class NetworkReferenceTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static List<String[]> lines(String file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(NetworkReferenceTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            return in.lines().map(line -> line.split(",", -1)).toList();
        }
    }

    private static void assertClose(double expected, double got, double tolerance, String what) {
        assertEquals(expected, got, tolerance * Math.max(1e-30, Math.abs(expected)), what);
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Test
    void losses() throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        for (String[] line : lines("losses.csv")) {
            Loss loss = LossName.valueOf(constant(line[0])).loss();
            float[] scores = new float[4];
            for (int c = 0; c < 4; c++) {
                scores[c] = Float.parseFloat(line[2 + c]);
            }
            double value =
                    loss.sumAndGradient(scores, 1, 4, new int[] {Integer.parseInt(line[1])}, 0, 1, RUN.kernels());
            String what = String.join(",", line);
            assertEquals(Double.parseDouble(line[6]), value, 2e-6 * Math.max(1, value), what);
            for (int c = 0; c < 4; c++) {
                double expected = Double.parseDouble(line[7 + c]);
                assertEquals(expected, scores[c], 1e-6 * Math.max(1, Math.abs(expected)), what);
            }
            seen.merge(line[0], 1, Integer::sum);
        }
        assertEquals(LossName.values().length, seen.size());
    }

    @Test
    void activations() throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        for (String[] line : lines("activations.csv")) {
            Graph graph = new Graph(Shape.of(1));
            Layer layer = Activation.valueOf(constant(line[0])).layer();
            Network network = graph.network(graph.add(layer, graph.input()));
            Samples sample = new Samples(Matrix.of(new float[] {Float.parseFloat(line[1])}), new int[1], 2);
            Loss itself = (s, rows, classes, labels, offset, scale, kernels) -> {
                double y = s[0];
                s[0] = scale;
                return y;
            };
            NetworkTraining training = network.training(new OfOutputs(1, itself), RUN, true);
            String what = String.join(",", line);
            double y = training.gradient(sample, new int[1], 0, 1, 0).loss();
            double expected = Double.parseDouble(line[2]);
            // Below the smallest normal float, our exponential is 0.
            assertTrue(
                    Math.abs(expected) < 1.2e-38
                            ? Math.abs(y) < 1.2e-38
                            : Math.abs(y - expected) <= 5e-7 * Math.abs(expected),
                    what + ": " + y);
            // 1 - y² and its like, from the output, are exact to the last bit of 1.
            assertEquals(Double.parseDouble(line[3]), training.derivativesOfInput()[0], 3e-7, what);
            seen.merge(line[0], 1, Integer::sum);
        }
        assertEquals(7, seen.size());
    }

    @Test
    void batchNormalisation() throws IOException {
        Map<String, float[]> reference = new HashMap<>();
        for (String[] line : lines("batchnorm.csv")) {
            float[] values = new float[line.length - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.parseFloat(line[1 + i]);
            }
            reference.put(line[0], values);
        }
        BatchNorm layer = new BatchNorm("n", 3);
        List<Parameter> p = layer.parameters();
        System.arraycopy(reference.get("gamma"), 0, p.get(0).values(), 0, 3);
        System.arraycopy(reference.get("beta"), 0, p.get(1).values(), 0, 3);
        Graph graph = new Graph(Shape.of(3));
        Network network = graph.network(graph.add(layer, graph.input()));
        float[] y = new float[15];
        Loss given = (s, rows, classes, labels, offset, scale, kernels) -> {
            System.arraycopy(s, 0, y, 0, 15);
            System.arraycopy(reference.get("dy"), 0, s, 0, 15);
            return 0;
        };
        Samples samples = new Samples(new Matrix(5, 3, reference.get("x")), new int[5], 2);
        NetworkTraining training = network.training(new OfOutputs(3, given), RUN, true);
        training.gradient(samples, new int[] {0, 1, 2, 3, 4}, 0, 5, 0);
        Map<String, float[]> got = Map.of(
                "y", y,
                "dx", training.derivativesOfInput(),
                "dgamma", p.get(0).gradient(),
                "dbeta", p.get(1).gradient(),
                "mean", layer.buffers().asMap().get("n/mean").data(),
                "variance", layer.buffers().asMap().get("n/variance").data());
        got.forEach((name, values) -> {
            float[] expected = reference.get(name);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], values[i], 2e-6, name + " " + i + Arrays.toString(values));
            }
        });
        // In use, the running means and nothing of the batch.
        float[] mean = got.get("mean");
        float[] variance = got.get("variance");
        float[] used = network.scores(samples.features(), RUN).data();
        for (int i = 0; i < 15; i++) {
            double normal = (reference.get("x")[i] - mean[i % 3]) / Math.sqrt(variance[i % 3] + 1e-5);
            assertClose(p.get(0).values()[i % 3] * normal + p.get(1).values()[i % 3], used[i], 1e-5, "use " + i);
        }
    }
}
