package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewtonSchulzTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static float[] random(int size) {
        Rng rng = RUN.random("matrix", size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }

    private static float[] iterated(float[] matrix, int rows, int columns, Run run) {
        NewtonSchulz iteration = new NewtonSchulz(rows, columns, run);
        float[] result = new float[matrix.length];
        // The second time the arrays are used again.
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < matrix.length; i++) {
                iteration.set(i, matrix[i]);
            }
            iteration.iterate();
            for (int i = 0; i < matrix.length; i++) {
                result[i] = iteration.get(i);
            }
        }
        return result;
    }

    private static DMatrixRMaj inDouble(float[] values, int rows, int columns) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < values.length; i++) {
            matrix.data[i] = values[i];
        }
        return matrix;
    }

    /** Fails unless the result is U·F·Vᵀ with the singular vectors of the matrix and F diagonal from 0.68 to 1.21. */
    private static void check(float[] matrix, float[] result, int rows, int columns) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
        assertTrue(svd.decompose(inDouble(matrix, rows, columns)));
        int few = Math.min(rows, columns);
        DMatrixRMaj left = new DMatrixRMaj(few, columns);
        CommonOps_DDRM.mult(svd.getU(null, true), inDouble(result, rows, columns), left);
        DMatrixRMaj f = new DMatrixRMaj(few, few);
        CommonOps_DDRM.multTransB(left, svd.getV(null, true), f);
        for (int i = 0; i < few; i++) {
            for (int j = 0; j < few; j++) {
                double value = f.get(i, j);
                boolean right = i == j ? value > 0.68 && value < 1.21 : Math.abs(value) < 1e-4;
                assertTrue(right, "U'RV has " + value + " at " + i + ", " + j);
            }
        }
        // Nothing is outside these singular vectors.
        double squares = 0;
        for (float value : result) {
            squares += (double) value * value;
        }
        double within = 0;
        for (double value : f.data) {
            within += value * value;
        }
        assertEquals(within, squares, 1e-4 * squares);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "9,1", "8,27", "27,8", "33,40", "40,33", "64,300"})
    void singularVectorsStayAndSingularValuesComeNearOne(int rows, int columns) {
        float[] matrix = random(rows * columns);
        float[] result = iterated(matrix, rows, columns, RUN);
        check(matrix, result, rows, columns);
        result[rows * columns / 2] += 0.6f;
        assertThrows(AssertionError.class, () -> check(matrix, result, rows, columns));
        assertThrows(AssertionError.class, () -> check(matrix, matrix.clone(), rows, columns));
    }

    /** Of diag(3, 4) the norm is 5, so each element alone goes through the polynomial five times. */
    @Test
    void aDiagonalByHand() {
        float[] result = iterated(new float[] {3, 0, 0, 4}, 2, 2, RUN);
        double[] expected = {0.6, 0.8};
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 5; k++) {
                double s = expected[i];
                expected[i] = 3.4445 * s - 4.775 * s * s * s + 2.0315 * Math.pow(s, 5);
            }
        }
        assertArrayEquals(new float[] {(float) expected[0], 0, 0, (float) expected[1]}, result, 1e-5f);
    }

    @Test
    void zerosStayZerosAndWhatIsNotFiniteIsNaN() {
        assertArrayEquals(new float[6], iterated(new float[6], 2, 3, RUN));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f}) {
            for (float value : iterated(new float[] {1, bad, 0, 2}, 2, 2, RUN)) {
                assertTrue(Float.isNaN(value), bad + " gave " + value);
            }
        }
    }

    @Test
    void theScaleOfAMatrixHasNoEffect() {
        float[] matrix = random(60);
        float[] larger = matrix.clone();
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 4096;
        }
        assertArrayEquals(iterated(matrix, 5, 12, RUN), iterated(larger, 5, 12, RUN), 1e-6f);
    }

    @ParameterizedTest
    @CsvSource({"70,300", "300,70"})
    @Tag("bits")
    void threadsAndKernelsChangeNoBit(int rows, int columns) {
        float[] matrix = random(rows * columns);
        Matrix first = null;
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            for (int threads : new int[] {1, 2, 7}) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                Matrix result = new Matrix(rows, columns, iterated(matrix, rows, columns, run));
                first = first == null ? result : first;
                assertTrue(first.bitsEqual(result), threads + " threads, " + kernels.name());
            }
        }
        first.set(1, 1, Math.nextUp(first.get(1, 1)));
        assertTrue(!first.bitsEqual(new Matrix(rows, columns, iterated(matrix, rows, columns, RUN))));
    }
}
