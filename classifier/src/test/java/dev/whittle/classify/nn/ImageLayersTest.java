package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Allocation;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers on images against NumPy and SciPy: {@code src/test/reference/images.py}; and networks of them. */
@Tag("bits")
class ImageLayersTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static List<String[]> lines(String file) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(ImageLayersTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            return in.lines().map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arrays of each case. */
    static Stream<Map.Entry<String, Map<String, float[]>>> cases() {
        Map<String, Map<String, float[]>> cases = new TreeMap<>();
        for (String[] line : lines("images.csv")) {
            float[] values = new float[line.length - 2];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.parseFloat(line[2 + i]);
            }
            cases.computeIfAbsent(line[0], name -> new TreeMap<>()).put(line[1], values);
        }
        assertEquals(11, cases.size());
        return cases.entrySet().stream();
    }

    private static Layer layer(String name, Map<String, float[]> arrays) {
        int[] s = sizes(arrays);
        Shape input = Shape.of(s[1], s[2], s[3]);
        if (name.startsWith("conv")) {
            return new Conv2d(
                    input,
                    s[4],
                    new Window(s[5], s[6], s[7]),
                    new Parameter("w", arrays.get("w").clone(), true),
                    new Parameter("b", arrays.get("b").clone(), false));
        } else if (name.startsWith("max")) {
            return new MaxPool2d(s[4], s[5]);
        } else if (name.startsWith("average")) {
            return new AveragePool2d(s[4], s[5]);
        } else if (name.startsWith("global")) {
            return new GlobalAveragePool();
        }
        BatchNorm norm = new BatchNorm("n", input);
        for (int i = 0; i < 2; i++) {
            System.arraycopy(
                    arrays.get(i == 0 ? "gamma" : "beta"),
                    0,
                    norm.parameters().get(i).values(),
                    0,
                    s[1]);
        }
        return norm;
    }

    private static int[] sizes(Map<String, float[]> arrays) {
        float[] sizes = arrays.get("sizes");
        return IntStream.range(0, sizes.length).map(i -> (int) sizes[i]).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndDerivatives(Map.Entry<String, Map<String, float[]>> reference) {
        Map<String, float[]> arrays = reference.getValue();
        int[] s = sizes(arrays);
        Layer layer = layer(reference.getKey(), arrays);
        Graph graph = new Graph(Shape.of(s[1] * s[2] * s[3]));
        Graph.Value images = graph.add(new Slice(0, Shape.of(s[1], s[2], s[3])), graph.input());
        Network network = graph.network(graph.add(layer, images));
        float[] y = new float[arrays.get("y").length];
        Loss given = (scores, rows, classes, labels, offset, scale, kernels) -> {
            int n = rows * network.outputs();
            System.arraycopy(scores, 0, y, offset * network.outputs(), n);
            System.arraycopy(arrays.get("dy"), offset * network.outputs(), scores, 0, n);
            return 0;
        };
        NetworkTraining training = network.training(new OfOutputs(network.outputs(), given), RUN, true);
        Samples samples = new Samples(new Matrix(s[0], network.inputs(), arrays.get("x")), new int[s[0]], 2);
        training.gradient(samples, IntStream.range(0, s[0]).toArray(), 0, s[0], 0);
        assertClose(arrays.get("y"), y, "y");
        float[] dx = arrays.get("dx");
        assertClose(dx, Arrays.copyOf(training.derivativesOfInput(), dx.length), "dx");
        List<Parameter> parameters = layer.parameters();
        if (layer instanceof Conv2d) {
            assertClose(arrays.get("dw"), parameters.get(0).gradient(), "dw");
            assertClose(arrays.get("db"), parameters.get(1).gradient(), "db");
        } else if (layer instanceof BatchNorm) {
            assertClose(arrays.get("dgamma"), parameters.get(0).gradient(), "dgamma");
            assertClose(arrays.get("dbeta"), parameters.get(1).gradient(), "dbeta");
            layer.buffers().asMap().forEach((name, m) -> assertClose(arrays.get(name.substring(2)), m.data(), name));
            float[] used = network.scores(samples.features(), RUN).data();
            for (int i = 0; i < used.length; i++) {
                int c = i / (s[2] * s[3]) % s[1];
                double normal =
                        (arrays.get("x")[i] - arrays.get("mean")[c]) / Math.sqrt(arrays.get("variance")[c] + 1e-5);
                assertEquals(arrays.get("gamma")[c] * normal + arrays.get("beta")[c], used[i], 1e-5, "use " + i);
            }
        } else {
            assertEquals(0, parameters.size());
        }
    }

    private static void assertClose(float[] expected, float[] got, String what) {
        assertEquals(expected.length, got.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got[i], 4e-6 * Math.max(1, Math.abs(expected[i])), what + " " + i);
        }
    }

    @Test
    void theComparisonSeesAFault() {
        assertThrows(AssertionError.class, () -> assertClose(new float[] {1, 2}, new float[] {1, 2.0001f}, "y"));
    }

    @Test
    void smoothActivations() {
        int seen = 0;
        for (String[] line : lines("smooth.csv")) {
            Graph graph = new Graph(Shape.of(1));
            Layer layer = line[0].equals("gelu") ? new Gelu() : new Silu();
            Network network = graph.network(graph.add(layer, graph.input()));
            Loss itself = (s, rows, classes, labels, offset, scale, kernels) -> {
                double y = s[0];
                s[0] = scale;
                return y;
            };
            NetworkTraining training = network.training(new OfOutputs(1, itself), RUN, true);
            Samples sample = new Samples(Matrix.of(new float[] {Float.parseFloat(line[1])}), new int[1], 2);
            String what = String.join(",", line);
            double y = training.gradient(sample, new int[1], 0, 1, 0).loss();
            double expected = Double.parseDouble(line[2]);
            // The exponent x²/2 of the normal density is rounded, so far out its relative error is larger.
            double x = Double.parseDouble(line[1]);
            double tolerance = line[0].equals("gelu") ? 6e-7 + 4e-8 * x * x : 6e-7;
            assertTrue(
                    Math.abs(expected) < 1e-36
                            ? Math.abs(y) < 1e-36
                            : Math.abs(y - expected) <= tolerance * Math.abs(expected),
                    what + ": " + y);
            // 1 - s, from s, is exact to the last bit of 1.
            double allowed = 3e-7 + 6e-8 * Math.abs(x);
            assertEquals(Double.parseDouble(line[3]), training.derivativesOfInput()[0], allowed, what);
            seen++;
        }
        assertEquals(320, seen);
    }

    /** Of equal values the first gets the derivative, in windows that overlap, too; a NaN stays. */
    @Test
    void theLargestOfEqualValues() {
        Graph graph = new Graph(Shape.of(9));
        Graph.Value images = graph.add(new Slice(0, Shape.of(1, 3, 3)), graph.input());
        Network network = graph.network(graph.add(new MaxPool2d(2, 1), images));
        Loss counted = (s, rows, classes, labels, offset, scale, kernels) -> {
            for (int i = 0; i < 4; i++) {
                s[i] = i + 1;
            }
            return 0;
        };
        NetworkTraining training = network.training(new OfOutputs(4, counted), RUN, true);
        Samples one = new Samples(Matrix.of(new float[] {1, 5, 5, 5, 5, 0, 2, 5, 0}), new int[1], 2);
        training.gradient(one, new int[1], 0, 1, 0);
        assertArrayEquals(new float[] {0, 3, 0, 3, 4, 0, 0, 0, 0}, training.derivativesOfInput());
        float[] y = network.scores(Matrix.of(new float[] {1, 2, 3, 4, Float.NaN, 6, 7, 8, 9}), RUN)
                .data();
        assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN}, y);
    }

    /** A network with every layer on images. */
    private static Network network() {
        Graph graph = new Graph(Shape.of(128));
        Graph.Value x = graph.add(new Slice(0, Shape.of(2, 8, 8)), graph.input());
        Conv2d first = conv("a", x, 12, Window.same(3));
        x = graph.chain(x, first, new BatchNorm("n", first.output()), new Relu(), new MaxPool2d(2, 2));
        Conv2d inner = conv("b", x, 12, Window.same(3));
        x = graph.add(new Add(), x, graph.chain(x, inner, new Gelu()));
        Conv2d last = conv("c", x, 20, new Window(3, 2, 1));
        x = graph.chain(x, last, new Silu(), new AveragePool2d(2, 1));
        return graph.network(graph.chain(
                x, new GlobalAveragePool(), new Linear("out", 20, 5, Initializer.HE, RUN.random("out", 0))));
    }

    private static Conv2d conv(String name, Graph.Value x, int filters, Window window) {
        return new Conv2d(name, x.shape(), filters, window, true, Initializer.HE, RUN.random(name, 0));
    }

    private static List<float[]> gradients(Run run, Samples samples) {
        Network network = network();
        int[] order = RUN.random("order", 0).permutation(samples.size());
        Trainable training = network.training(new CrossEntropy(), run);
        List<float[]> all = new ArrayList<>();
        for (int step = 0; step < 2; step++) {
            Trainable.Seen seen = training.gradient(samples, order, step * 100, step * 100 + 90 + step, step);
            all.add(new float[] {(float) seen.loss(), seen.correct()});
            network.parameters().forEach(p -> all.add(p.gradient().clone()));
        }
        training.buffers().asMap().values().forEach(m -> all.add(m.data().clone()));
        all.add(network.scores(samples.features(), run).data());
        Matrix some = samples.inMemory("the test").selectRows(new int[] {200, 0, 7});
        all.add(network.scores(some, run).data());
        return all;
    }

    @Test
    void threadsAndKernelsChangeNoBit() {
        Samples samples = TestSamples.clouds(230, 128, 5, 1, 1);
        List<float[]> expected = gradients(RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()), samples);
        float[] scores = expected.get(expected.size() - 2);
        assertArrayEquals(Arrays.copyOfRange(scores, 1000, 1005), Arrays.copyOf(expected.get(expected.size() - 1), 5));
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                List<float[]> got = gradients(RUN.withThreads(threads).withKernels(kernels), samples);
                for (int i = 0; i < expected.size(); i++) {
                    Matrix a = new Matrix(1, expected.get(i).length, expected.get(i));
                    assertTrue(a.bitsEqual(new Matrix(1, got.get(i).length, got.get(i))), "array " + i);
                }
            }
        }
    }

    @Test
    void aWholeNetworkHasRightDerivatives() {
        Shape image = Shape.of(2, 4, 4);
        Graph graph = new Graph(image);
        Conv2d first = conv("a", graph.input(), 3, Window.same(3));
        Graph.Value x = graph.chain(graph.input(), first, new BatchNorm("n", first.output()), new Gelu());
        Conv2d inner = conv("b", x, 3, Window.same(3));
        x = graph.add(new Add(), x, graph.chain(x, inner, new Silu()));
        x = graph.chain(x, new AveragePool2d(2, 1), new GlobalAveragePool());
        Network network = graph.network(graph.add(new Linear("out", 3, 2, Initializer.HE, RUN.random("out", 0)), x));
        Samples samples = TestSamples.clouds(6, 32, 2, 1, 1);
        GradientCheck.Report report = GradientCheck.network(network, new CrossEntropy(), samples, RUN);
        assertTrue(report.kinks() == 0, report.toString());
    }

    @Test
    void aStepAllocatesNothing() {
        Samples samples = TestSamples.clouds(90, 128, 5, 1, 1);
        int[] order = IntStream.range(0, 90).toArray();
        Run run = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());
        NetworkTraining training = network().training(new CrossEntropy(), run, false);
        Allocation.assertNone("a step", () -> training.compute(samples, order, 0, 90, 0));
    }

    @Test
    void fewerImagesAreComputedAtOnceWhereTheyAreLarge() {
        assertEquals(128, network().chunkRows());
        Graph graph = new Graph(Shape.of(40_000));
        Graph.Value x = graph.add(new Slice(0, Shape.of(1, 200, 200)), graph.input());
        assertEquals(4, graph.network(graph.add(new Relu(), x)).chunkRows());
        // Vectors keep their chunks, however long they are.
        assertEquals(128, graph.network(graph.add(new Relu(), graph.input())).chunkRows());
    }

    @Test
    void modelFilesHaveARowForEachFilter() {
        Matrix weights = network().arrays().get("c/weights");
        assertEquals(20, weights.rows());
        assertEquals(12 * 9, weights.columns());
        assertEquals(1, network().arrays().get("c/bias").rows());
    }

    /** A layer in a second graph would compute with the shapes of that one in the first, too. */
    @Test
    void aLayerKeepsOneShape() {
        for (Layer layer : List.of(
                new MaxPool2d(2, 2),
                new AveragePool2d(2, 2),
                new GlobalAveragePool(),
                new RandomCrop("c", 1, Border.ZERO),
                new RandomFlip("f", false))) {
            Graph first = new Graph(Shape.of(2, 4, 6));
            Network network = first.network(first.add(layer, first.input()));
            Matrix x = TestSamples.clouds(5, 48, 2, 1, 1).inMemory("the test");
            Matrix scores = network.scores(x, RUN);
            Graph second = new Graph(Shape.of(2, 6, 6));
            String message = assertThrows(IllegalArgumentException.class, () -> second.add(layer, second.input()))
                    .getMessage();
            assertTrue(message.contains(" is in a graph with images of 2x4x6, and got 2x6x6"), message);
            assertTrue(scores.bitsEqual(network.scores(x, RUN)), layer.toString());
            Graph same = new Graph(Shape.of(2, 4, 6));
            same.add(layer, same.input());
        }
    }

    /** Its values and derivatives would stay in memory as long as the network. */
    @Test
    void batchNormalisationKeepsNoBatch() throws ReflectiveOperationException {
        Samples samples = TestSamples.clouds(90, 128, 5, 1, 1);
        Network network = network();
        network.training(new CrossEntropy(), RUN)
                .gradient(samples, IntStream.range(0, 90).toArray(), 0, 90, 0);
        Field flow = BatchNorm.class.getDeclaredField("flow");
        flow.setAccessible(true);
        int seen = 0;
        for (Network.Step step : network.steps()) {
            if (step.layer() instanceof BatchNorm) {
                assertNull(flow.get(step.layer()));
                seen++;
            }
        }
        assertEquals(1, seen);
    }

    @Test
    void sizesThatOverflowAreRefused() {
        int large = 1 << 16;
        Shape image = Shape.of(1, 4, 4);
        Window window = new Window(large, 1, large - 1);
        Parameter none = new Parameter("w", new float[0], true);
        assertThrows(IllegalArgumentException.class, () -> new Conv2d(image, 1, window, none, null));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Conv2d("c", image, 1, window, true, Initializer.HE, RUN.random("c", 0)));
        int most = Integer.MAX_VALUE;
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Window(most, 1, most - 1).places(9, "a test"))
                .getMessage();
        assertTrue(message.contains("would have 2147483655 places"), message);
    }
}
