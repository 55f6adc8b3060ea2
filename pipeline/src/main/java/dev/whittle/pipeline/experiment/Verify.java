package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a results folder with the results of running its experiment again. */
public final class Verify {
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
        for (CellResult cell : result.cells()) {
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
        List<CellResult> cells = ResultFile.read(expectedFile).cells();
        JsonNode expected = JsonFile.read(expectedFile);
        JsonNode actual = JsonFile.read(actualFile);
        Optional<JsonDifference> first = JsonDifference.first(
                promised(expected, cells),
                promised(actual, ResultFile.read(actualFile).cells()));
        if (first.isEmpty()) {
            first = JsonDifference.first(expected, actual);
        }
        if (first.isEmpty()) {
            return Optional.of(expectedFile + " holds the same values in other bytes (white space or order)");
        }
        return Optional.of(expectedFile + ": " + first.get().text("there", "when it is run again")
                + where(cells, first.get().pointer()));
    }

    /**
     * The tree without the contents of cells that the promise of equal bits does not cover, so that their differences
     * do not hide others.
     */
    private static JsonNode promised(JsonNode result, List<CellResult> cells) {
        JsonNode copy = result.deepCopy();
        ArrayNode nodes = (ArrayNode) copy.get("cells");
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).bitsPromised()) {
                nodes.setNull(i);
            }
        }
        return copy;
    }

    /** Compares a plan's images with those of a result, before everything is run again. */
    public static Optional<String> otherData(Result result, Inspected images) {
        Result.Data data = result.data().get(0);
        return other("train", data.train(), images.train().sha256())
                .or(() -> other("test", data.test(), images.test().sha256()));
    }

    private static Optional<String> other(String split, Result.Images expected, String sha256) {
        return sha256.equals(expected.sha256())
                ? Optional.empty()
                : Optional.of("the " + split + " images are others: their SHA-256 is " + sha256 + ", " + ResultFile.NAME
                        + " names " + expected.sha256());
    }

    /** Whether files were left out of a result, so that they are to be left out again. */
    public static boolean skipsBad(Result result) {
        return result.data().stream()
                .anyMatch(data -> !data.train().leftOut().isEmpty()
                        || !data.test().leftOut().isEmpty());
    }

    private static String where(List<CellResult> cells, String pointer) {
        String[] parts = pointer.split("/", -1);
        if (parts.length < 3 || !parts[1].equals("cells") || Integer.parseInt(parts[2]) >= cells.size()) {
            return parts.length > 1 && parts[1].equals("data") ? " (other data)" : "";
        }
        CellResult cell = cells.get(Integer.parseInt(parts[2]));
        String name = " (" + cell.feature() + " × " + cell.head();
        return cell.bitsPromised()
                ? name + ")"
                : name
                        + "; the feature or the head comes from another library and is not covered by the promise of"
                        + " equal bits)";
    }
}
