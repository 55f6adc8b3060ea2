package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** JSON trees as files, in canonical form. */
public final class JsonFile {
    private JsonFile() {}

    static void write(Path file, JsonNode tree) throws IOException {
        AtomicFile.write(file, out -> out.write(CanonicalJson.bytes(tree)));
    }

    /** @throws IOException if the file is missing or not valid JSON, with its name */
    public static JsonNode read(Path file) throws IOException {
        try {
            return CanonicalJson.parse(RegularFile.bytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file and decodes its tree.
     *
     * @throws IOException if the file is missing or something in it is not understood, with its name and the place
     */
    static <T> T read(Path file, Function<JsonAt, T> decoder) throws IOException {
        JsonNode tree = read(file);
        try {
            return decoder.apply(
                    new JsonAt(tree, pointer -> pointer.isEmpty() ? file.toString() : file + " at " + pointer));
        } catch (IllegalArgumentException e) {
            // Not all of them are of the decoder: records and enums have errors of their own.
            String message = String.valueOf(e.getMessage());
            throw new IOException(message.startsWith(file.toString()) ? message : file + ": " + message, e);
        }
    }
}
