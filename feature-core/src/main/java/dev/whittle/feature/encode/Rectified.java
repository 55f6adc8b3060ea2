package dev.whittle.feature.encode;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;

/** The fitted {@link SoftThreshold} and {@link TwoSidedRectifier}. */
final class Rectified extends ProductEncoder {
    private final int k;
    private final float threshold;
    private final boolean twoSided;

    /** @param sides 1 for the values of w alone, 2 for those of w and -w */
    Rectified(Codebook words, Pooling pooling, double threshold, int sides) {
        super(
                words,
                pooling,
                Math.multiplyExact(sides, words.size()),
                words.centroids(),
                new float[words.size()],
                new Matrix(1, words.columns()));
        this.k = words.size();
        this.threshold = (float) threshold;
        this.twoSided = sides == 2;
    }

    static void check(String name, Spec<Rows, ? extends Codebook> dictionary, double threshold, Pooling pooling) {
        new Checks(name)
                .refuse(!(dictionary instanceof Dictionary), Dictionary.expected(dictionary))
                .refuse(
                        !(threshold >= 0) || Float.isInfinite((float) threshold),
                        "threshold must be at least 0 and at most " + Float.MAX_VALUE + ", got " + threshold)
                .refuse(pooling == null, "pooling must be given")
                .report();
    }

    @Override
    void addValues(LinearKernels kernels, float[] x, int at, float[] products, int productsAt, float[] pooled) {
        pool(kernels, 1, -threshold, products, productsAt, pooled, 0);
        if (twoSided) {
            pool(kernels, -1, -threshold, products, productsAt, pooled, k);
        }
    }
}
