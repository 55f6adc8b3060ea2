package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.Arrays;
import java.util.Optional;

/**
 * An encoder whose values come from the products of a descriptor with all words, pooled. Products of many descriptors
 * are one product of matrices. With the centre c of the descriptors and a vector v and a number h for each word, the
 * product is
 *
 * <pre>{@code s = -h; for (p = 0; p < d; p++) s = fma(x[p] - c[p], v[p], s)}</pre>
 *
 * <p>The values of up to {@value #ROWS} descriptors are pooled in float, in their order, and these sums in double.
 */
abstract class ProductEncoder implements Encoder {
    /** Descriptors at once: a quadrant of 14×14 patches, and rows of whole tiles of a product. */
    static final int ROWS = 204;

    private final Codebook words;
    private final Pooling pooling;
    private final int length;
    /** columns × words: a word is a column, so that the lanes of the product are words. */
    private final Strided vectors;
    /** -h of each word. */
    private final float[] start;

    private final float[] centre;
    private final Scratch<Buffers> buffers;

    /**
     * @param length the number of values of a code
     * @param vectors v of each word, a row for each
     * @param h of each word
     * @param centre what is subtracted from descriptors, as one row
     */
    ProductEncoder(Codebook words, Pooling pooling, int length, Matrix vectors, float[] h, Matrix centre) {
        this.words = words;
        this.pooling = pooling;
        this.length = length;
        this.centre = centre.row(0);
        int k = vectors.rows();
        int d = vectors.columns();
        float[] byColumn = new float[k * d];
        start = new float[k];
        for (int w = 0; w < k; w++) {
            start[w] = -h[w];
            for (int p = 0; p < d; p++) {
                byColumn[p * k + w] = vectors.data()[w * d + p];
            }
        }
        this.vectors = Strided.rows(byColumn, 0, k);
        this.buffers = new Scratch<>(() -> new Buffers(k, d, length));
    }

    /** The working memory of a call. */
    private static final class Buffers {
        /** The descriptors less the centre. */
        final Strided descriptors;
        /** A row for each descriptor, a column for each word. */
        final Strided products;

        final float[] pooled;

        Buffers(int k, int d, int length) {
            descriptors = Strided.rows(new float[ROWS * d], 0, d);
            products = Strided.rows(new float[ROWS * k], 0, k);
            pooled = new float[length];
        }
    }

    /**
     * Adds the values of one descriptor to the pooled ones, by {@link #pool}.
     *
     * @param x less the centre
     * @param products one for each word, which may be overwritten
     */
    abstract void addValues(LinearKernels kernels, float[] x, int at, float[] products, int productsAt, float[] pooled);

    /** Joins the values max(0, fma(s, products[i], b)) of all words to {@code pooled[to …]}. */
    final void pool(LinearKernels kernels, float s, float b, float[] products, int at, float[] pooled, int to) {
        if (pooling == Pooling.MAX) {
            largest(s, b, products, at, pooled, to, start.length);
        } else {
            kernels.addRectified(s, b, products, at, pooled, to, start.length);
        }
    }

    private static void largest(float s, float b, float[] x, int at, float[] y, int to, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] = Math.max(y[to + i], Math.fma(s, x[at + i], b));
        }
    }

    @Override
    public final void add(float[] x, int at, int n, double[] statistics, Run run) {
        int d = columns();
        Finite.check("descriptors for words", x, at, n, d, 0);
        LinearKernels kernels = run.kernels().linear();
        Buffers memory = run.take(buffers);
        for (int from = 0; from < n; from += ROWS) {
            addBlock(x, at + from * d, Math.min(ROWS, n - from), statistics, kernels, memory);
        }
        run.giveBack(buffers, memory);
    }

    private void addBlock(float[] x, int at, int n, double[] statistics, LinearKernels kernels, Buffers memory) {
        int d = columns();
        int k = start.length;
        float[] centred = memory.descriptors.data();
        float[] products = memory.products.data();
        System.arraycopy(x, at, centred, 0, n * d);
        for (int i = 0; i < n; i++) {
            // By fma with -1, which rounds as a difference does.
            kernels.addScaled(-1, centre, 0, centred, i * d, d);
            System.arraycopy(start, 0, products, i * k, k);
        }
        kernels.gemm(0, n, k, d, memory.descriptors, vectors, memory.products);
        Arrays.fill(memory.pooled, 0);
        for (int i = 0; i < n; i++) {
            addValues(kernels, centred, i * d, products, i * k, memory.pooled);
        }
        for (int i = 0; i < length; i++) {
            statistics[i] = pooling == Pooling.MAX
                    ? Math.max(statistics[i], memory.pooled[i])
                    : statistics[i] + memory.pooled[i];
        }
    }

    @Override
    public final Optional<Codebook> codebook() {
        return Optional.of(words);
    }

    @Override
    public final int columns() {
        return words.columns();
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final double[] start() {
        double[] none = new double[length];
        clear(none);
        return none;
    }

    @Override
    public final void clear(double[] statistics) {
        Arrays.fill(statistics, pooling.start());
    }

    @Override
    public final void combine(double[] before, double[] part) {
        pooling.add(before, part);
    }

    @Override
    public final void code(double[] statistics, int n, float[] out, int to, Run run) {
        checkRoom(out, to);
        for (int i = 0; i < length; i++) {
            out[to + i] = pooling.value(statistics[i], n);
        }
    }

    @Override
    public final NamedArrays arrays() {
        return NamedArrays.empty().with("words", words.arrays());
    }
}
