package dev.whittle.feature.cluster;

import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;

/**
 * The nearest of K words for many vectors at once. The squared distance |x - w|² = |x|² - 2(x·w - |w|²/2) is least where the
 * score s = x·w - |w|²/2 is greatest, so a matrix product and an arg max do. Each score is one fma chain that begins at -|w|²/2;
 * of equal scores the first word wins.
 */
public final class NearestWord {
    /** Vectors scored at once: their scores stay in the second-level cache, and B is packed seldom enough. */
    public static final int ROWS = 128;

    private final int words;
    private final int columns;
    /** columns × words: word j is a column, so that the lanes of the product are words. */
    private final float[] transposed;
    /** What each score begins at. */
    private final float[] start;

    /** Words as they are: each score begins at -|w|²/2. */
    public NearestWord(Matrix centroids) {
        this(centroids, halfSquaredNorms(centroids));
    }

    private NearestWord(Matrix rows, float[] minusStart) {
        words = rows.rows();
        columns = rows.columns();
        transposed = new float[words * columns];
        start = new float[words];
        for (int w = 0; w < words; w++) {
            start[w] = -minusStart[w];
            for (int c = 0; c < columns; c++) {
                transposed[c * words + w] = rows.data()[w * columns + c];
            }
        }
    }

    /**
     * The nearest of the centroids of whitened vectors, for vectors not yet whitened. With the symmetric whitening matrix P,
     * y = P(z - m), the score is y·c - |c|²/2 = z·(Pc) - (|c|²/2 + m·(Pc)): whitening costs nothing.
     */
    public static NearestWord whitened(Matrix centroids, Matrix m, Matrix matrix) {
        int d = centroids.columns();
        Matrix folded = new Matrix(centroids.rows(), d);
        float[] offset = halfSquaredNorms(centroids);
        float[] p = matrix.data();
        float[] mean = m.data();
        for (int w = 0; w < centroids.rows(); w++) {
            double meanScore = 0;
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    sum += (double) p[i * d + j] * centroids.data()[w * d + j];
                }
                folded.data()[w * d + i] = (float) sum;
                meanScore += sum * mean[i];
            }
            offset[w] = (float) (offset[w] + meanScore);
        }
        return new NearestWord(folded, offset);
    }

    private static float[] halfSquaredNorms(Matrix centroids) {
        int d = centroids.columns();
        float[] half = new float[centroids.rows()];
        for (int w = 0; w < half.length; w++) {
            double sum = 0;
            for (int i = w * d; i < (w + 1) * d; i++) {
                double v = centroids.data()[i];
                sum += v * v;
            }
            half[w] = (float) (sum / 2);
        }
        return half;
    }

    /**
     * For {@code count} rows from {@code vectors[offset]} on, writes the nearest words to {@code nearest[at …]}.
     *
     * @param score working memory, of {@link #ROWS} times as many values as there are words
     */
    public void find(Kernels kernels, float[] vectors, int offset, int count, int[] nearest, int at, float[] score) {
        for (int first = 0; first < count; first += ROWS) {
            int rows = Math.min(ROWS, count - first);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(start, 0, score, r * words, words);
            }
            int a = offset + first * columns;
            kernels.gemm(rows, words, columns, vectors, a, columns, 1, transposed, 0, words, 1, score, 0, words);
            for (int r = 0; r < rows; r++) {
                nearest[at + first + r] = kernels.argMax(score, r * words, words);
            }
        }
    }
}
