package dev.whittle.feature.encode;

import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.local.Patches;
import java.util.stream.Stream;

class BagOfWordsContractTest extends ExtractorContract {
    @Override
    protected Stream<BagOfWords> specs() {
        KMeans means = new KMeans(30, 3, Start.KMEANS_PLUS_PLUS, 0);
        return Stream.of(
                new BagOfWords(new Patches(4, 1), 400, true, means, 2, true),
                new BagOfWords(new Patches(4, 3), 400, false, means, 1, false));
    }

    @Override
    protected String pin() {
        return "c1b22071";
    }
}
