package dev.whittle.feature.cluster;

import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

/**
 * The nearest of K words for many vectors at once. The squared distance |x - w|² = |x|² - 2(x·w - |w|²/2) is least
 * where the score s = x·w - |w|²/2 is greatest, so a matrix product and an arg max find it. Each score is one fma chain
 * that begins at -|w|²/2. Of equal scores the first word is taken.
 */
public final class NearestWord {
    /**
     * Vectors scored at once: few enough that their scores stay in the second-level cache, and enough that packing B
     * costs little.
     */
    public static final int ROWS = 128;

    private final int words;
    private final int columns;
    /** columns × words: word j is a column, so that the lanes of the product are words. */
    private final Strided transposed;
    /** The start value of each score. */
    private final float[] start;

    /** For vectors in the space of the words: each score begins at -|w|²/2. */
    public NearestWord(Matrix centroids) {
        this(centroids, halfSquaredNorms(centroids));
    }

    private NearestWord(Matrix rows, float[] minusStart) {
        words = rows.rows();
        columns = rows.columns();
        float[] byColumn = new float[words * columns];
        start = new float[words];
        for (int w = 0; w < words; w++) {
            start[w] = -minusStart[w];
            for (int c = 0; c < columns; c++) {
                byColumn[c * words + w] = rows.data()[w * columns + c];
            }
        }
        transposed = Strided.rows(byColumn, 0, words);
    }

    /**
     * The nearest of the centroids of whitened vectors, for vectors not yet whitened. With the symmetric whitening
     * matrix P, y = P(z - m), the score is y·c - |c|²/2 = z·(Pc) - (|c|²/2 + m·(Pc)): whitening costs nothing.
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

    /** New working memory for {@link #find}: the scores of some rows, a word in each column. */
    public Strided scores() {
        return Strided.rows(new float[ROWS * words], 0, words);
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
     * For the first {@code count} rows of {@code vectors} writes the nearest words to {@code nearest[at …]}. Allocates
     * nothing for up to {@link #ROWS} of them.
     *
     * @param scores working memory, see {@link #scores}
     */
    public void find(LinearKernels kernels, Strided vectors, int count, int[] nearest, int at, Strided scores) {
        float[] score = scores.data();
        for (int first = 0; first < count; first += ROWS) {
            int rows = Math.min(ROWS, count - first);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(start, 0, score, r * words, words);
            }
            kernels.gemm(0, rows, words, columns, vectors.from(first, 0), transposed, scores);
            for (int r = 0; r < rows; r++) {
                nearest[at + first + r] = kernels.argMax(score, r * words, words);
            }
        }
    }
}
