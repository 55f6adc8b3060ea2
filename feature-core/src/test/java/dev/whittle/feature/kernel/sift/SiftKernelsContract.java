package dev.whittle.feature.kernel.sift;

import dev.whittle.feature.Bits;
import dev.whittle.feature.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What all kernels of dense SIFT must do: return the bits of {@link ReferenceSiftKernels}, and write nothing outside
 * their slices. {@code VectorWidthsTest} runs these methods by reflection, so they need no set-up.
 */
public abstract class SiftKernelsContract {
    private static final int[] SIZES = {0, 1, 2, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 97, 128, 200};

    private final SiftKernels reference = new ReferenceSiftKernels();

    protected abstract SiftKernels kernels();

    private static float[] values(int n, long seed) {
        Rng rng = new Rng(seed, "values", n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) Math.abs(rng.nextGaussian());
        }
        return values;
    }

    /** Of pixels and of smoothed pixels, in all directions, also exactly along axes and diagonals. */
    private static float[][] gradients(int n) {
        Rng rng = new Rng(n, "gradients", 0);
        float[][] g = new float[2][n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 2; c++) {
                float whole = 0.5f * (rng.nextInt(1021) - 510);
                g[c][i] = i % 3 == 0 ? (float) rng.nextGaussian() * (i % 2 == 0 ? 80 : 1e-6f) : whole;
            }
            switch (i % 7) {
                case 1 -> g[rng.nextInt(2)][i] = 0f;
                case 2 -> g[1][i] = g[0][i] * (rng.nextInt(2) == 0 ? 1 : -1);
                case 3 -> g[0][i] = g[1][i] = rng.nextInt(2) == 0 ? 0f : 255f;
                default -> {}
            }
        }
        return g;
    }

    @Test
    void votesOfGradientsInAllDirections() {
        for (int n : SIZES) {
            for (int at : new int[] {0, 8, 24}) {
                float[] expected = Bits.guards(at + 8 * n + at);
                float[] actual = Bits.guards(at + 8 * n + at);
                float[][] g = gradients(n);
                reference.votes(g[0].clone(), g[1].clone(), n, new int[n], expected, at);
                kernels().votes(g[0], g[1], n, new int[n], actual, at);
                Bits.assertSame(n + " votes from " + at, expected, actual);
            }
        }
    }

    @Test
    void sumsOfRows() {
        for (int n : SIZES) {
            for (int taps : new int[] {1, 2, 3, 11, 20}) {
                Rng rng = new Rng(n, "rows", taps);
                int to = rng.nextInt(9);
                float[] in = values(n + 40 * taps, taps);
                float[] weights = values(taps + 2, 7);
                int[] at = new int[taps + 2];
                for (int k = 0; k < taps; k++) {
                    at[k] = rng.nextInt(40 * taps + 1);
                }
                float[] expected = Bits.guards(to + n + to);
                float[] actual = Bits.guards(to + n + to);
                float[] before = in.clone();
                reference.rows(in, at, weights, taps, expected, to, n);
                kernels().rows(in, at, weights, taps, actual, to, n);
                Bits.assertSame(n + " sums of " + taps, expected, actual);
                Bits.assertSame("the input", before, in);
            }
        }
    }

    /** Some are below the least mass, some are 0; a large value is limited. */
    @Test
    void descriptors() {
        for (int n : new int[] {1, 2, 3, 5, 16, 17, 30}) {
            for (int c = 0; c < 6; c++) {
                boolean squareRoot = c % 2 == 1;
                float leastMass = c < 2 ? 0 : 100;
                int length = 8 * (10 * n + 8);
                float[] in = values(4 * length, n + c);
                Arrays.fill(in, 0, in.length / 5, 0f);
                in[in.length - 9] = 80;
                int[] row = {length, 3 * length, 0, 2 * length};
                int[] column = new int[4 * n];
                for (int i = 0; i < 4 * n; i++) {
                    column[i] = 8 * ((c < 4 ? 2 : 10) * (i / 4) + 2 * (i % 4) + 1);
                }
                int to = 3 * c;
                float[] expected = Bits.guards(to + 128 * n + to);
                float[] actual = Bits.guards(to + 128 * n + to);
                float[] weights = values(16, 3);
                float[] work = new float[17 * n];
                reference.describe(in, row, column, n, weights, leastMass, squareRoot, work, expected, to);
                kernels().describe(in, row, column, n, weights, leastMass, squareRoot, work, actual, to);
                Bits.assertSame(n + " descriptors, case " + c, expected, actual);
            }
        }
    }
}
