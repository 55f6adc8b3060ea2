package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.inference.DeviationInterval;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How much the accuracy of a cell on the test images varies by each source of chance, with all others as the first seed
 * has them.
 *
 * @param sources in the order of the experiment; {@link Chance#ALL} is the last
 */
public record VarianceResult(String feature, String head, List<Source> sources) {
    /** Of the intervals. */
    public static final double LEVEL = 0.95;

    /** What comes from another library is rounded to so many digits, since its last bits may differ. */
    private static final MathContext DIGITS = new MathContext(6);

    /**
     * One source of chance.
     *
     * @param hasEffect false if each seed gives the same features and the same scores of the test images, bit by bit;
     *     of {@link Chance#ALL}, the same features and the same counts of right images
     * @param runs the accuracies from 0 to 1, one for each seed of the experiment, the first one first
     */
    public record Source(Chance of, boolean hasEffect, List<Double> runs) {
        public Source {
            runs = List.copyOf(runs);
            if (runs.size() < 2) {
                throw new IllegalArgumentException("A deviation needs at least 2 runs, got " + runs.size());
            }
        }

        public Accuracy accuracy() {
            return Accuracy.over(runs);
        }

        /** Of the deviation, with level {@link #LEVEL}, to 6 digits. */
        public DeviationInterval interval() {
            DeviationInterval all = DeviationInterval.of(deviation(), runs.size(), LEVEL);
            return new DeviationInterval(rounded(all.low()), rounded(all.high()));
        }

        /** The sample deviation of the runs; exactly 0 if they are equal. */
        public double deviation() {
            return runs.stream().distinct().count() == 1 ? 0 : accuracy().sd();
        }

        private static double rounded(double value) {
            return new BigDecimal(value).round(DIGITS).doubleValue();
        }
    }

    public VarianceResult {
        sources = List.copyOf(sources);
    }

    /** Only if there are any. */
    static void encode(List<VarianceResult> cells, ObjectNode result) {
        if (!cells.isEmpty()) {
            ArrayNode all = result.putArray("variance");
            cells.forEach(cell -> cell.encode(all.addObject()));
        }
    }

    private void encode(ObjectNode node) {
        node.put("feature", feature).put("head", head);
        ArrayNode all = node.putArray("sources");
        for (Source source : sources) {
            ObjectNode one = all.addObject().put("of", Checks.name(source.of()));
            one.put("effect", source.hasEffect());
            one.put("mean", source.accuracy().mean());
            one.put("sd", source.deviation());
            one.put("low", source.interval().low());
            one.put("high", source.interval().high());
            ArrayNode runs = one.putArray("runs");
            source.runs().forEach(runs::add);
        }
    }

    static VarianceResult decode(JsonAt at) {
        List<Source> sources = new ArrayList<>();
        for (JsonAt source : at.get("sources").elements()) {
            sources.add(new Source(
                    of(source.get("of")),
                    source.get("effect").bool(),
                    source.get("runs").elements().stream().map(JsonAt::number).toList()));
        }
        return new VarianceResult(at.get("feature").text(), at.get("head").text(), sources);
    }

    private static Chance of(JsonAt at) {
        for (Chance chance : Chance.values()) {
            if (Checks.name(chance).equals(at.text())) {
                return chance;
            }
        }
        throw at.expected("a source of chance");
    }
}
