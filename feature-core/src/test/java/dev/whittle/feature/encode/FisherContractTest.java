package dev.whittle.feature.encode;

import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import java.util.stream.Stream;

class FisherContractTest extends EncoderContract {
    private static Fisher fisher(int k, double cut, boolean renormalize) {
        KMeans start = new KMeans(k, 5, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
        return new Fisher(new GaussianMixture(start, 4, 1e-3, 0.01, cut, renormalize));
    }

    @Override
    protected Stream<Fisher> specs() {
        return Stream.of(fisher(1, 1e-4, true), fisher(21, 1e-4, true), fisher(21, 1e-6, false), fisher(40, 0, true));
    }

    @Override
    protected String pin() {
        return "75aab178";
    }
}
