package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The results of a head's candidates in one run of a cell, so that an interrupted comparison does not fit them again.
 * It lies among the checkpoints. Those in the folder of the comparison are deleted when it is done; those in a folder
 * that the caller gave are left to the caller.
 *
 * @param folder named by the key of the run, which all results depend on; null if nothing is kept
 */
record TrialFolder(Path folder) {
    static final TrialFolder NONE = new TrialFolder(null);

    /**
     * The outcome for a candidate; one of the first two is null.
     *
     * @param scores of the validation images, or of those of the inner fold
     * @param diverged the reason if there are no scores
     * @param seconds that it took
     */
    record Outcome(Matrix scores, String diverged, double seconds) {}

    /** @param key of the run of a cell; null if nothing is kept */
    static TrialFolder of(Run run, String key) {
        return key == null || run.checkpoints().isEmpty()
                ? NONE
                : new TrialFolder(run.checkpoints().get().resolve(key));
    }

    /** Where those of an inner fold are kept. */
    TrialFolder ofInner(int fold) {
        return folder == null ? NONE : new TrialFolder(folder.resolve("inner-fold-" + fold));
    }

    /** Empty if it is not there as a whole. */
    Optional<Outcome> find(int candidate) {
        if (folder == null || !Files.exists(outcome(candidate))) {
            return Optional.empty();
        }
        try {
            return JsonFile.read(outcome(candidate), at -> {
                double seconds = at.get("seconds").number();
                return at.has("diverged")
                        ? Optional.of(new Outcome(null, at.get("diverged").text(), seconds))
                        : scores(candidate, at.get("sha256").text()).map(scores -> new Outcome(scores, null, seconds));
            });
        } catch (IOException e) {
            // It is fitted again, as a run that cannot be read is computed again.
            return Optional.empty();
        }
    }

    private Optional<Matrix> scores(int candidate, String sha256) {
        try {
            return Hashes.of(scores(candidate)).equals(sha256)
                    ? Optional.of(NpyFile.readMatrix(scores(candidate)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws UncheckedIOException if it cannot be written */
    void write(int candidate, Outcome outcome) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            ObjectNode tree = JsonNodeFactory.instance.objectNode().put("seconds", outcome.seconds());
            if (outcome.scores() == null) {
                tree.put("diverged", outcome.diverged());
            } else {
                NpyFile.write(scores(candidate), outcome.scores());
                tree.put("sha256", Hashes.of(scores(candidate)));
            }
            JsonFile.write(outcome(candidate), tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Path outcome(int candidate) {
        return folder.resolve("candidate-" + candidate + ".json");
    }

    private Path scores(int candidate) {
        return folder.resolve("candidate-" + candidate + ".npy");
    }
}
