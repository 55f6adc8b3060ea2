package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Checks;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first difference between two {@code result.json}. */
public final class ResultDifference {
    /** The members that say which bytes there are, and no figure. */
    private static final List<String> HASHES = List.of("files", "featuresSha256");

    private static final String ORDER = "the values are the same, only white space or order differs";

    private ResultDifference() {}

    /**
     * Compares byte for byte. A figure comes before the hash of a file, and what the promise of equal bits covers
     * before what it does not, so that neither hides the other.
     *
     * @return the place, both values, and whether the promise covers the place; empty if the bytes are equal
     */
    public static Optional<Finding> first(Path expectedFile, Path actualFile) throws IOException {
        return first(expectedFile, actualFile, true);
    }

    /** The same of the figures alone: other hashes of files and features are no difference. */
    static Optional<Finding> firstFigure(Path expectedFile, Path actualFile) throws IOException {
        return first(expectedFile, actualFile, false);
    }

    private static Optional<Finding> first(Path expectedFile, Path actualFile, boolean hashesToo) throws IOException {
        if (Files.mismatch(expectedFile, actualFile) < 0) {
            return Optional.empty();
        }
        Result result = ResultFile.read(expectedFile);
        JsonNode expected = JsonFile.read(expectedFile);
        JsonNode actual = JsonFile.read(actualFile);
        // What is promised is known by the second: the flag in the first may have been changed with the figures.
        Result now = ResultFile.read(actualFile);
        JsonNode promised = promised(expected, now);
        JsonNode promisedNow = promised(actual, now);
        Optional<JsonDifference> first = JsonDifference.first(withoutHashes(promised), withoutHashes(promisedNow))
                .or(() -> hashesToo ? JsonDifference.first(promised, promisedNow) : Optional.empty())
                .or(() -> JsonDifference.first(withoutHashes(expected), withoutHashes(actual)))
                .or(() -> hashesToo ? JsonDifference.first(expected, actual) : Optional.empty());
        if (first.isEmpty() && !expected.equals(actual)) {
            return Optional.empty();
        }
        if (first.isEmpty()) {
            FileDifference bytes = FileDifference.ofTexts(text(expectedFile), text(actualFile));
            return Optional.of(
                    new Finding(expectedFile.toString(), bytes.place(), ORDER, bytes.expected(), bytes.actual()));
        }
        Finding found = new Finding(
                expectedFile.toString(),
                first.get().pointer(),
                "",
                first.get().expectedText(),
                first.get().actualText());
        return Optional.of(placed(found, result, now));
    }

    /** The first figure of a run of a cell that differs, with its pointer in the run. */
    static Optional<FileDifference> ofRuns(CellRun expected, CellRun actual) {
        return JsonDifference.first(
                        CellRunJson.encode(expected.with(Map.of(), null)).without(HASHES),
                        CellRunJson.encode(actual.with(Map.of(), null)).without(HASHES))
                .map(d -> new FileDifference(d.pointer(), d.expectedText(), d.actualText()));
    }

    /**
     * Compares the runs in a {@code result.json} with the files {@code run.json} that they came from, and then its
     * means and deviations with its runs.
     *
     * @return the first place in the file; empty if there is none
     */
    static Optional<Finding> withOwnFiles(Path file) throws IOException {
        for (StoredRun run : StoredRun.of(ResultFile.read(file))) {
            Path own = run.file(file.toAbsolutePath().getParent(), RunFolder.RUN);
            // One that is missing or changed is not what the run came from; ChangedRunFiles names it.
            String stored = run.run().files().get(RunFolder.RUN);
            if (stored == null || !Files.isRegularFile(own) || !Hashes.of(own).equals(stored)) {
                continue;
            }
            Optional<FileDifference> found =
                    ofRuns(run.run(), ResultFile.readRun(own).runs().get(0));
            if (found.isPresent()) {
                FileDifference d = found.get();
                String of = run.name() + ", by its " + RunFolder.RUN;
                return Optional.of(new Finding(file.toString(), d.place(), of, d.expected(), d.actual()));
            }
        }
        return withOwnRuns(file);
    }

    /** Compares what a {@code result.json} has of several runs, such as means, with what these runs give. */
    static Optional<Finding> withOwnRuns(Path file) throws IOException {
        Result result = ResultFile.read(file);
        byte[] written = CanonicalJson.bytes(ResultFile.encode(result));
        if (Arrays.equals(written, RegularFile.bytes(file))) {
            return Optional.empty();
        }
        Optional<JsonDifference> first = JsonDifference.first(JsonFile.read(file), CanonicalJson.parse(written));
        if (first.isPresent()) {
            JsonDifference d = first.get();
            Finding found = new Finding(file.toString(), d.pointer(), "by its runs", d.expectedText(), d.actualText());
            return Optional.of(placed(found, result, result));
        }
        FileDifference bytes = FileDifference.ofTexts(text(file), new String(written, StandardCharsets.UTF_8));
        return Optional.of(new Finding(file.toString(), bytes.place(), ORDER, bytes.expected(), bytes.actual()));
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.bytes(file), StandardCharsets.UTF_8);
    }

    /**
     * The tree without the contents of cells and fusions that the promise of equal bits does not cover, so that their
     * differences do not hide others.
     */
    private static JsonNode promised(JsonNode tree, Result result) {
        JsonNode copy = tree.deepCopy();
        for (int i = 0; i < result.cells().size(); i++) {
            if (!result.cells().get(i).bitsPromised()) {
                setNull(copy.path("cells"), i);
                for (JsonNode size : copy.path("fewerImages")) {
                    setNull(size.path("cells"), i);
                }
            }
        }
        for (int i = 0; i < result.variance().size(); i++) {
            if (!isPromised(result, result.variance().get(i))) {
                setNull(copy.path("variance"), i);
            }
        }
        for (int i = 0; i < result.fusions().size(); i++) {
            if (!result.fusions().get(i).bitsPromised()) {
                setNull(copy.path("fusions"), i);
            }
        }
        return copy;
    }

    private static void setNull(JsonNode list, int i) {
        if (list instanceof ArrayNode array && i < array.size()) {
            array.setNull(i);
        }
    }

    private static JsonNode withoutHashes(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        for (JsonNode run : copy.findParents("seed")) {
            if (run instanceof ObjectNode object) {
                object.remove(HASHES);
            }
        }
        return copy;
    }

    /**
     * With the feature and the head, or the fusion, that its pointer belongs to.
     *
     * @param now says what is promised
     */
    private static Finding placed(Finding found, Result result, Result now) {
        String[] parts = found.place().split("/", -1);
        if (parts.length > 1 && parts[1].equals("data")) {
            return found.in("other data", true);
        }
        if (parts.length < 3) {
            return found;
        }
        if (parts[1].equals("cells") && isIn(result.cells(), parts[2])) {
            CellResult cell = result.cells().get(Integer.parseInt(parts[2]));
            return found.in(cell.feature() + " × " + cell.head() + seed(cell, parts, 3), isPromised(now, parts[2]));
        }
        if (parts[1].equals("variance") && isIn(result.variance(), parts[2])) {
            VarianceResult of = result.variance().get(Integer.parseInt(parts[2]));
            String source = parts.length > 4 && isIn(of.sources(), parts[4])
                    ? " by "
                            + Checks.name(
                                    of.sources().get(Integer.parseInt(parts[4])).of())
                    : "";
            return found.in(of.feature() + " × " + of.head() + ", variance" + source, isPromised(now, of));
        }
        if (parts[1].equals("fewerImages") && isIn(result.fewerImages(), parts[2])) {
            SizeResult size = result.fewerImages().get(Integer.parseInt(parts[2]));
            String images = size.images() + " training images";
            if (parts.length < 5 || !parts[3].equals("cells") || !isIn(size.cells(), parts[4])) {
                return found.in(images, true);
            }
            CellResult cell = size.cells().get(Integer.parseInt(parts[4]));
            return found.in(
                    cell.feature() + " × " + cell.head() + seed(cell, parts, 5) + ", " + images,
                    isPromised(now, parts[4]));
        }
        if (parts[1].equals("fusions") && isIn(result.fusions(), parts[2])) {
            FusionResult fusion = result.fusions().get(Integer.parseInt(parts[2]));
            boolean promised = !isIn(now.fusions(), parts[2])
                    || now.fusions().get(Integer.parseInt(parts[2])).bitsPromised();
            return found.in("fusion '" + fusion.fusion().name() + "'", promised);
        }
        return found;
    }

    /** Such as ", seed 2", or ", seed 2, jpeg of severity 3" for a count on corrupted images. */
    private static String seed(CellResult cell, String[] parts, int at) {
        if (parts.length < at + 2 || !parts[at].equals("runs") || !isIn(cell.runs(), parts[at + 1])) {
            return "";
        }
        CellRun run = cell.runs().get(Integer.parseInt(parts[at + 1]));
        boolean corrupted =
                parts.length > at + 3 && parts[at + 2].equals("corrupted") && isIn(run.corrupted(), parts[at + 3]);
        return ", seed " + run.seed()
                + (corrupted
                        ? ", "
                                + run.corrupted()
                                        .get(Integer.parseInt(parts[at + 3]))
                                        .kind()
                        : "");
    }

    private static boolean isPromised(Result now, String cell) {
        return !isIn(now.cells(), cell)
                || now.cells().get(Integer.parseInt(cell)).bitsPromised();
    }

    /** A cell whose training failed has no variance, so the two lists are of different length. */
    private static boolean isPromised(Result now, VarianceResult of) {
        return now.cells().stream()
                .filter(cell ->
                        cell.feature().equals(of.feature()) && cell.head().equals(of.head()))
                .allMatch(CellResult::bitsPromised);
    }

    private static boolean isIn(List<?> list, String index) {
        return index.matches("\\d{1,9}") && Integer.parseInt(index) < list.size();
    }
}
