package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares a results folder with the results of running its experiment again. */
public final class Verify {
    private static final int NAMED = 5;

    private Verify() {}

    /**
     * The experiment of a result.
     *
     * @param file the {@code result.json} it was read from, for messages
     * @throws IOException if the comparison was made in code and cannot be repeated from a file, or if the experiment
     *     is not understood
     */
    public static Experiment experiment(Result result, Path file) throws IOException {
        if (result.experiment() == null) {
            throw new IOException(
                    file + " is the result of a comparison made in code, so it cannot be run again from its"
                            + " file; run that code again, and compare the two result.json");
        }
        try {
            return Experiment.decode(new JsonAt(result.experiment(), pointer -> file + " at /experiment" + pointer));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The first file of a results folder that is missing or changed since its {@code result.json} was written. */
    public static Optional<String> damagedFile(Path results, Result result) throws IOException {
        List<CellResult> all = new ArrayList<>(result.cells());
        result.fewerImages().forEach(size -> all.addAll(size.cells()));
        for (CellResult cell : all) {
            for (CellRun run : cell.runs()) {
                for (Map.Entry<String, String> named : run.files().entrySet()) {
                    Path file = results.resolve(run.folder()).resolve(named.getKey());
                    if (!Files.isRegularFile(file)) {
                        return Optional.of(file + " is missing");
                    }
                    String actual = Hashes.of(file);
                    if (!actual.equals(named.getValue())) {
                        return Optional.of(file + " is not the one that " + ResultFile.NAME
                                + " names: its SHA-256 is " + actual + ", " + ResultFile.NAME + " names "
                                + named.getValue());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Describes the first difference between two {@code result.json}, byte for byte: its place, both values, and
     * whether the promise of equal bits covers the place.
     */
    public static Optional<String> difference(Path expectedFile, Path actualFile) throws IOException {
        if (Arrays.equals(Files.readAllBytes(expectedFile), Files.readAllBytes(actualFile))) {
            return Optional.empty();
        }
        Result result = ResultFile.read(expectedFile);
        JsonNode expected = JsonFile.read(expectedFile);
        JsonNode actual = JsonFile.read(actualFile);
        Optional<JsonDifference> first =
                JsonDifference.first(promised(expected, result), promised(actual, ResultFile.read(actualFile)));
        if (first.isEmpty()) {
            first = JsonDifference.first(expected, actual);
        }
        if (first.isEmpty()) {
            return Optional.of(expectedFile + " holds the same values in other bytes (white space or order)");
        }
        return Optional.of(expectedFile + ": " + first.get().text("there", "when it is run again")
                + where(result, first.get().pointer()));
    }

    /**
     * The tree without the contents of cells and fusions that the promise of equal bits does not cover, so that their
     * differences do not hide others.
     */
    private static JsonNode promised(JsonNode tree, Result result) {
        JsonNode copy = tree.deepCopy();
        for (int i = 0; i < result.cells().size(); i++) {
            if (!result.cells().get(i).bitsPromised()) {
                ((ArrayNode) copy.get("cells")).setNull(i);
                for (JsonNode size : copy.path("fewerImages")) {
                    ((ArrayNode) size.get("cells")).setNull(i);
                }
            }
        }
        for (int i = 0; i < result.fusions().size(); i++) {
            if (!result.fusions().get(i).bitsPromised()) {
                ((ArrayNode) copy.get("fusions")).setNull(i);
            }
        }
        return copy;
    }

    /**
     * Compares a plan's images, and the files that are left out, with those of a result, before everything is run
     * again.
     */
    public static Optional<String> otherData(Result result, Plan plan, List<Inspected> inspected) {
        List<Result.Data> actual = Result.Data.ofAll(plan, inspected);
        if (actual.size() != result.data().size()) {
            return Optional.of("the images are divided " + actual.size() + " times, " + ResultFile.NAME + " has "
                    + result.data().size() + " divisions");
        }
        for (int d = 0; d < actual.size(); d++) {
            String of = plan.isRedivided() ? "seed " + plan.seeds().get(d) + ": " : "";
            Optional<String> other = otherData(result.data().get(d), actual.get(d));
            if (other.isPresent()) {
                return other.map(text -> of + text);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> otherData(Result.Data expected, Result.Data actual) {
        // A file that is left out now is why images are others.
        return otherLeftOut("train", expected.train(), actual.train())
                .or(() -> otherLeftOut("test", expected.test(), actual.test()))
                .or(() -> otherImages("train", expected.train(), actual.train()))
                .or(() -> otherImages("test", expected.test(), actual.test()));
    }

    private static Optional<String> otherImages(String split, Result.Images expected, Result.Images actual) {
        return actual.sha256().equals(expected.sha256())
                ? Optional.empty()
                : Optional.of("the " + split + " images are others: their SHA-256 is " + actual.sha256() + ", "
                        + ResultFile.NAME + " names " + expected.sha256());
    }

    private static Optional<String> otherLeftOut(String split, Result.Images expected, Result.Images actual) {
        if (Objects.equals(actual.leftOutSha256(), expected.leftOutSha256())
                && actual.leftOut().equals(expected.leftOut())) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        if (!expected.leftOut().containsAll(actual.leftOut())) {
            differences.add("left out now, but not then: " + without(actual.leftOut(), expected.leftOut()));
        }
        if (!actual.leftOut().containsAll(expected.leftOut())) {
            differences.add("left out then, but not now: " + without(expected.leftOut(), actual.leftOut()));
        }
        if (differences.isEmpty()) {
            differences.add("they have the same names, but other contents");
        }
        return Optional.of("other files are left out of the " + split + " images; " + String.join("; ", differences));
    }

    /** Some of the names that are only in the first list. */
    private static String without(List<String> these, List<String> those) {
        List<String> only = these.stream().filter(name -> !those.contains(name)).toList();
        return String.join(", ", only.subList(0, Math.min(NAMED, only.size())))
                + (only.size() > NAMED ? " and " + (only.size() - NAMED) + " more" : "");
    }

    private static String where(Result result, String pointer) {
        String[] parts = pointer.split("/", -1);
        if (parts.length > 1 && parts[1].equals("data")) {
            return " (other data)";
        }
        if (parts.length < 3) {
            return "";
        }
        if (parts[1].equals("cells")
                && Integer.parseInt(parts[2]) < result.cells().size()) {
            CellResult cell = result.cells().get(Integer.parseInt(parts[2]));
            return where(
                    cell.feature() + " × " + cell.head() + ofCorrupted(cell, parts),
                    cell.bitsPromised(),
                    "the feature or the head");
        }
        if (parts[1].equals("fewerImages")
                && Integer.parseInt(parts[2]) < result.fewerImages().size()) {
            SizeResult size = result.fewerImages().get(Integer.parseInt(parts[2]));
            boolean inCell = parts.length > 4
                    && parts[3].equals("cells")
                    && Integer.parseInt(parts[4]) < size.cells().size();
            String images = size.images() + " training images";
            if (!inCell) {
                return " (" + images + ")";
            }
            CellResult cell = size.cells().get(Integer.parseInt(parts[4]));
            return where(
                    cell.feature() + " × " + cell.head() + ", " + images,
                    cell.bitsPromised(),
                    "the feature or the head");
        }
        if (parts[1].equals("fusions")
                && Integer.parseInt(parts[2]) < result.fusions().size()) {
            FusionResult fusion = result.fusions().get(Integer.parseInt(parts[2]));
            return where("fusion '" + fusion.fusion().name() + "'", fusion.bitsPromised(), "a part of it");
        }
        return "";
    }

    /** Such as ", seed 2, jpeg of severity 3" for a count on corrupted images; empty for all else. */
    private static String ofCorrupted(CellResult cell, String[] parts) {
        if (parts.length < 7 || !parts[3].equals("runs") || !parts[5].equals("corrupted")) {
            return "";
        }
        CellRun run = cell.runs().get(Integer.parseInt(parts[4]));
        int count = Integer.parseInt(parts[6]);
        return ", seed " + run.seed()
                + (count < run.corrupted().size()
                        ? ", " + run.corrupted().get(count).kind()
                        : "");
    }

    private static String where(String name, boolean bitsPromised, String foreign) {
        return " (" + name
                + (bitsPromised
                        ? ")"
                        : "; " + foreign + " comes from another library and is not covered by the promise of equal"
                                + " bits)");
    }
}
