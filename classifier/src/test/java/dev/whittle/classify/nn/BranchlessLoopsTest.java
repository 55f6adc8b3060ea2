package dev.whittle.classify.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GELU and the pool of 2×2 against plain loops with the branches that they avoid, to the bit. */
@Tag("bits")
class BranchlessLoopsTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        1,
        -1,
        13.9f,
        -13.9f,
        20,
        -20,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    /** The flow of a layer with one row of these values, whose output has derivatives of its own. */
    private static Flow flow(Layer layer, float[] x, int outputs) {
        Flow.Batch batch = new Flow.Batch(true);
        batch.run = RUN;
        batch.rows = 1;
        Flow flow = new Flow(batch, new int[] {x.length}, outputs);
        flow.x[0] = x.clone();
        flow.dx[0] = new float[x.length];
        flow.y = new float[outputs];
        flow.dy = new float[outputs];
        Rng rng = new Rng(1, "derivatives", 0);
        for (int i = 0; i < outputs; i++) {
            flow.dy[i] = (float) rng.nextGaussian();
        }
        layer.forward(flow, 0, 1);
        layer.backward(flow, 0, 1);
        return flow;
    }

    private static void assertBits(float[] expected, float[] actual, float[] x, String what) {
        for (int i = 0; i < expected.length; i++) {
            // A NaN may be any NaN.
            int index = i;
            assertEquals(
                    Float.floatToIntBits(expected[i]),
                    Float.floatToIntBits(actual[i]),
                    () -> what + " " + index + " of " + (x.length == expected.length ? x[index] : "images")
                            + ": expected " + expected[index] + ", got " + actual[index]);
        }
    }

    /** More values than a block, and no whole number of blocks or vectors. */
    private static float[] draw(int n) {
        Rng rng = new Rng(1, "values", n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i < SPECIAL.length
                    ? SPECIAL[i]
                    : i % 2 == 0
                            ? (float) rng.nextGaussian() * 4
                            : Float.intBitsToFloat(rng.nextInt(1 << 30) * 4 + i % 4);
        }
        return x;
    }

    private static float distribution(float x, float density) {
        float t = 1 / (1 + 0.5f * Math.abs(x));
        float high = 0.2932703f
                + t * (-0.95585495f + t * (1.2062763f + t * (-0.8002207f + t * (0.28272122f + t * -0.042368412f))));
        float p = -3.6347685e-06f
                + t * (0.19960125f + t * (0.19745888f + t * (0.16730979f + t * (-0.04819003f + t * high))));
        float tail = density * p;
        return x < 0 ? tail : 1 - tail;
    }

    @Test
    void gelu() {
        float[] x = draw(5003);
        float[] density = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            density[i] = -0.5f * (x[i] * x[i]);
        }
        RUN.kernels().linear().exp(density, 0, density.length);
        Flow flow = flow(new Gelu(), x, x.length);
        float[] y = new float[x.length];
        float[] dx = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float phi = distribution(x[i], density[i]);
            y[i] = x[i] * phi;
            dx[i] = (phi + x[i] * (0.39894228f * density[i])) * flow.dy[i];
        }
        assertBits(y, flow.y, x, "value");
        assertBits(dx, flow.dx[0], x, "derivative");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void poolsOfFour(int stride) {
        int bands = 40;
        int rows = 9;
        int columns = 10;
        Rng rng = new Rng(1, "pool", stride);
        float[] x = new float[bands * rows * columns];
        for (int i = 0; i < x.length; i++) {
            // Many equal values, and in some bands only what needs care.
            x[i] = i / (rows * columns) % 2 == 0 ? SPECIAL[rng.nextInt(SPECIAL.length)] : rng.nextInt(5) - 2;
        }
        MaxPool2d pool = new MaxPool2d(2, stride);
        Shape out = pool.output(List.of(Shape.of(bands, rows, columns)));
        Flow flow = flow(pool, x, out.size());
        float[] y = new float[out.size()];
        float[] dx = new float[x.length];
        int at = 0;
        for (int band = 0; band < bands; band++) {
            for (int oy = 0; oy < out.dimension(1); oy++) {
                for (int ox = 0; ox < out.dimension(2); ox++, at++) {
                    int first = (band * rows + oy * stride) * columns + ox * stride;
                    int best = first;
                    y[at] = Float.NEGATIVE_INFINITY;
                    for (int i : new int[] {first, first + 1, first + columns, first + columns + 1}) {
                        y[at] = Math.max(y[at], x[i]);
                        best = x[i] > x[best] ? i : best;
                    }
                    dx[best] += flow.dy[at];
                }
            }
        }
        assertBits(y, flow.y, x, "value");
        assertBits(dx, flow.dx[0], x, "derivative");
    }

    @Test
    void theComparisonSeesAFault() {
        float[] x = {1, 2};
        assertThrows(AssertionError.class, () -> assertBits(x, new float[] {1, Math.nextUp(2f)}, x, "planted"));
        assertThrows(AssertionError.class, () -> assertBits(new float[] {0f}, new float[] {-0f}, x, "planted"));
    }
}
