package dev.whittle.benchmarks;

import dev.whittle.feature.table.Matrix;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_full;

/** OpenBLAS on one thread. */
final class OpenBlas {
    /** Why it cannot be used here, or null. */
    private static final String ABSENT = load();

    private OpenBlas() {}

    private static String load() {
        try {
            Loader.load(openblas_full.class);
            openblas_full.openblas_set_num_threads(1);
            return null;
        } catch (LinkageError e) {
            return "OpenBLAS' libraries for " + Loader.getPlatform() + " cannot be loaded: " + e.getMessage();
        }
    }

    static boolean isPresent() {
        return ABSENT == null;
    }

    /** Why it is not {@link #isPresent}. */
    static String absence() {
        return ABSENT;
    }

    static void require() {
        if (ABSENT != null) {
            throw new IllegalStateException(ABSENT);
        }
    }

    /** The processor whose kernels it uses, such as {@code SkylakeX} or {@code Haswell}. */
    static String core() {
        require();
        return openblas_full.openblas_get_corename().getString();
    }

    /** A copy outside of Java's heap, where OpenBLAS can read it. */
    static FloatPointer copy(Matrix matrix) {
        require();
        FloatPointer copy = new FloatPointer(matrix.data().length);
        return copy.put(matrix.data(), 0, matrix.data().length);
    }

    /** C += A·B for row-major A (m×k), B (k×n) and C (m×n). */
    static void addProduct(int m, int k, int n, FloatPointer a, FloatPointer b, FloatPointer c) {
        openblas_full.cblas_sgemm(
                openblas_full.CblasRowMajor,
                openblas_full.CblasNoTrans,
                openblas_full.CblasNoTrans,
                m,
                n,
                k,
                1,
                a,
                k,
                b,
                n,
                1,
                c,
                n);
    }
}
