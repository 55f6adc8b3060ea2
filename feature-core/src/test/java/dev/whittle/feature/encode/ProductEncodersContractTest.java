package dev.whittle.feature.encode;

import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

/** The encoders that are computed from products of descriptors and words. */
class ProductEncodersContractTest extends EncoderContract {
    @Override
    protected Stream<Spec<Rows, Encoder>> specs() {
        KMeans means = new KMeans(13, 4, Start.KMEANS_PLUS_PLUS, 0);
        return Stream.of(Pooling.values())
                .flatMap(pooling -> Stream.of(
                        new Triangle(means, pooling),
                        new Triangle(means, pooling, new RandomPatches(17)),
                        new SoftThreshold(new Omp1(13, 3), 0.25, pooling),
                        new TwoSidedRectifier(means, 1.5, pooling),
                        new TwoSidedRectifier(new RandomPatches(16), 0, pooling)));
    }

    @Override
    protected String pin() {
        return "c8751f86";
    }
}
