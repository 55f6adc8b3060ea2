package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.cluster.RandomFilters;
import dev.whittle.feature.table.Rows;
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

    /** The only thing that they do not do. */
    @Override
    @ParameterizedTest
    @MethodSource("specs")
    protected void isFittedToTheRows(Spec<Rows, ? extends Encoder> spec) {
        assertThrows(AssertionError.class, () -> super.isFittedToTheRows(spec));
    }

    @Override
    protected String pin() {
        return "53cdddfc";
    }
}
