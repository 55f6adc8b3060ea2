package dev.whittle.feature.encode;

import dev.whittle.feature.cluster.KMeans;
import java.util.stream.Stream;

class VladContractTest extends EncoderContract {
    @Override
    protected Stream<Vlad> specs() {
        return Stream.of(true, false)
                .flatMap(intra -> Stream.of(1, 21)
                        .map(k -> new Vlad(new KMeans(k, 5, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3), intra)));
    }

    @Override
    protected String pin() {
        return "df6ba1dd";
    }
}
