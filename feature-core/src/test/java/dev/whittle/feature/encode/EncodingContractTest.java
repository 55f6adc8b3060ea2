package dev.whittle.feature.encode;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.cluster.GaussianMixture;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.DenseSift;
import dev.whittle.feature.local.PatchDescriptors;
import dev.whittle.feature.local.Patches;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
import dev.whittle.feature.transform.Zca;
import java.util.List;
import java.util.stream.Stream;

class EncodingContractTest extends ExtractorContract {
    @Override
    protected Stream<Encoding> specs() {
        HardWords words = new HardWords(new KMeans(7, 3, Start.KMEANS_PLUS_PLUS, 0));
        return Stream.of(
                new Encoding(
                        new BlockMeans(0),
                        300,
                        List.of(new Pca(2, true, 1e-3)),
                        true,
                        words,
                        List.of(new Regions(1, 1), new Regions(2, 2), new Regions(3, 1)),
                        List.of(Power.defaults(), L2Normalize.defaults())),
                new Encoding(
                        new DenseSift(List.of(2, 3), 4, 6, DenseSift.Window.FLAT, true, 0.005, DenseSift.Bands.LUMA),
                        400,
                        List.of(new Pca(6, false, 1e-5)),
                        false,
                        new Fisher(new GaussianMixture(
                                new KMeans(3, 3, Start.KMEANS_PLUS_PLUS, 0), 4, 0, 0.01, 1e-4, true)),
                        List.of(new Regions(1, 1), new Regions(3, 1)),
                        List.of(Power.defaults(), L2Normalize.defaults())),
                new Encoding(
                        new PatchDescriptors(new Patches(5, 3)),
                        300,
                        List.of(Zca.defaults()),
                        false,
                        new Vlad(new KMeans(4, 3, Start.KMEANS_PLUS_PLUS, 0), true),
                        List.of(new Regions(2, 2)),
                        List.of(L2Normalize.defaults())),
                new Encoding(new BlockMeans(100), 200, List.of(), false, words, List.of(new Regions(1, 1)), List.of()));
    }

    @Override
    protected String pin() {
        return "e27a3039";
    }
}
