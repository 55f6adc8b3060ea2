package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Compares a results folder with what running its experiment again gives. */
public final class Verify {
    private Verify() {}

    /** The experiment that a results folder is the outcome of. */
    public static Experiment experiment(Path results) throws IOException {
        Path file = results.resolve(Result.FILE);
        JsonNode tree = JsonFile.read(file).path("experiment");
        try {
            return Experiment.decode(new JsonAt(tree, pointer -> file + " at /experiment" + pointer));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The first file of a results folder that is missing or changed since {@code result.json} was written.
     *
     * @throws IOException if {@code result.json} cannot be read
     */
    public static Optional<String> damagedFile(Path results) throws IOException {
        JsonNode result = JsonFile.read(results.resolve(Result.FILE));
        for (JsonNode cell : result.path("cells")) {
            for (JsonNode unit : cell.path("seeds")) {
                Path folder = results.resolve(unit.path("folder").asText());
                for (String name : new String[] {KeptCell.CELL, KeptCell.PREDICTIONS, KeptCell.MODEL}) {
                    if (!unit.has(name)) {
                        continue;
                    }
                    Path file = folder.resolve(name);
                    if (!Files.isRegularFile(file)) {
                        return Optional.of(file + " is missing");
                    }
                    String actual = Hashes.of(file);
                    if (!actual.equals(unit.path(name).asText())) {
                        return Optional.of(file + " is not the one that " + Result.FILE + " names: its SHA-256 is "
                                + actual + ", " + Result.FILE + " names "
                                + unit.path(name).asText());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The first difference between two {@code result.json}, byte for byte, in words: where it is, what stands there, and
     * whether the place is covered by the promise of equal bits.
     */
    public static Optional<String> difference(Path expectedFile, Path actualFile) throws IOException {
        if (Arrays.equals(Files.readAllBytes(expectedFile), Files.readAllBytes(actualFile))) {
            return Optional.empty();
        }
        JsonNode expected = JsonFile.read(expectedFile);
        JsonNode actual = JsonFile.read(actualFile);
        Optional<JsonDifference> first = JsonDifference.first(promised(expected), promised(actual));
        if (first.isEmpty()) {
            first = JsonDifference.first(expected, actual);
        }
        if (first.isEmpty()) {
            return Optional.of(expectedFile + " holds the same values in other bytes (white space or order)");
        }
        return Optional.of(expectedFile + ": " + first.get().text("there", "when it is run again")
                + where(expected, first.get().pointer()));
    }

    /** The tree with empty places for the cells that the promise of equal bits does not cover, so that these excuse no others. */
    private static JsonNode promised(JsonNode result) {
        JsonNode copy = result.deepCopy();
        if (copy.path("cells") instanceof ArrayNode cells) {
            for (int i = 0; i < cells.size(); i++) {
                if (!cells.get(i).path("bitsPromised").asBoolean(true)) {
                    cells.setNull(i);
                }
            }
        }
        return copy;
    }

    /**
     * Whether an experiment's data is that of a result, before all is run again.
     *
     * @throws IOException if the data cannot be read
     */
    public static Optional<String> otherData(Path results, Splits data) throws IOException {
        JsonNode expected = JsonFile.read(results.resolve(Result.FILE)).path("data");
        for (String split : new String[] {"train", "test"}) {
            String sha256 = PixelHash.of(split.equals("train") ? data.train() : data.test());
            if (!sha256.equals(expected.path(split).path("sha256").asText())) {
                return Optional.of("the " + split + " images are others: their SHA-256 is " + sha256 + ", "
                        + Result.FILE + " names "
                        + expected.path(split).path("sha256").asText());
            }
        }
        return Optional.empty();
    }

    private static String where(JsonNode expected, String pointer) {
        String[] parts = pointer.split("/", -1);
        if (parts.length < 3 || !parts[1].equals("cells")) {
            return parts.length > 1 && parts[1].equals("data") ? " (other data)" : "";
        }
        JsonNode cell = expected.path("cells").path(Integer.parseInt(parts[2]));
        String name =
                " (" + cell.path("feature").asText() + " × " + cell.path("head").asText();
        return cell.path("bitsPromised").asBoolean(true)
                ? name + ")"
                : name + "; this head comes from another library and is not covered by the promise of equal bits)";
    }
}
