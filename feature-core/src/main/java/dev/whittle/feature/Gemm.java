package dev.whittle.feature;

/** Matrix products on all threads of a {@link Run}; each element is one fma chain in order of k, so threads change no bit. */
public final class Gemm {
    /** Rows of C a task computes: enough to make packing B pay, few enough to keep two threads busy on small matrices. */
    private static final int ROWS = 128;

    private Gemm() {}

    /** C += A·B for row-major A (m×k), B (k×n) and C (m×n). */
    public static void addProduct(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.rows(), a.columns(), b.rows(), b.columns());
        rows(run, c, a.columns(), a.data(), a.columns(), 1, b.data(), b.columns(), 1);
    }

    /** C += A·Bᵀ for row-major A (m×k), B (n×k) and C (m×n). */
    public static void addProductTransposedB(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.rows(), a.columns(), b.columns(), b.rows());
        rows(run, c, a.columns(), a.data(), a.columns(), 1, b.data(), 1, b.columns());
    }

    /** C += Aᵀ·B for row-major A (k×m), B (k×n) and C (m×n). */
    public static void addProductTransposedA(Run run, Matrix a, Matrix b, Matrix c) {
        check(a, b, c, a.columns(), a.rows(), b.rows(), b.columns());
        rows(run, c, a.rows(), a.data(), 1, a.columns(), b.data(), b.columns(), 1);
    }

    private static void rows(
            Run run, Matrix c, int k, float[] a, int aRow, int aColumn, float[] b, int bRow, int bColumn) {
        int n = c.columns();
        run.parallel(
                c.rows(),
                ROWS,
                (from, to) -> run.kernels()
                        .gemm(
                                to - from,
                                n,
                                k,
                                a,
                                from * aRow,
                                aRow,
                                aColumn,
                                b,
                                0,
                                bRow,
                                bColumn,
                                c.data(),
                                from * n,
                                n));
    }

    private static void check(Matrix a, Matrix b, Matrix c, int m, int k, int kOfB, int n) {
        if (k != kOfB || c.rows() != m || c.columns() != n) {
            throw new IllegalArgumentException("Shapes do not fit: A is " + a.rows() + "x" + a.columns() + ", B is "
                    + b.rows() + "x" + b.columns() + ", C is " + c.rows() + "x" + c.columns()
                    + "; the product is " + m + "x" + k + " times " + kOfB + "x" + n);
        }
    }
}
