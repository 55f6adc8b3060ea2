package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes {@code result.json} and {@code run.json}. Only this class and {@link EvaluationJson} convert results
 * to JSON and back. The members are documented in {@code docs/results-folder.md}. Unknown members are ignored.
 */
public final class ResultFile {
    public static final String NAME = "result.json";

    private static final String FORMAT = "whittle-result";
    private static final String RUN_FORMAT = "whittle-run";
    private static final int VERSION = 2;

    private ResultFile() {}

    static void write(Path file, Result result) throws IOException {
        JsonFile.write(file, encode(result));
    }

    /** @throws IOException if the file is missing, is not a result, or has another version */
    public static Result read(Path file) throws IOException {
        return JsonFile.read(file, ResultFile::decode);
    }

    /** Writes a cell with one run. */
    static void writeRun(Path file, CellResult cell) throws IOException {
        ObjectNode tree = header(RUN_FORMAT);
        put(tree.putObject("cell"), cell);
        JsonFile.write(file, tree);
    }

    static CellResult readRun(Path file) throws IOException {
        return JsonFile.read(file, at -> {
            checkVersion(at, RUN_FORMAT);
            return cell(at.get("cell"));
        });
    }

    static ObjectNode encode(Result result) {
        ObjectNode tree = header(FORMAT);
        if (result.experiment() != null) {
            tree.set("experiment", result.experiment());
        }
        ArrayNode data = tree.putArray("data");
        result.data().forEach(set -> put(data.addObject(), set));
        ArrayNode cells = tree.putArray("cells");
        result.cells().forEach(cell -> put(cells.addObject(), cell));
        if (!result.fewerImages().isEmpty()) {
            ArrayNode sizes = tree.putArray("fewerImages");
            result.fewerImages().forEach(size -> put(sizes.addObject(), size));
        }
        if (!result.fusions().isEmpty()) {
            ArrayNode fusions = tree.putArray("fusions");
            result.fusions().forEach(fusion -> put(fusions.addObject(), fusion));
        }
        VarianceResult.encode(result.variance(), tree);
        if (!result.files().isEmpty()) {
            ObjectNode files = tree.putObject("files");
            result.files().forEach(files::put);
        }
        return tree;
    }

    private static ObjectNode header(String format) {
        return JsonNodeFactory.instance.objectNode().put("format", format).put("version", VERSION);
    }

    private static void put(ObjectNode node, Result.Data data) {
        node.put("name", data.name());
        ArrayNode classes = node.putArray("classes");
        data.classes().forEach(classes::add);
        ArrayNode steps = node.putArray("imageSteps");
        data.imageSteps().forEach(steps::add);
        if (data.size() != null) {
            node.putObject("size")
                    .put("width", data.size().width())
                    .put("height", data.size().height());
        }
        put(node.putObject("train"), data.train());
        put(node.putObject("test"), data.test());
        if (!data.nearDuplicates().isEmpty()) {
            ArrayNode near = node.putArray("nearDuplicates");
            data.nearDuplicates()
                    .forEach(pair -> near.addObject()
                            .put("train", pair.train())
                            .put("test", pair.test())
                            .put("correlation", pair.correlation())
                            .put("mirrored", pair.mirrored()));
        }
        if (!data.warnings().isEmpty()) {
            ArrayNode warnings = node.putArray("warnings");
            data.warnings().forEach(warnings::add);
        }
    }

    private static void put(ObjectNode node, Result.Images images) {
        node.put("images", images.images());
        node.put("sha256", images.sha256());
        ArrayNode leftOut = node.putArray("leftOut");
        images.leftOut().forEach(leftOut::add);
        if (images.leftOutSha256() != null) {
            node.put("leftOutSha256", images.leftOutSha256());
        }
    }

    private static void put(ObjectNode node, CellResult cell) {
        node.put("feature", cell.feature());
        node.put("head", cell.head());
        node.put("data", cell.data());
        node.put("length", cell.length());
        node.put("bitsPromised", cell.bitsPromised());
        ObjectNode accuracy = node.putObject("accuracy");
        ObjectNode balanced = node.putObject("balancedAccuracy");
        for (Split split : Split.values()) {
            cell.accuracy(split).ifPresent(a -> put(accuracy.putObject(Checks.name(split)), a));
            cell.balancedAccuracy(split).ifPresent(a -> put(balanced.putObject(Checks.name(split)), a));
        }
        cell.accuracyWithoutViews().ifPresent(a -> put(accuracy.putObject(CellRunJson.WITHOUT_VIEWS), a));
        ArrayNode runs = node.putArray("runs");
        cell.runs().forEach(run -> CellRunJson.put(runs.addObject(), run));
    }

    private static void put(ObjectNode node, SizeResult size) {
        node.put("images", size.images());
        node.put("validation", size.validation());
        ArrayNode hashes = node.putArray("sha256");
        size.sha256().forEach(hashes::add);
        ArrayNode cells = node.putArray("cells");
        size.cells().forEach(cell -> put(cells.addObject(), cell));
    }

    private static void put(ObjectNode node, FusionResult fusion) {
        fusion.fusion().encode(node);
        node.put("data", fusion.data());
        node.put("bitsPromised", fusion.bitsPromised());
        ObjectNode accuracy = node.putObject("accuracy");
        ObjectNode balanced = node.putObject("balancedAccuracy");
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            put(accuracy.putObject(Checks.name(split)), fusion.accuracy(split));
            put(balanced.putObject(Checks.name(split)), fusion.balancedAccuracy(split));
        }
        ArrayNode runs = node.putArray("runs");
        for (FusionResult.FusionRun run : fusion.runs()) {
            ObjectNode r = runs.addObject();
            new SeedFold(run.seed(), run.fold()).put(r);
            ArrayNode weights = r.putArray("weights");
            run.weights().forEach(w -> weights.add(CanonicalJson.number(w)));
            ArrayNode scales = r.putArray("scales");
            run.scales().forEach(s -> scales.add(CanonicalJson.number(s)));
            EvaluationJson.put(r.putObject("validation"), run.validation());
            EvaluationJson.put(r.putObject("test"), run.test());
        }
    }

    private static void put(ObjectNode node, Accuracy accuracy) {
        node.put("mean", accuracy.mean());
        node.put("sd", accuracy.sd());
        ArrayNode runs = node.putArray("runs");
        accuracy.runs().forEach(runs::add);
    }

    // ---- from JSON

    static Result decode(JsonAt at) {
        checkVersion(at, FORMAT);
        return new Result(
                at.has("experiment") ? CellRunJson.object(at.get("experiment")) : null,
                CellRunJson.list(at.get("data"), ResultFile::data),
                CellRunJson.list(at.get("cells"), ResultFile::cell),
                at.has("fewerImages") ? CellRunJson.list(at.get("fewerImages"), ResultFile::size) : List.of(),
                at.has("fusions") ? CellRunJson.list(at.get("fusions"), ResultFile::fusion) : List.of(),
                at.has("variance") ? CellRunJson.list(at.get("variance"), VarianceResult::decode) : List.of(),
                CellRunJson.files(at));
    }

    private static void checkVersion(JsonAt at, String format) {
        if (!at.has("format") || !at.get("format").node().asText().equals(format)) {
            throw at.error("this is no " + format);
        }
        int version = at.get("version").node().asInt();
        if (version != VERSION) {
            throw at.error("this is a result of version " + version + ", and this Whittle reads version " + VERSION
                    + (version < VERSION ? "; make it again with `whittle compare`" : "; a newer Whittle is needed"));
        }
    }

    private static Result.Data data(JsonAt at) {
        return new Result.Data(
                at.get("name").text(),
                CellRunJson.list(at.get("classes"), JsonAt::text),
                CellRunJson.list(at.get("imageSteps"), CellRunJson::object),
                at.has("size")
                        ? new Result.Size(
                                CellRunJson.count(at.get("size").get("width")),
                                CellRunJson.count(at.get("size").get("height")))
                        : null,
                images(at.get("train")),
                images(at.get("test")),
                at.has("nearDuplicates")
                        ? CellRunJson.list(at.get("nearDuplicates"), ResultFile::nearDuplicate)
                        : List.of(),
                at.has("warnings") ? CellRunJson.list(at.get("warnings"), JsonAt::text) : List.of());
    }

    private static NearDuplicate nearDuplicate(JsonAt at) {
        return new NearDuplicate(
                at.get("train").text(),
                at.get("test").text(),
                at.get("correlation").number(),
                at.get("mirrored").bool());
    }

    private static Result.Images images(JsonAt at) {
        return new Result.Images(
                CellRunJson.count(at.get("images")),
                at.get("sha256").text(),
                CellRunJson.list(at.get("leftOut"), JsonAt::text),
                at.has("leftOutSha256") ? at.get("leftOutSha256").text() : null);
    }

    private static CellResult cell(JsonAt at) {
        return new CellResult(
                at.get("feature").text(),
                at.get("head").text(),
                CellRunJson.count(at.get("data")),
                CellRunJson.count(at.get("length")),
                at.get("bitsPromised").bool(),
                CellRunJson.list(at.get("runs"), CellRunJson::run));
    }

    private static SizeResult size(JsonAt at) {
        return new SizeResult(
                CellRunJson.count(at.get("images")),
                CellRunJson.count(at.get("validation")),
                CellRunJson.list(at.get("sha256"), JsonAt::text),
                CellRunJson.list(at.get("cells"), ResultFile::cell));
    }

    private static FusionResult fusion(JsonAt at) {
        return new FusionResult(
                Fusion.decodeOne(at),
                CellRunJson.count(at.get("data")),
                at.get("bitsPromised").bool(),
                CellRunJson.list(
                        at.get("runs"),
                        run -> new FusionResult.FusionRun(
                                SeedFold.decode(run).seed(),
                                SeedFold.decode(run).fold(),
                                CellRunJson.list(run.get("weights"), JsonAt::floatNumber),
                                CellRunJson.list(run.get("scales"), JsonAt::floatNumber),
                                EvaluationJson.evaluation(run.get("validation")),
                                EvaluationJson.evaluation(run.get("test")))));
    }
}
