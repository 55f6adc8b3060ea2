package dev.whittle.feature.encode;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.cluster.Omp1;
import dev.whittle.feature.cluster.RandomPatches;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import java.util.stream.Stream;

class TwoLayerFiltersContractTest extends ExtractorContract {
    @Override
    protected Stream<TwoLayerFilters> specs() {
        KMeans words = new KMeans(5, 3, Start.RANDOM, 0);
        return Stream.of(
                new TwoLayerFilters(
                        new FilterLayer(
                                new Patches(5, 2),
                                200,
                                List.of(Zca.defaults()),
                                new Triangle(new KMeans(18, 3, Start.KMEANS_PLUS_PLUS, 0), Pooling.SUM)),
                        2,
                        3,
                        4,
                        new FilterLayer(
                                new Patches(2, 1),
                                200,
                                List.of(L2Normalize.defaults(), Standardize.defaults(), Zca.defaults()),
                                new Triangle(words, Pooling.SUM)),
                        List.of(new Regions(1, 1), new Regions(2, 2))),
                new TwoLayerFilters(
                        new FilterLayer(
                                new Patches(4, 3),
                                150,
                                List.of(),
                                new TwoSidedRectifier(new RandomPatches(9), 0.1, Pooling.MAX)),
                        1,
                        2,
                        18,
                        new FilterLayer(
                                new Patches(3, 2),
                                100,
                                List.of(),
                                new SoftThreshold(new Omp1(6, 2), 0.25, Pooling.AVERAGE)),
                        List.of(new Regions(3, 1))));
    }

    @Override
    protected String pin() {
        return "0772d5dd";
    }
}
