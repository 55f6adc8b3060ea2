package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs of cells as {@link ResultFile} has them in JSON. */
final class CellRunJson {
    static final String WITHOUT_VIEWS = "testWithoutViews";
    private static final String CALIBRATION = "calibration";
    private static final String FOLDS = "folds";
    private static final String CORRUPTED = "corrupted";

    private CellRunJson() {}

    /** A run as a cell has it. */
    static ObjectNode encode(CellRun run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, run);
        return node;
    }

    /** Members of a run in the order in which they are written. */
    static void put(ObjectNode node, CellRun run) {
        run.of().put(node);
        if (run.featuresSha256() != null) {
            node.put("featuresSha256", run.featuresSha256());
        }
        if (run.folder() != null) {
            node.put("folder", run.folder());
        }
        if (!run.files().isEmpty()) {
            ObjectNode files = node.putObject("files");
            run.files().forEach(files::put);
        }
        if (run.choice() != null) {
            ArrayNode candidates = node.putArray("candidates");
            for (CellRun.Candidate candidate : run.choice().candidates()) {
                ObjectNode c = candidates.addObject();
                if (candidate.diverged() == null) {
                    c.put("validation", candidate.validation());
                } else {
                    c.put("diverged", candidate.diverged());
                }
                if (!candidate.folds().isEmpty()) {
                    ArrayNode folds = c.putArray(FOLDS);
                    candidate.folds().forEach(folds::add);
                }
                c.set("settings", candidate.settings());
            }
            node.put("choice", run.choice().index());
            node.set("chosen", run.choice().chosen());
        }
        if (run.convergence() != null) {
            EvaluationJson.put(node.putObject("convergence"), run.convergence());
        }
        for (Split split : Split.values()) {
            run.on(split).ifPresent(evaluation -> EvaluationJson.put(node.putObject(Checks.name(split)), evaluation));
        }
        if (run.testWithoutViews() != null) {
            EvaluationJson.put(node.putObject(WITHOUT_VIEWS), run.testWithoutViews());
        }
        if (run.calibration() != null) {
            EvaluationJson.put(node.putObject(CALIBRATION), run.calibration());
        }
        if (!run.corrupted().isEmpty()) {
            EvaluationJson.put(node.putArray(CORRUPTED), run.corrupted());
        }
        EvaluationJson.put(node, run.controls());
        ArrayNode curve = node.putArray("curve");
        for (CurvePoint p : run.curve()) {
            curve.addArray().add(p.iteration()).add(p.objective()).add(p.accuracy());
        }
        if (!run.warnings().isEmpty()) {
            ArrayNode warnings = node.putArray("warnings");
            run.warnings().forEach(warnings::add);
        }
    }

    // ---- from JSON

    static CellRun run(JsonAt at) {
        SeedFold of = SeedFold.decode(at);
        return new CellRun(
                of.seed(),
                of.fold(),
                at.has("featuresSha256") ? at.get("featuresSha256").text() : null,
                at.has("candidates")
                        ? new CellRun.Choice(
                                list(at.get("candidates"), CellRunJson::candidate),
                                count(at.get("choice")),
                                object(at.get("chosen")))
                        : null,
                at.has("convergence") ? EvaluationJson.convergence(at.get("convergence")) : null,
                EvaluationJson.evaluation(at.get("train")),
                at.has("validation") ? EvaluationJson.evaluation(at.get("validation")) : null,
                EvaluationJson.evaluation(at.get("test")),
                at.has(WITHOUT_VIEWS) ? EvaluationJson.evaluation(at.get(WITHOUT_VIEWS)) : null,
                at.has(CALIBRATION) ? EvaluationJson.calibration(at.get(CALIBRATION)) : null,
                at.has(CORRUPTED) ? list(at.get(CORRUPTED), EvaluationJson::corrupted) : List.of(),
                EvaluationJson.controls(at),
                list(at.get("curve"), CellRunJson::point),
                at.has("warnings") ? list(at.get("warnings"), JsonAt::text) : List.of(),
                files(at),
                at.has("folder") ? at.get("folder").text() : null);
    }

    private static CellRun.Candidate candidate(JsonAt at) {
        boolean diverged = at.has("diverged");
        return new CellRun.Candidate(
                diverged ? null : Double.valueOf(at.get("validation").number()),
                at.has(FOLDS) ? list(at.get(FOLDS), JsonAt::number) : List.of(),
                diverged ? at.get("diverged").text() : null,
                object(at.get("settings")));
    }

    private static CurvePoint point(JsonAt at) {
        List<JsonAt> values = at.elements();
        if (values.size() != 3) {
            throw at.expected("an iteration, an objective and an accuracy");
        }
        return new CurvePoint(
                count(values.get(0)), values.get(1).number(), values.get(2).number());
    }

    /** The hashes of files, by their names; empty where there are none. */
    static Map<String, String> files(JsonAt at) {
        Map<String, String> files = new LinkedHashMap<>();
        if (at.has("files")) {
            JsonAt its = at.get("files");
            its.node()
                    .fieldNames()
                    .forEachRemaining(name -> files.put(name, its.get(name).text()));
        }
        return files;
    }

    static int count(JsonAt at) {
        return (int) at.wholeNumber(0, Integer.MAX_VALUE);
    }

    static ObjectNode object(JsonAt at) {
        if (at.node() instanceof ObjectNode object) {
            return object;
        }
        throw at.expected("keys with values");
    }

    static <T> List<T> list(JsonAt at, Function<JsonAt, T> decoder) {
        List<T> values = new ArrayList<>();
        at.elements().forEach(element -> values.add(decoder.apply(element)));
        return values;
    }
}
