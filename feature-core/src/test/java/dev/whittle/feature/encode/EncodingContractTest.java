package dev.whittle.feature.encode;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.transform.L2Normalize;
import dev.whittle.feature.transform.Pca;
import dev.whittle.feature.transform.Power;
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
                new Encoding(new BlockMeans(100), 200, List.of(), false, words, List.of(new Regions(1, 1)), List.of()));
    }

    @Override
    protected String pin() {
        return "acd9e650";
    }
}
