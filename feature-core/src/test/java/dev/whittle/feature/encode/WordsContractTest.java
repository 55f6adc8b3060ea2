package dev.whittle.feature.encode;

import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.KMeans.Start;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

/** The encoders with a value for each word. */
class WordsContractTest extends EncoderContract {
    @Override
    protected Stream<Spec<Rows, Encoder>> specs() {
        KMeans means = new KMeans(13, 4, Start.KMEANS_PLUS_PLUS, 0);
        return Stream.concat(
                Stream.of(new HardWords(means)),
                Stream.of(Pooling.values())
                        .flatMap(pooling ->
                                Stream.of(new SoftWords(means, 4, 0.3, pooling), new Llc(means, 5, 1e-4, pooling))));
    }

    @Override
    protected String pin() {
        return "e62df2ac";
    }
}
