package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.NearestWord;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * The triangle activation: with the distance z_k = ‖x - w_k‖ of a descriptor to each word and the mean μ of these
 * distances, the value of word k is max(0, μ - z_k) (Coates, Lee and Ng, "An analysis of single-layer networks in
 * unsupervised feature learning", AISTATS 2011, section 3.2.2). The distances are not squared.
 *
 * <p>Squared distances come from products, ‖x - c‖² - 2·((x - c)·(w - c) - ‖w - c‖²/2) with the centre c of the
 * codebook, in float. Their rounding error is some multiple of 2⁻²⁴·‖x - c‖². So the distance of a descriptor that
 * equals a word may be some 10⁻⁴·‖x - c‖ instead of 0.
 *
 * @param kMeans how the words are learned
 * @param pooling how the values of descriptors are joined
 * @param dictionary how the words are learned if not by {@code kMeans}; null for {@code kMeans}
 */
public record Triangle(KMeans kMeans, Pooling pooling, Spec<Rows, ? extends Codebook> dictionary)
        implements WordEncoding {
    public Triangle {
        Checks checks = new Checks("Triangle");
        checks.refuse(
                kMeans == null || pooling == null,
                "kMeans and pooling must be given, got " + kMeans + " and " + pooling);
        checks.refuse(dictionary != null && !(dictionary instanceof Dictionary), Dictionary.expected(dictionary));
        checks.report();
    }

    /** With words from k-means. */
    public Triangle(KMeans kMeans, Pooling pooling) {
        this(kMeans, pooling, null);
    }

    /** The sum over a region, as in the paper. */
    public static Triangle defaults() {
        return new Triangle(KMeans.defaults(), Pooling.SUM);
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return dictionary == null
                ? List.of()
                : List.of(new UnusedSetting("kMeans", "a dictionary", "words without one"));
    }

    @Override
    public Dictionary words() {
        return dictionary == null ? kMeans : (Dictionary) dictionary;
    }

    @Override
    public Encoder encoder(Codebook words) {
        Matrix centre = words.centre();
        return new Distances(words, pooling, NearestWord.minus(words.centroids(), centre), centre);
    }

    private static final class Distances extends ProductEncoder {
        private final float[] ones;

        Distances(Codebook words, Pooling pooling, Matrix vectors, Matrix centre) {
            super(words, pooling, words.size(), vectors, NearestWord.halfSquaredNorms(vectors), centre);
            ones = new float[words.size()];
            Arrays.fill(ones, 1);
        }

        @Override
        void addValues(LinearKernels kernels, float[] x, int at, float[] products, int productsAt, float[] pooled) {
            float square = kernels.dot(x, at, x, at, columns());
            kernels.distances(square, products, productsAt, ones.length);
            float mean = kernels.dot(products, productsAt, ones, 0, ones.length) / ones.length;
            pool(kernels, -1, mean, products, productsAt, pooled, 0);
        }
    }
}
