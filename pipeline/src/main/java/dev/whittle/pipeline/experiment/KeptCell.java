package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * One finished unit of work, a feature under a head with one seed, as a folder {@code cells/FEATURE--HEAD--SEED/} of the
 * results:
 *
 * <ul>
 *   <li>{@code cell.json}: what was measured, bits only; names the other two files by hash
 *   <li>{@code predictions.npy}: the predicted class of every test image
 *   <li>{@code model.npz}: the fitted pipeline, where it can be saved
 *   <li>{@code timing.json}: how long it took
 *   <li>{@code key}: the hash of everything the unit depends on, program included; a kept unit is reused if its key is the
 *       same and its files are whole
 * </ul>
 *
 * @param folder where it lies
 * @param cell {@code cell.json}
 * @param timing {@code timing.json}
 */
public record KeptCell(Path folder, JsonNode cell, JsonNode timing) {
    static final String CELL = "cell.json";
    public static final String PREDICTIONS = "predictions.npy";
    static final String MODEL = "model.npz";
    static final String TIMING = "timing.json";
    static final String KEY = "key";

    /** The kept unit in this folder, if it is whole and has this key. */
    static Optional<KeptCell> find(Path folder, String key) {
        try {
            if (!Files.readString(folder.resolve(KEY)).equals(seal(folder, key))) {
                return Optional.empty();
            }
            KeptCell kept = read(folder);
            return kept.damage().isEmpty() ? Optional.of(kept) : Optional.empty();
        } catch (IOException e) {
            // What cannot be read is made again.
            return Optional.empty();
        }
    }

    /** The contents of {@link #KEY}: the key of the unit and the hash of its cell.json, which names the other files' hashes. */
    private static String seal(Path folder, String key) throws IOException {
        return key + "\n" + Hashes.of(folder.resolve(CELL)) + "\n";
    }

    static KeptCell read(Path folder) throws IOException {
        return new KeptCell(folder, JsonFile.read(folder.resolve(CELL)), JsonFile.read(folder.resolve(TIMING)));
    }

    /**
     * Writes a unit: into a folder beside its place, which is then moved there, so a unit is whole or absent.
     *
     * @param model null where the head cannot be saved
     */
    static KeptCell write(Path folder, String key, ObjectNode cell, ObjectNode timing, int[] predictions, Model model)
            throws IOException {
        Path beside = folder.resolveSibling("." + folder.getFileName() + ".tmp");
        Folders.delete(beside);
        Files.createDirectories(beside);
        NpyFile.write(beside.resolve(PREDICTIONS), predictions);
        ObjectNode files = cell.putObject("files");
        files.put(PREDICTIONS, Hashes.of(beside.resolve(PREDICTIONS)));
        if (model != null) {
            model.write(beside.resolve(MODEL));
            files.put(MODEL, Hashes.of(beside.resolve(MODEL)));
        }
        JsonFile.write(beside.resolve(CELL), cell);
        JsonFile.write(beside.resolve(TIMING), timing);
        String seal = seal(beside, key);
        AtomicFile.write(beside.resolve(KEY), out -> out.write(seal.getBytes(StandardCharsets.UTF_8)));
        Folders.delete(folder);
        Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        return new KeptCell(folder, cell, timing);
    }

    /** The first file that is missing or not the one that {@code cell.json} names. */
    Optional<String> damage() throws IOException {
        for (String name : new String[] {PREDICTIONS, MODEL}) {
            JsonNode expected = cell.path("files").path(name);
            Path file = folder.resolve(name);
            if (expected.isTextual()) {
                if (!Files.isRegularFile(file)) {
                    return Optional.of(file + " is missing");
                }
                String actual = Hashes.of(file);
                if (!actual.equals(expected.textValue())) {
                    return Optional.of(file + " has SHA-256 " + actual + ", expected " + expected.textValue());
                }
            }
        }
        return Optional.empty();
    }

    public String feature() {
        return cell.path("feature").asText();
    }

    public String head() {
        return cell.path("head").asText();
    }

    public long seed() {
        return cell.path("seed").asLong();
    }

    /** The model file, where the model could be saved. */
    public Optional<Path> model() {
        Path file = folder.resolve(MODEL);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
