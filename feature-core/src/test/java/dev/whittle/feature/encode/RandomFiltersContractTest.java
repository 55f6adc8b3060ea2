package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.RandomFilters;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoders whose words are drawn and not learned. */
class RandomFiltersContractTest extends EncoderContract {
    @Override
    protected Stream<Spec<Rows, Encoder>> specs() {
        RandomFilters filters = new RandomFilters(18);
        return Stream.of(
                new Triangle(KMeans.defaults(), Pooling.SUM, filters),
                new SoftThreshold(filters, 0.25, Pooling.SUM),
                new TwoSidedRectifier(filters, 0.25, Pooling.SUM));
    }

    /** They are the same for any rows of a length. */
    @Override
    @ParameterizedTest
    @MethodSource("specs")
    protected void isFittedToTheRows(Spec<Rows, ? extends Encoder> spec) {
        float[] words = words(spec, 1, Run.defaults());
        assertArrayEquals(words, words(spec, 2, Run.defaults()));
        assertFalse(Arrays.equals(words, words(spec, 1, Run.defaults().withSeed(8))), "another seed, the same words");
    }

    private static float[] words(Spec<Rows, ? extends Encoder> spec, int rows, Run run) {
        Encoder encoder = spec.fit(TestData.gaussians(30, 6, rows), run);
        return encoder.codebook().orElseThrow().centroids().data();
    }

    @Override
    protected String pin() {
        return "53cdddfc";
    }
}
