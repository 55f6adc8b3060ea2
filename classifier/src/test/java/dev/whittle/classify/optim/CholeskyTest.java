package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    /** BᵀB + I for normal B. */
    private static float[] matrix(int n) {
        Rng rng = new Rng(1, "matrix", n);
        double[] b = new double[n * n];
        for (int i = 0; i < b.length; i++) {
            b[i] = rng.nextGaussian();
        }
        float[] a = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = i == j ? n : 0;
                for (int k = 0; k < n; k++) {
                    sum += b[k * n + i] * b[k * n + j];
                }
                a[i * n + j] = (float) (sum / n);
            }
        }
        return a;
    }

    private static double[] vector(int n) {
        Rng rng = new Rng(2, "vector", n);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = rng.nextGaussian();
        }
        return x;
    }

    private static double error(float[] a, Cholesky factor, double[] x) {
        int n = x.length;
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                y[i] += a[i * n + j] * x[j];
            }
        }
        factor.solve(y);
        factor.solveTransposed(y);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            worst = Math.max(worst, Math.abs(y[i] - x[i]));
        }
        return worst;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 200})
    void solvesWhatItFactored(int n) {
        float[] a = matrix(n);
        Cholesky factor = Cholesky.of(n, a.clone(), RUN).orElseThrow();
        assertTrue(error(a, factor, vector(n)) < 1e-4);
        float[] other = a.clone();
        other[n * n - 1] *= 1.01f;
        assertTrue(error(other, factor, vector(n)) > 1e-4, "another matrix was not seen");
    }

    @Test
    void multiplyUndoesSolve() {
        Cholesky factor = Cholesky.of(130, matrix(130), RUN).orElseThrow();
        double[] x = vector(130);
        factor.solve(x);
        factor.multiply(x);
        assertArrayEquals(vector(130), x, 1e-12);
    }

    /** ⟨L⁻¹x, y⟩ = ⟨x, L⁻ᵀy⟩, to rounding in double, however coarse L. */
    @Test
    void bothSolutionsAreTransposesOfEachOther() {
        Cholesky factor = Cholesky.of(130, matrix(130), RUN).orElseThrow();
        double[] x = vector(130);
        double[] y = matrixRow(130);
        double[] solvedX = x.clone();
        double[] solvedY = y.clone();
        factor.solve(solvedX);
        factor.solveTransposed(solvedY);
        assertEquals(Vectors.dot(solvedX, y), Vectors.dot(x, solvedY), 1e-10);
    }

    private static double[] matrixRow(int n) {
        double[] y = vector(n + 1);
        return java.util.Arrays.copyOf(y, n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void threadsAndKernelsChangeNoBit(int threads) {
        float[] expected = matrix(150);
        Cholesky.of(150, expected, RUN.withThreads(1).withKernels(KernelChoice.SCALAR.kernels()));
        float[] a = matrix(150);
        Cholesky.of(150, a, RUN.withThreads(threads).withKernels(KernelChoice.VECTOR.kernels()));
        assertArrayEquals(expected, a);
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertTrue(Cholesky.of(2, new float[] {1, 2, 2, 1}, RUN).isEmpty());
        assertTrue(Cholesky.of(2, new float[] {1, 1, 1, 1}, RUN).isEmpty());
        assertTrue(Cholesky.of(2, new float[] {Float.NaN, 0, 0, 1}, RUN).isEmpty());
        assertTrue(Cholesky.of(2, new float[] {1, 0.5f, 0.5f, 1}, RUN).isPresent());
    }
}
