package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import dev.whittle.feature.image.corrupt.Corruption;
import java.util.List;
import java.util.Locale;

/** Evaluations, counts on corrupted images and convergence as {@link ResultFile} has them in JSON. */
final class EvaluationJson {
    private static final String SHUFFLED_LABELS = "shuffledLabels";
    private static final String CONSTANT_IMAGE = "constantImage";
    private static final String UNTRAINED_FEATURE = "untrainedFeature";
    private static final String UNTRAINED_HEAD = "untrainedHead";

    private EvaluationJson() {}

    /** Numbers that the solver does not have are left out. */
    static void put(ObjectNode node, Convergence reached) {
        node.put("iterations", reached.iterations());
        node.put("objective", reached.objective());
        if (Double.isFinite(reached.gradient())) {
            node.put("gradient", reached.gradient());
        }
        if (Double.isFinite(reached.gap())) {
            node.put("gap", reached.gap());
        }
        node.put("stop", Checks.name(reached.stop()));
    }

    static void put(ObjectNode node, Evaluation evaluation) {
        ArrayNode rows = node.putArray("confusion");
        for (int[] row : evaluation.confusion().counts()) {
            ArrayNode counts = rows.addArray();
            for (int n : row) {
                counts.add(n);
            }
        }
        ArrayNode top = node.putArray("top");
        evaluation.top().forEach(top::add);
    }

    static void put(ArrayNode list, List<CorruptedCount> counts) {
        for (CorruptedCount count : counts) {
            list.addObject()
                    .put("corruption", count.kind().corruption().key())
                    .put("severity", count.kind().severity())
                    .put("correct", count.correct());
        }
    }

    static CorruptedCount corrupted(JsonAt at) {
        Corruptions.Case kind = new Corruptions.Case(Corruptions.corruption(at.get("corruption")), (int)
                at.get("severity").wholeNumber(1, Corruption.SEVERITIES));
        return new CorruptedCount(kind, count(at.get("correct")));
    }

    /** Only the controls that were computed. */
    static void put(ObjectNode run, ControlResults controls) {
        ShuffledLabelsResult shuffled = controls.shuffledLabels();
        if (shuffled != null) {
            run.putObject(SHUFFLED_LABELS)
                    .put("images", shuffled.images())
                    .put("accuracy", shuffled.accuracy())
                    .put("limit", shuffled.limit());
        }
        ConstantImageResult constant = controls.constantImage();
        if (constant != null) {
            run.putObject(CONSTANT_IMAGE)
                    .put("images", constant.images())
                    .put("accuracy", constant.accuracy())
                    .put("limit", constant.limit());
        }
        if (controls.untrainedFeature() != null) {
            run.putObject(UNTRAINED_FEATURE)
                    .put("accuracy", controls.untrainedFeature().accuracy());
        }
        if (controls.untrainedHead() != null) {
            run.putObject(UNTRAINED_HEAD)
                    .put("accuracy", controls.untrainedHead().accuracy())
                    .put("limit", controls.untrainedHead().limit());
        }
    }

    static ControlResults controls(JsonAt run) {
        return new ControlResults(
                run.has(SHUFFLED_LABELS) ? shuffledLabels(run.get(SHUFFLED_LABELS)) : null,
                run.has(CONSTANT_IMAGE) ? constantImage(run.get(CONSTANT_IMAGE)) : null,
                run.has(UNTRAINED_FEATURE) ? untrained(run.get(UNTRAINED_FEATURE)) : null,
                run.has(UNTRAINED_HEAD) ? untrained(run.get(UNTRAINED_HEAD)) : null);
    }

    private static ShuffledLabelsResult shuffledLabels(JsonAt at) {
        return new ShuffledLabelsResult(
                count(at.get("images")),
                at.get("accuracy").number(),
                at.get("limit").number());
    }

    private static ConstantImageResult constantImage(JsonAt at) {
        return new ConstantImageResult(
                count(at.get("images")),
                at.get("accuracy").number(),
                at.get("limit").number());
    }

    private static UntrainedResult untrained(JsonAt at) {
        return new UntrainedResult(
                at.get("accuracy").number(), at.has("limit") ? at.get("limit").number() : null);
    }

    static void put(ObjectNode node, Calibration calibration) {
        node.put("temperature", calibration.temperature())
                .put("lossBefore", calibration.lossBefore())
                .put("lossAfter", calibration.lossAfter());
    }

    static Calibration calibration(JsonAt at) {
        return new Calibration(
                at.get("temperature").number(),
                at.get("lossBefore").number(),
                at.get("lossAfter").number());
    }

    static Convergence convergence(JsonAt at) {
        return new Convergence(
                count(at.get("iterations")),
                at.get("objective").number(),
                at.has("gradient") ? at.get("gradient").number() : Double.NaN,
                at.has("gap") ? at.get("gap").number() : Double.NaN,
                Convergence.Stop.valueOf(
                        at.get("stop").text().toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    static Evaluation evaluation(JsonAt at) {
        List<JsonAt> rows = at.get("confusion").elements();
        int[][] counts = new int[rows.size()][];
        for (int t = 0; t < counts.length; t++) {
            counts[t] = rows.get(t).elements().stream()
                    .mapToInt(EvaluationJson::count)
                    .toArray();
        }
        List<Integer> top =
                at.get("top").elements().stream().map(EvaluationJson::count).toList();
        try {
            return new Evaluation(new ConfusionMatrix(counts), top);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    private static int count(JsonAt at) {
        return (int) at.wholeNumber(0, Integer.MAX_VALUE);
    }
}
