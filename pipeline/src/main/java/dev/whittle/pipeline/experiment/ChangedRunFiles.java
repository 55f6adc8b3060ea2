package dev.whittle.pipeline.experiment;

import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of runs of cells that are missing, or changed since {@code result.json} was written. */
public final class ChangedRunFiles {
    private ChangedRunFiles() {}

    /** The first such file, with its hash and the one that {@code result.json} names. */
    public static Optional<Finding> first(Path results, Result result) throws IOException {
        List<StoredRun> runs = StoredRun.of(result);
        Map<String, String> owners = new HashMap<>();
        for (StoredRun run : runs) {
            run.run().files().forEach((name, sha256) -> owners.putIfAbsent(sha256, run.file(results, name) + ""));
        }
        for (StoredRun run : runs) {
            for (Map.Entry<String, String> named : run.run().files().entrySet()) {
                Path file = run.file(results, named.getKey());
                if (!Files.isRegularFile(file)) {
                    return Optional.of(
                            new Finding(file.toString(), "SHA-256", run.name(), named.getValue(), "missing"));
                }
                String actual = Hashes.of(file);
                if (!actual.equals(named.getValue())) {
                    String other = owners.containsKey(actual) ? ", that of " + owners.get(actual) : "";
                    return Optional.of(
                            new Finding(file.toString(), "SHA-256", run.name(), named.getValue(), actual + other));
                }
            }
            Optional<Finding> found = ofOwnFiles(results, run);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** How many files {@code result.json} names. */
    public static int files(Result result) {
        return StoredRun.of(result).stream()
                .mapToInt(run -> run.run().files().size())
                .sum();
    }

    /** Of the files that differ from machine to machine, so that {@code result.json} has no hash of them. */
    private static Optional<Finding> ofOwnFiles(Path results, StoredRun run) throws IOException {
        String sealed = run.run().files().get(RunFolder.RUN);
        if (sealed == null) {
            return Optional.empty();
        }
        Path key = run.file(results, RunFolder.KEY);
        if (!Files.isRegularFile(key)) {
            return Optional.of(new Finding(key.toString(), "", run.name(), "a file", "missing"));
        }
        byte[] text = RegularFile.bytes(key);
        byte[] end = ("\n" + sealed + "\n").getBytes(StandardCharsets.UTF_8);
        int start = Math.max(0, text.length - end.length);
        if (!Arrays.equals(text, start, text.length, end, 0, end.length)) {
            return Optional.of(new Finding(
                    key.toString(), "line 2", run.name(), sealed + ", the SHA-256 of run.json,", "another text"));
        }
        return Optional.empty();
    }
}
