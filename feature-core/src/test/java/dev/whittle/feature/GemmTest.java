package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class GemmTest {
    private static final Run RUN = Run.defaults();

    private static Matrix random(int rows, int columns, long index) {
        Rng rng = new Rng(1, "matrix", index);
        Matrix m = new Matrix(rows, columns);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = 2 * rng.nextFloat() - 1;
        }
        return m;
    }

    private static Matrix transposed(Matrix m) {
        Matrix t = new Matrix(m.columns(), m.rows());
        for (int r = 0; r < m.rows(); r++) {
            for (int c = 0; c < m.columns(); c++) {
                t.set(c, r, m.get(r, c));
            }
        }
        return t;
    }

    @Test
    void productsByHand() {
        Matrix a = Matrix.of(new float[] {1, 2, 3}, new float[] {4, 5, 6});
        Matrix b = Matrix.of(new float[] {1, 0}, new float[] {-1, 2}, new float[] {0.5f, 10});
        Matrix expected = Matrix.of(new float[] {100.5f, 34}, new float[] {2, 70});
        Matrix start = Matrix.of(new float[] {100, 0}, new float[] {0, 0});

        Matrix c = start.copy();
        Gemm.addProduct(RUN, a, b, c);
        assertTrue(c.bitsEqual(expected), c.get(0, 0) + " " + c.get(0, 1) + " " + c.get(1, 0) + " " + c.get(1, 1));

        c = start.copy();
        Gemm.addProductTransposedB(RUN, a, transposed(b), c);
        assertTrue(c.bitsEqual(expected));
    }

    /** The definition: one fma chain for each element. */
    private static Matrix chain(Matrix a, Matrix b, Matrix c) {
        Matrix result = c.copy();
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                for (int p = 0; p < a.columns(); p++) {
                    result.set(i, j, Math.fma(a.get(i, p), b.get(p, j), result.get(i, j)));
                }
            }
        }
        return result;
    }

    @Test
    void threadsAndKernelsChangeNoBit() {
        // Large enough to be cut by rows, by columns, by both, and not at all; with ragged last tiles.
        int[][] shapes = {
            {1100, 10, 1700}, {70, 1030, 250}, {530, 517, 130}, {17, 33, 5}, {1, 700, 30}, {0, 3, 2}, {3, 2, 0}
        };
        for (int[] shape : shapes) {
            Matrix a = random(shape[0], shape[2], 1);
            Matrix b = random(shape[2], shape[1], 2);
            Matrix start = random(shape[0], shape[1], 3);
            Matrix expected = chain(a, b, start);
            Matrix bT = transposed(b);
            for (Kernels kernels : new Kernels[] {KernelChoice.SCALAR.kernels(), KernelChoice.AUTO.kernels()}) {
                for (int threads : new int[] {1, 2, 7}) {
                    Run run = RUN.withThreads(threads).withKernels(kernels);
                    String what =
                            shape[0] + "x" + shape[1] + "x" + shape[2] + ", " + threads + " threads, " + kernels.name();
                    Matrix c = start.copy();
                    Gemm.addProduct(run, a, b, c);
                    Bits.assertSame(what, expected.data(), c.data());
                    c = start.copy();
                    Gemm.addProductTransposedB(run, a, bT, c);
                    Bits.assertSame(what + ", B transposed", expected.data(), c.data());
                }
            }
        }
    }

    @Test
    void aSumInAnotherOrderIsNoticed() {
        Matrix a = random(3, 40, 1);
        Matrix b = random(40, 3, 2);
        Matrix c = new Matrix(3, 3);
        Gemm.addProduct(RUN, a, b, c);
        Matrix other = new Matrix(3, 3);
        for (int p = 39; p >= 0; p--) {
            for (int i = 0; i < 9; i++) {
                other.data()[i] = Math.fma(a.get(i / 3, p), b.get(p, i % 3), other.data()[i]);
            }
        }
        assertFalse(c.bitsEqual(other));
    }

    @Test
    void shapesThatDoNotFitAreRefusedWithTheShapes() {
        Matrix a = new Matrix(2, 3);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Gemm.addProduct(RUN, a, new Matrix(4, 5), new Matrix(2, 5)));
        assertEquals("Shapes do not fit: A is 2x3, B is 4x5, C is 2x5; the product is 2x3 times 4x5", e.getMessage());
        for (Matrix c : new Matrix[] {new Matrix(3, 5), new Matrix(2, 4), new Matrix(5, 2)}) {
            assertThrows(IllegalArgumentException.class, () -> Gemm.addProduct(RUN, a, new Matrix(3, 5), c));
            assertThrows(IllegalArgumentException.class, () -> Gemm.addProductTransposedB(RUN, a, new Matrix(5, 3), c));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Gemm.addProductTransposedB(RUN, a, new Matrix(3, 5), new Matrix(2, 5)));
    }
}
