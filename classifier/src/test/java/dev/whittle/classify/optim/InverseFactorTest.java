package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class InverseFactorTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Run OTHER = RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels());

    private static Cholesky factor(int n) {
        Rng rng = new Rng(1, "matrix", n);
        float[] a = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[i * n + j] = (float) (0.5 * rng.nextGaussian() / Math.sqrt(n));
            }
            a[i * n + i] = 2;
        }
        return Cholesky.of(n, a, RUN).orElseThrow();
    }

    /** Five vectors of n values, and one value more that must stay. */
    private static double[][] vectors(int n) {
        double[][] x = new double[5][n + 1];
        for (int c = 0; c < 5; c++) {
            Rng rng = new Rng(2, "vector", c);
            for (int i = 0; i <= n; i++) {
                x[c][i] = rng.nextGaussian();
            }
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 64, 65, 300})
    void agreesWithSolving(int n) {
        Cholesky factor = factor(n);
        InverseFactor inverse = InverseFactor.of(factor, RUN);
        double[][] x = vectors(n);
        double[][] transposed = vectors(n);
        inverse.multiply(x, RUN);
        inverse.multiplyTransposed(transposed, RUN);
        double[][] expected = vectors(n);
        for (int c = 0; c < 5; c++) {
            double[] forward = java.util.Arrays.copyOf(expected[c], n);
            double[] backward = forward.clone();
            factor.solve(forward);
            factor.solveTransposed(backward);
            for (int i = 0; i < n; i++) {
                assertEquals(forward[i], x[c][i], 3e-6);
                assertEquals(backward[i], transposed[c][i], 3e-6);
            }
            assertEquals(expected[c][n], x[c][n]);
            assertEquals(expected[c][n], transposed[c][n]);
            inverse.divide(x[c]);
            for (int i = 0; i <= n; i++) {
                assertEquals(expected[c][i], x[c][i], 3e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 300})
    void theSameBitsWithOtherThreadsAndKernels(int n) {
        double[][] x = vectors(n);
        double[][] y = vectors(n);
        InverseFactor.of(factor(n), RUN).multiply(x, RUN);
        InverseFactor.of(factor(n), OTHER).multiply(y, OTHER);
        InverseFactor.of(factor(n), RUN).multiplyTransposed(x, RUN);
        InverseFactor.of(factor(n), OTHER).multiplyTransposed(y, OTHER);
        for (int c = 0; c < 5; c++) {
            for (int i = 0; i < n; i++) {
                assertEquals(x[c][i], y[c][i]);
            }
        }
    }
}
