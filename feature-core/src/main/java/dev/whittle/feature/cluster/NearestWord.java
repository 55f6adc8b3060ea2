package dev.whittle.feature.cluster;

import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Matrix;

/**
 * The nearest of K words for many vectors at once. With a centre c and v = w - c, the squared distance |x - w|² = |x -
 * c|² - 2((x - c)·v - |v|²/2) is least where the score s = (x - c)·v - |v|²/2 is greatest. So a matrix product and an
 * arg max find it. Of equal scores the first word is taken.
 *
 * <p>The definition of a score, in float but for h = |v|²/2, which is summed in double and rounded:
 *
 * <pre>{@code s = -h; for (p = 0; p < d; p++) s = fma(x[p] - c[p], w[p] - c[p], s)}</pre>
 *
 * <p>Without a centre, the squares of words far from the origin would be so large that their differences are lost in
 * rounding. The rounding error of a score is some multiple of 2⁻²⁴·|x - c|². So c should lie amid the vectors.
 */
public final class NearestWord {
    /**
     * Vectors scored at once: few enough that their scores stay in the second-level cache, and enough that packing B
     * costs little.
     */
    public static final int ROWS = 128;
    /** Words scored at once, so that working memory does not grow with their number. */
    private static final int WORDS = 2048;

    private final int words;
    private final int columns;
    /** columns × words: word j is a column, so that the lanes of the product are words. */
    private final Strided transposed;
    /** The parts of {@link #WORDS} words. */
    private final Strided[] parts;
    /** The start value of each score. */
    private final float[] start;
    /** What is subtracted from the vectors; null if nothing is. */
    private final float[] centre;

    /**
     * For vectors in the space of the words.
     *
     * @param centre one row
     */
    public NearestWord(Matrix centroids, Matrix centre) {
        this(minus(centroids, centre), centre.row(0));
    }

    private NearestWord(Matrix centred, float[] centre) {
        this(centred, halfSquaredNorms(centred), centre);
    }

    private NearestWord(Matrix rows, float[] minusStart, float[] centre) {
        words = rows.rows();
        columns = rows.columns();
        this.centre = centre;
        float[] byColumn = new float[words * columns];
        start = new float[words];
        for (int w = 0; w < words; w++) {
            start[w] = -minusStart[w];
            for (int p = 0; p < columns; p++) {
                byColumn[p * words + w] = rows.data()[w * columns + p];
            }
        }
        transposed = Strided.rows(byColumn, 0, words);
        parts = new Strided[(words - 1) / WORDS + 1];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = transposed.from(0, part * WORDS);
        }
    }

    /**
     * The nearest of the centroids of whitened vectors, for vectors not yet whitened. With the symmetric whitening
     * matrix P, y = P(z - m), the score is (y - c)·v - |v|²/2 = z·(Pv) - (|v|²/2 + m·(Pv) + c·v): neither whitening nor
     * the centre takes time. The three sums are computed in double.
     */
    public static NearestWord whitened(Matrix centroids, Matrix centre, Matrix m, Matrix matrix) {
        int d = centroids.columns();
        Matrix centred = minus(centroids, centre);
        Matrix folded = new Matrix(centroids.rows(), d);
        float[] offset = halfSquaredNorms(centred);
        float[] p = matrix.data();
        float[] mean = m.data();
        for (int w = 0; w < centroids.rows(); w++) {
            double meanScore = 0;
            double centreScore = 0;
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    sum += (double) p[i * d + j] * centred.data()[w * d + j];
                }
                folded.data()[w * d + i] = (float) sum;
                meanScore += sum * mean[i];
                centreScore += (double) centre.data()[i] * centred.data()[w * d + i];
            }
            offset[w] = (float) (offset[w] + meanScore + centreScore);
        }
        return new NearestWord(folded, offset, null);
    }

    /** The centroids less the centre, which is one row. */
    public static Matrix minus(Matrix centroids, Matrix centre) {
        int d = centroids.columns();
        if (centre.rows() != 1 || centre.columns() != d) {
            throw new IllegalArgumentException("The centre of words of " + d + " values is 1x" + d + ", got "
                    + centre.rows() + "x" + centre.columns());
        }
        Matrix centred = new Matrix(centroids.rows(), d);
        for (int w = 0; w < centroids.rows(); w++) {
            for (int i = 0; i < d; i++) {
                centred.data()[w * d + i] = centroids.data()[w * d + i] - centre.data()[i];
            }
        }
        return centred;
    }

    /** |v|²/2 of each row v, summed in double. */
    public static float[] halfSquaredNorms(Matrix centred) {
        int d = centred.columns();
        float[] half = new float[centred.rows()];
        for (int w = 0; w < half.length; w++) {
            double sum = 0;
            for (int i = w * d; i < (w + 1) * d; i++) {
                double v = centred.data()[i];
                sum += v * v;
            }
            half[w] = (float) (sum / 2);
        }
        return half;
    }

    /** Working memory of {@link #find}. */
    public static final class Buffers {
        /** A word in each column. */
        private final Strided scores;
        /** The vectors less the centre; null if nothing is subtracted. */
        private final Strided centred;
        /** The greatest score of each vector so far. */
        private final float[] greatest = new float[ROWS];

        private Buffers(Strided scores, Strided centred) {
            this.scores = scores;
            this.centred = centred;
        }
    }

    /** New working memory. */
    public Buffers buffers() {
        int atOnce = Math.min(WORDS, words);
        return new Buffers(
                Strided.rows(new float[ROWS * atOnce], 0, atOnce),
                centre == null ? null : Strided.rows(new float[ROWS * columns], 0, columns));
    }

    /**
     * For the first {@code count} rows of {@code vectors} writes the nearest words to {@code nearest[at …]}. Allocates
     * nothing for up to {@link #ROWS} of them.
     *
     * @param vectors with adjacent columns
     */
    public void find(LinearKernels kernels, Strided vectors, int count, int[] nearest, int at, Buffers buffers) {
        if (centre != null) {
            find(kernels, vectors.data(), vectors.offset(), vectors.row(), count, nearest, at, buffers);
            return;
        }
        for (int first = 0; first < count; first += ROWS) {
            inAllParts(kernels, vectors.from(first, 0), Math.min(ROWS, count - first), nearest, at + first, buffers);
        }
    }

    /**
     * Does the same for vectors that lie one after another from {@code x[from]} on, without allocating for any number
     * of them. This object must have a centre.
     */
    void find(LinearKernels kernels, float[] x, int from, int count, int[] nearest, int at, Buffers buffers) {
        find(kernels, x, from, columns, count, nearest, at, buffers);
    }

    private void find(
            LinearKernels kernels, float[] x, int from, int stride, int count, int[] nearest, int at, Buffers buffers) {
        for (int first = 0; first < count; first += ROWS) {
            int rows = Math.min(ROWS, count - first);
            for (int r = 0; r < rows; r++) {
                subtractCentre(kernels, x, from + (first + r) * stride, buffers.centred.data(), r * columns);
            }
            inAllParts(kernels, buffers.centred, rows, nearest, at + first, buffers);
        }
    }

    /** For at most {@link #ROWS} vectors, less the centre. */
    private void inAllParts(LinearKernels kernels, Strided a, int rows, int[] nearest, int at, Buffers buffers) {
        for (int part = 0; part < parts.length; part++) {
            find(kernels, a, rows, part, nearest, at, buffers);
        }
    }

    /** The nearest word of a part and of all parts before it. */
    private void find(LinearKernels kernels, Strided a, int rows, int part, int[] nearest, int at, Buffers buffers) {
        int from = part * WORDS;
        int n = Math.min(WORDS, words - from);
        scores(kernels, a, rows, parts[part], from, n, buffers.scores);
        float[] score = buffers.scores.data();
        int step = buffers.scores.row();
        for (int r = 0; r < rows; r++) {
            int best = kernels.argMax(score, r * step, n);
            float greatest = score[r * step + best];
            if (part == 0 || greatest > buffers.greatest[r]) {
                buffers.greatest[r] = greatest;
                nearest[at + r] = from + best;
            }
        }
    }

    /**
     * The scores of the words {@code from} to {@code from + n - 1}.
     *
     * @param a rows less the centre
     * @param part these words, as {@link #part} gives them
     */
    void scores(LinearKernels kernels, Strided a, int rows, Strided part, int from, int n, Strided scores) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(start, from, scores.data(), r * scores.row(), n);
        }
        kernels.gemm(0, rows, n, columns, a, part, scores);
    }

    /** The words from this one on, each as a column. */
    Strided part(int from) {
        return transposed.from(0, from);
    }

    /** At least the length of the longest word, less the centre. */
    double longest() {
        double half = 0;
        for (float s : start) {
            half = Math.max(half, -(double) s);
        }
        // h is rounded to 24 bits, or to a multiple of the smallest float.
        return Math.sqrt(2 * (half * (1 + 0x1p-22) + Float.MIN_VALUE));
    }

    /** How far each word is from the one of the same number, at most. Both have the same centre. */
    double[] distances(NearestWord other) {
        double[] squared = new double[words];
        float[] a = transposed.data();
        float[] b = other.transposed.data();
        for (int p = 0; p < columns; p++) {
            for (int w = 0; w < words; w++) {
                double difference = (double) a[p * words + w] - b[p * words + w];
                squared[w] += difference * difference;
            }
        }
        for (int w = 0; w < words; w++) {
            squared[w] = Math.sqrt(squared[w]) * (1 + 0x1p-40);
        }
        return squared;
    }

    /** By fma with -1, which rounds as a difference does. */
    void subtractCentre(LinearKernels kernels, float[] vector, int at, float[] to, int toAt) {
        System.arraycopy(vector, at, to, toAt, columns);
        kernels.addScaled(-1, centre, 0, to, toAt, columns);
    }
}
