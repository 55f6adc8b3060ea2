package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WarpTest {
    private static final Run RUN = Run.defaults();

    /** By hand: (1, 2; 3, 4)·(1, 0) + (10, 20) = (11, 23), and ·(0, 1) + (10, 20) = (12, 24). */
    @Test
    void aLinearLayerOfKnownNumbers() {
        Matrix points = Matrix.of(new float[] {1, 0}, new float[] {0, 1});
        Matrix moved = Warp.of(points, RUN, Warp.linear(new double[] {1, 2, 3, 4}, new double[] {10, 20}));
        assertArrayEquals(new float[] {11, 23, 12, 24}, moved.data());
    }

    /** A point of each quadrant: one stays, one goes to each axis, one to the origin. */
    @Test
    void reluFoldsThreeQuadrants() {
        Matrix points = Matrix.of(new float[] {1, 2}, new float[] {-1, 2}, new float[] {-1, -2}, new float[] {1, -2});
        assertArrayEquals(
                new float[] {1, 2, 0, 2, 0, 0, 1, 0}, Warp.relu(points, RUN).data());
    }

    /**
     * By hand: (0, 1; 1, 0)·(1, 2; 3, 4) = (3, 4; 1, 2), and (0, 1; 1, 0)·(1, 0) + (5, 6) = (5, 7).
     */
    @Test
    void aProductOfKnownLayers() {
        double[] product = Warp.product(
                new double[] {1, 2, 3, 4}, new double[] {1, 0}, new double[] {0, 1, 1, 0}, new double[] {5, 6});
        assertArrayEquals(new double[] {3, 4, 1, 2, 5, 7}, product);
    }

    @Test
    void twoLinearLayersDoWhatTheirProductDoes() {
        Rng random = new Rng(1, "layers", 0);
        for (int trial = 0; trial < 100; trial++) {
            double[][] v = new double[4][];
            for (int i = 0; i < 4; i++) {
                v[i] = new double[i % 2 == 0 ? 4 : 2];
                for (int j = 0; j < v[i].length; j++) {
                    v[i][j] = random.nextGaussian();
                }
            }
            double[] product = Warp.product(v[0], v[1], v[2], v[3]);
            double[] w = {product[0], product[1], product[2], product[3]};
            double[] b = {product[4], product[5]};
            Matrix x = Matrix.of(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
            float[] two = Warp.of(x, RUN, Warp.linear(v[0], v[1]), Warp.linear(v[2], v[3]))
                    .data();
            float[] one = Warp.of(x, RUN, Warp.linear(w, b)).data();
            assertArrayEquals(two, one, 1e-5f);
        }
    }

    /** The mean of two points is moved to the mean of where they are moved: not so with ReLU. */
    @Test
    void reluIsNotLinear() {
        Matrix points = Matrix.of(new float[] {1, 1}, new float[] {-1, 1}, new float[] {0, 1});
        float[] linear = Warp.of(points, RUN, Warp.linear(new double[] {2, 1, 1, 3}, new double[] {1, 2}))
                .data();
        assertEquals((linear[0] + linear[2]) / 2, linear[4]);
        float[] folded = Warp.relu(points, RUN).data();
        assertTrue((folded[0] + folded[2]) / 2 > folded[4] + 0.4);
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        Matrix points = new Matrix(300, 2);
        for (int i = 0; i < 600; i++) {
            points.data()[i] = i / 100f - 3;
        }
        double[] w = {0.8, -0.6, 0.6, 0.8};
        Matrix one = Warp.of(points, RUN.withThreads(1), Warp.linear(w, new double[2]));
        Matrix seven = Warp.of(points, RUN.withThreads(7), Warp.linear(w, new double[2]));
        assertTrue(one.bitsEqual(seven));
    }
}
