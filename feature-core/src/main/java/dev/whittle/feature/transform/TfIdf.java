package dev.whittle.feature.transform;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Tables;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/**
 * Weighs histograms of words by how rare each word is: J. Sivic and A. Zisserman, "Video Google: A Text Retrieval
 * Approach to Object Matching in Videos", ICCV 2003, section 4. The value of word i in an image d is
 *
 * <pre>{@code t_i = n_id / n_d · log(N / n_i)}</pre>
 *
 * with n_id of the n_d words of the image, and n_i of the N training images that have the word at all. With {@code
 * smooth} the second factor is log((1 + N) / (1 + n_i)) + 1, so that no word has the weight 0. {@code l2} afterwards
 * makes the vectors that the paper compares by their angle.
 *
 * <p>A value above 0 counts as having the word, and n_d is the sum of a row, so shares are taken like counts. A value
 * below 0 is refused. A row of zeros stays as it is. A word of no training image has the weight of one of a single
 * image, as log(N / 0) is infinite. Logarithms are natural; sums are in double, weights are rounded to float.
 *
 * <p>scikit-learn's {@code TfidfTransformer} has the weights of {@code smooth} by default. Its {@code smooth_idf=False}
 * is log(N / n_i) + 1. It does not divide by n_d, which {@code l2} makes the same.
 *
 * @param smooth whether weights are smoothed
 */
public record TfIdf(boolean smooth) implements Spec<Rows, Transform>, LearnedSize {
    /** The paper's weights. */
    public static TfIdf defaults() {
        return new TfIdf(false);
    }

    @Override
    public Transform fit(Rows train, Run run) {
        if (train.rows() == 0) {
            throw new IllegalArgumentException("TF-IDF needs at least one row to fit to, got " + train);
        }
        train.checkFinite("features to fit TF-IDF to");
        int columns = train.columns();
        int[] rowsWith = new int[columns];
        Tables.ranges(train, run, (in, at, first, n) -> {
            NonNegative.check("TF-IDF", in, at, n, columns, first);
            int[] some = new int[columns];
            for (int i = 0; i < n * columns; i++) {
                some[i % columns] += in[at + i] > 0 ? 1 : 0;
            }
            synchronized (rowsWith) {
                for (int c = 0; c < columns; c++) {
                    rowsWith[c] += some[c];
                }
            }
        });
        float[] weights = new float[columns];
        for (int c = 0; c < columns; c++) {
            double all = train.rows();
            weights[c] = (float)
                    (smooth
                            ? StrictMath.log((1 + all) / (1 + rowsWith[c])) + 1
                            : StrictMath.log(all / Math.max(1, rowsWith[c])));
        }
        return new Fitted(weights);
    }

    /** Rebuilds from {@code weights}, a row with one for each word. */
    @Override
    public Transform restore(NamedArrays arrays, Run run) {
        Matrix weights = arrays.get("weights", 1, -1);
        weights.requireFinite("Array 'weights'");
        return new Fitted(weights.data());
    }

    private static final class Fitted implements NonNegative {
        private final float[] weights;

        Fitted(float[] weights) {
            this.weights = weights;
        }

        @Override
        public int columns(int columns) {
            if (columns != weights.length) {
                throw new IllegalArgumentException(
                        "TF-IDF was fitted to " + weights.length + " columns, got " + columns);
            }
            return columns;
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            checkRoom(in, at, n, columns, out, to);
            NonNegative.check(toString(), in, at, n, columns, 0);
            for (int row = 0; row < n * columns; row += columns) {
                double sum = 0;
                for (int i = at + row; i < at + row + columns; i++) {
                    sum += in[i];
                }
                double scale = sum > 0 ? 1 / sum : 0;
                for (int c = 0; c < columns; c++) {
                    out[to + row + c] = (float) (in[at + row + c] * scale * weights[c]);
                }
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("weights", new Matrix(1, weights.length, weights));
        }

        @Override
        public String toString() {
            return "TF-IDF";
        }
    }
}
