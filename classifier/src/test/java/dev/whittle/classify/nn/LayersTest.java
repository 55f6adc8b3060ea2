package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What layers do, by hand; their derivatives are those of {@link GradientsTest}. */
class LayersTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final float[] ONES = {1, 1, 1, 1, 1, 1};

    /** Output and derivatives of the input, where those of the output are 1, 2, 3, …. */
    private static float[][] pass(Layer layer, Run run, long step, float... x) {
        Graph graph = new Graph(Shape.of(x.length));
        Network network = graph.network(graph.add(layer, graph.input()));
        float[] y = new float[network.outputs()];
        Loss counted = (s, rows, classes, labels, offset, scale, kernels) -> {
            System.arraycopy(s, 0, y, 0, classes);
            for (int c = 0; c < classes; c++) {
                s[c] = c + 1;
            }
            return 0;
        };
        NetworkTraining training = network.training(new OfOutputs(y.length, counted), run, true);
        training.gradient(new Samples(Matrix.of(x), new int[1], 2), new int[1], 0, 1, step);
        return new float[][] {y, training.derivativesOfInput()};
    }

    private static void assertPass(Layer layer, float[] x, float[] y, float[] dx) {
        float[][] got = pass(layer, RUN, 0, x);
        assertArrayEquals(y, got[0], 1e-6f);
        assertArrayEquals(dx, got[1], 1e-6f);
    }

    @Test
    void conventionsAtKinks() {
        float[] x = {-2, 0, 3};
        assertPass(new Relu(), x, new float[] {0, 0, 3}, new float[] {0, 0, 3});
        assertPass(new LeakyRelu(0.25), x, new float[] {-0.5f, 0, 3}, new float[] {0.25f, 0.5f, 3});
        assertPass(new Elu(0.5), x, new float[] {(float) (0.5 * Math.expm1(-2)), 0, 3}, new float[] {
            (float) (0.5 * Math.exp(-2)), 1, 3
        });
        // Of equal values the first: columns 0 and 2 are one unit, 1 and 3 the other.
        assertPass(new Maxout(2), new float[] {1, 4, 1, 5}, new float[] {1, 5}, new float[] {1, 0, 0, 2});
    }

    @Test
    void nanIsNotHidden() {
        for (Activation activation : Activation.values()) {
            Graph graph = new Graph(Shape.of(2));
            Network network = graph.network(graph.add(activation.layer(), graph.input()));
            Matrix y = network.scores(Matrix.of(new float[] {Float.NaN, Float.NaN}), RUN);
            assertEquals(Float.NaN, y.get(0, 0), activation.name());
        }
    }

    @Test
    void dropoutScalesWhatItKeepsAndIsOfSeedStepAndRow() {
        float[] x = new float[4000];
        Arrays.fill(x, 3);
        float[][] dropped = pass(new Dropout("d", 0.25), RUN, 5, x);
        int zeros = 0;
        for (int i = 0; i < x.length; i++) {
            boolean zero = dropped[0][i] == 0;
            zeros += zero ? 1 : 0;
            assertEquals(zero ? 0 : 4, dropped[0][i], 1e-6);
            assertEquals(zero ? 0 : (i + 1) / 0.75, dropped[1][i], 1e-3);
        }
        // 1000 expected, with a deviation of 27.
        assertEquals(1000, zeros, 5 * 27);
        assertArrayEquals(dropped[0], pass(new Dropout("d", 0.25), RUN, 5, x)[0]);
        assertFalse(Arrays.equals(dropped[0], pass(new Dropout("d", 0.25), RUN, 6, x)[0]));
        assertFalse(Arrays.equals(dropped[0], pass(new Dropout("e", 0.25), RUN, 5, x)[0]));
        assertFalse(Arrays.equals(dropped[0], pass(new Dropout("d", 0.25), RUN.withSeed(2), 5, x)[0]));
        Graph graph = new Graph(Shape.of(6));
        Network used = graph.network(graph.add(new Dropout("d", 0.25), graph.input()));
        assertArrayEquals(ONES, used.scores(Matrix.of(ONES), RUN).data());
    }

    @Test
    void aBatchOfOneRowIsBeta() {
        BatchNorm norm = new BatchNorm("n", 2);
        norm.parameters().get(1).values()[1] = 7;
        assertArrayEquals(new float[] {0, 7}, pass(norm, RUN, 0, 5, 6)[0]);
        assertArrayEquals(
                new float[] {0.5f, 0.6f}, norm.buffers().asMap().get("n/mean").data(), 1e-6f);
        assertArrayEquals(
                new float[] {0.9f, 0.9f},
                norm.buffers().asMap().get("n/variance").data(),
                1e-6f);
    }

    @Test
    void initialWeightsHaveTheirVariance() {
        for (Initializer initializer : Initializer.values()) {
            float[] weights = initializer.draw(400, 500, new Rng(1, "initial", 0));
            double variance = switch (initializer) {
                case HE -> 2.0 / 400;
                case XAVIER -> 2.0 / 900;
                case UNIFORM -> 1.0 / (3 * 400);
            };
            double sum = 0;
            double squares = 0;
            for (float w : weights) {
                sum += w;
                squares += (double) w * w;
            }
            int n = weights.length;
            assertEquals(200_000, n);
            assertEquals(0, sum / n, 5 * Math.sqrt(variance / n));
            assertEquals(variance, squares / n, 5 * variance * Math.sqrt(2.0 / n));
        }
    }
}
