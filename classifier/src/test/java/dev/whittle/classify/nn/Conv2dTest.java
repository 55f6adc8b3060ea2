package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A convolution against its definition in plain loops, to the bit. */
@Tag("bits")
class Conv2dTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    /** Sizes of a convolution of {@code n} images. */
    private record Case(int n, Shape input, int filters, Window window, boolean biased) {
        Shape output() {
            return window.output(input, filters, this);
        }

        float[] draw(String what, int length) {
            Rng rng = RUN.random(what + this, 0);
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) rng.nextGaussian();
            }
            return values;
        }

        int filterLength() {
            return input.dimension(0) * window.size() * window.size();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                // Several images at once, and a last group of fewer; several blocks of bands.
                new Case(37, Shape.of(70, 6, 5), 9, Window.same(3), true),
                new Case(5, Shape.of(1, 28, 28), 6, Window.same(5), true),
                // One image at a time, in tiles of its rows.
                new Case(2, Shape.of(3, 50, 40), 7, Window.same(3), true),
                new Case(2, Shape.of(2, 75, 33), 5, new Window(5, 2, 1), false),
                new Case(3, Shape.of(2, 41, 30), 3, new Window(3, 1, 0), true),
                new Case(1, Shape.of(2, 3, 1100), 2, Window.same(3), true),
                // Windows of one value, with gaps between them, as large as the image, and mostly beside it.
                new Case(11, Shape.of(17, 9, 9), 33, new Window(1, 1, 0), false),
                new Case(11, Shape.of(5, 9, 8), 4, new Window(1, 2, 0), true),
                new Case(9, Shape.of(3, 7, 8), 4, new Window(2, 3, 1), true),
                new Case(9, Shape.of(3, 5, 5), 40, new Window(5, 1, 0), true),
                new Case(4, Shape.of(2, 2, 3), 3, new Window(7, 2, 6), true),
                new Case(3, Shape.of(2, 20, 20), 2, new Window(17, 1, 8), true));
    }

    /** What a pass computes. */
    private record Pass(float[] y, float[] dx, float[] dw, float[] db) {}

    /** The definition. */
    private static Pass naive(Case c, float[] x, float[] w, float[] b, float[] dy) {
        Shape in = c.input;
        Shape out = c.output();
        int rows = in.dimension(1);
        int columns = in.dimension(2);
        int size = c.window.size();
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        float[] dw = new float[w.length];
        float[] db = new float[b.length];
        for (int r = 0; r < c.n; r++) {
            for (int f = 0; f < c.filters; f++) {
                for (int oy = 0; oy < out.dimension(1); oy++) {
                    for (int ox = 0; ox < out.dimension(2); ox++) {
                        int o = ((r * c.filters + f) * out.dimension(1) + oy) * out.dimension(2) + ox;
                        y[o] = c.biased ? b[f] : 0;
                        for (int k = 0; k < c.filterLength(); k++) {
                            int band = k / (size * size);
                            int iy = oy * c.window.stride() + k / size % size - c.window.padding();
                            int ix = ox * c.window.stride() + k % size - c.window.padding();
                            boolean inside = iy >= 0 && iy < rows && ix >= 0 && ix < columns;
                            int i = ((r * in.dimension(0) + band) * rows + iy) * columns + ix;
                            float value = inside ? x[i] : 0;
                            y[o] = Math.fma(w[f * c.filterLength() + k], value, y[o]);
                            // Samples, rows and columns of outputs are the outer loops: the order of the sum.
                            dw[f * c.filterLength() + k] = Math.fma(dy[o], value, dw[f * c.filterLength() + k]);
                        }
                    }
                }
            }
            for (int band = 0; band < in.dimension(0); band++) {
                for (int iy = 0; iy < rows; iy++) {
                    for (int ix = 0; ix < columns; ix++) {
                        int i = ((r * in.dimension(0) + band) * rows + iy) * columns + ix;
                        for (int k = 0; k < size * size; k++) {
                            int sy = iy + c.window.padding() - k / size;
                            int sx = ix + c.window.padding() - k % size;
                            int oy = sy / c.window.stride();
                            int ox = sx / c.window.stride();
                            if (sy < 0
                                    || sx < 0
                                    || sy % c.window.stride() != 0
                                    || sx % c.window.stride() != 0
                                    || oy >= out.dimension(1)
                                    || ox >= out.dimension(2)) {
                                continue;
                            }
                            float term = 0;
                            for (int f = 0; f < c.filters; f++) {
                                int o = ((r * c.filters + f) * out.dimension(1) + oy) * out.dimension(2) + ox;
                                term = Math.fma(w[f * c.filterLength() + band * size * size + k], dy[o], term);
                            }
                            dx[i] += term;
                        }
                    }
                }
            }
            for (int f = 0; c.biased && f < c.filters; f++) {
                float[] ones = new float[out.inner()];
                java.util.Arrays.fill(ones, 1);
                db[f] += KernelChoice.SCALAR
                        .kernels()
                        .linear()
                        .dot(dy, (r * c.filters + f) * out.inner(), ones, 0, out.inner());
            }
        }
        return new Pass(y, dx, dw, db);
    }

    private static Pass pass(Case c, float[] x, float[] w, float[] b, float[] dy, Run run) {
        Parameter weights = new Parameter("w", w.clone(), true);
        Parameter bias = c.biased ? new Parameter("b", b.clone(), false) : null;
        Conv2d layer = new Conv2d(c.input, c.filters, c.window, weights, bias);
        Graph graph = new Graph(Shape.of(c.input.size()));
        Network network = graph.network(graph.chain(graph.input(), new Slice(0, c.input), layer, new Flatten()));
        int width = network.outputs();
        float[] y = new float[dy.length];
        Loss given = (s, rows, classes, labels, offset, scale, kernels) -> {
            System.arraycopy(s, 0, y, offset * width, rows * width);
            System.arraycopy(dy, offset * width, s, 0, rows * width);
            return 0;
        };
        NetworkTraining training = network.training(new OfOutputs(width, given), run, true);
        Samples samples = new Samples(new Matrix(c.n, c.input.size(), x), new int[c.n], 2);
        training.gradient(samples, IntStream.range(0, c.n).toArray(), 0, c.n, 0);
        // The same values where the network is used, in chunks of its rows.
        assertBits(y, network.scores(samples.features(), run).data(), "scores");
        float[] dx = java.util.Arrays.copyOf(training.derivativesOfInput(), x.length);
        return new Pass(y, dx, weights.gradient(), c.biased ? bias.gradient() : new float[b.length]);
    }

    private static void assertBits(float[] expected, float[] got, String what) {
        assertEquals(expected.length, got.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    Integer.toHexString(Float.floatToRawIntBits(expected[i])),
                    Integer.toHexString(Float.floatToRawIntBits(got[i])),
                    what + " " + i + ": " + expected[i] + " and " + got[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void threadsAndKernelsGiveTheBitsOfThePlainLoops(Case c) {
        float[] x = c.draw("x", c.n * c.input.size());
        float[] w = c.draw("w", c.filters * c.filterLength());
        float[] b = c.draw("b", c.filters);
        float[] dy = c.draw("dy", c.n * c.output().size());
        Pass expected = naive(c, x, w, b, dy);
        for (int threads : new int[] {1, 2, 7}) {
            for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
                Pass got = pass(c, x, w, b, dy, RUN.withThreads(threads).withKernels(kernels));
                assertBits(expected.y, got.y, "y");
                assertBits(expected.dx, got.dx, "dx");
                assertBits(expected.dw, got.dw, "dw");
                assertBits(expected.db, got.db, "db");
            }
        }
    }

    @Test
    void theComparisonSeesOneBit() {
        assertThrows(AssertionError.class, () -> assertBits(new float[] {1, 0f}, new float[] {1, -0f}, "y"));
        assertThrows(AssertionError.class, () -> assertBits(new float[] {1}, new float[] {Math.nextUp(1f)}, "y"));
    }

    @Test
    void aNumberThatIsNoneSpreads() {
        Shape shape = Shape.of(1, 6, 6);
        Graph graph = new Graph(shape);
        Network network = graph.network(graph.add(conv(shape, 2, Window.same(3)), graph.input()));
        Matrix x = new Matrix(1, 36);
        x.set(0, 7, Float.NaN);
        float[] y = network.scores(x, RUN).data();
        assertEquals(18, IntStream.range(0, 72).filter(i -> Float.isNaN(y[i])).count());
    }

    @Test
    void saysWhatDoesNotFit() {
        refused("takes images, bands x rows x columns, got 12", () -> conv(Shape.of(12), 2, Window.same(3)));
        refused("larger than the image: size 5, and 3 values", () -> conv(Shape.of(1, 3, 9), 2, new Window(5, 1, 0)));
        refused(
                "A convolution of 1x9x9 got 1x9x8",
                () -> conv(Shape.of(1, 9, 9), 2, Window.same(3)).output(List.of(Shape.of(1, 9, 8))));
        refused("has an odd size, got 4", () -> Window.same(4));
        refused("got size 3, stride 0 and padding 3", () -> new Window(3, 0, 3));
        refused(
                "needs 18 weights and 2 biases, got 17 and 3",
                () -> new Conv2d(
                        Shape.of(1, 9, 9),
                        2,
                        Window.same(3),
                        new Parameter("w", new float[17], true),
                        new Parameter("b", new float[3], false)));
        refused("MaxPool2d takes images", () -> new MaxPool2d(2, 2).output(List.of(Shape.of(4))));
        refused(
                "MaxPool2d(3, 2) is larger than the image",
                () -> new MaxPool2d(3, 2).output(List.of(Shape.of(1, 2, 9))));
        refused(
                "Batch normalisation of 2x3x3 values got 2x3x4",
                () -> new BatchNorm("n", Shape.of(2, 3, 3)).output(List.of(Shape.of(2, 3, 4))));
    }

    private static Conv2d conv(Shape input, int filters, Window window) {
        return new Conv2d("c", input, filters, window, true, Initializer.HE, RUN.random("c", 0));
    }

    private static void refused(String message, Runnable what) {
        String got = assertThrows(IllegalArgumentException.class, what::run).getMessage();
        assertTrue(got.contains(message), got);
    }

    @Test
    void descriptionsTellLayersApart() {
        assertEquals(
                "Conv2d(1x9x9, 2, 3, 1, 1)",
                conv(Shape.of(1, 9, 9), 2, Window.same(3)).toString());
        assertArrayEquals(
                new String[] {"MaxPool2d(3, 2)", "AveragePool2d(2, 2)", "BatchNorm(2x3x3, 0.1, 1.0E-5)"},
                Stream.of(new MaxPool2d(3, 2), new AveragePool2d(2, 2), new BatchNorm("n", Shape.of(2, 3, 3)))
                        .map(Object::toString)
                        .toArray());
    }
}
