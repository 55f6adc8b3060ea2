package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Hashes;
import dev.whittle.pipeline.experiment.JsonFile;
import dev.whittle.pipeline.experiment.Result;
import dev.whittle.pipeline.experiment.Timing;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code ro-crate-metadata.json}: a results folder as an RO-Crate 1.1 by the profile Process Run Crate 0.5. The
 * comparison is a {@code CreateAction}: its instrument is Whittle, its objects are the images, and its results are all
 * files of the folder, each with its size and SHA-256. Dates are those of {@code timing.json}.
 */
public final class RoCrate {
    public static final String NAME = "ro-crate-metadata.json";

    private static final String SPECIFICATION = "https://w3id.org/ro/crate/1.1";
    private static final String PROFILE = "https://w3id.org/ro/wfrun/process/0.5";
    private static final String ACTION = "#comparison";
    private static final String PROGRAM = "#whittle";

    /** What is no result: the lock, the state of unfinished work, and the list itself. */
    private static final String IGNORED = "\\.lock|" + NAME + "|(checkpoints|features)/.*|cells/\\..*";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html",
            "md", "text/markdown",
            "json", "application/json",
            "csv", "text/csv",
            "gz", "application/gzip",
            "tex", "application/x-tex",
            "bib", "application/x-bibtex",
            "yaml", "application/yaml",
            "npz", "application/zip");

    private RoCrate() {}

    /** Writes the list of a folder that holds all other files of a comparison. */
    public static void write(ComparisonResult comparison, Path folder) throws IOException {
        write(comparison, folder, files(folder), folder.resolve(NAME));
    }

    /**
     * Writes the list of some of the files of a folder.
     *
     * @param names of the files, with slashes, relative to the folder
     * @param list the file to write to
     */
    public static void write(ComparisonResult comparison, Path folder, List<String> names, Path list)
            throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode context = tree.putArray("@context").add(SPECIFICATION + "/context");
        context.addObject().put("sha256", "https://schema.org/sha256");
        ArrayNode graph = tree.putArray("@graph");
        Timing timing = comparison.timing();
        String ended = timing.ended().toString();

        ObjectNode descriptor = entity(graph, NAME, "CreativeWork");
        descriptor.putObject("conformsTo").put("@id", SPECIFICATION);
        descriptor.putObject("about").put("@id", "./");

        ObjectNode root = entity(graph, "./", "Dataset");
        root.put("name", comparison.plan().name());
        root.put(
                "description",
                "Image features compared by Whittle on " + comparison.plan().shownName());
        root.put("datePublished", ended);
        root.putObject("conformsTo").put("@id", PROFILE);
        root.putObject("mentions").put("@id", ACTION);
        ArrayNode parts = root.putArray("hasPart");

        ObjectNode profile = entity(graph, PROFILE, "CreativeWork");
        profile.put("name", "Process Run Crate").put("version", "0.5");

        ObjectNode program = entity(graph, PROGRAM, "SoftwareApplication");
        program.put("name", "Whittle");
        program.put("description", timing.program().text());
        program.put("softwareRequirements", "Java " + timing.jdk());
        if (timing.program().version() != null) {
            program.put("softwareVersion", timing.program().version());
        } else if (timing.program().commit() != null) {
            program.put("softwareVersion", timing.program().commit());
        }

        ObjectNode action = entity(graph, ACTION, "CreateAction");
        action.put("name", "The comparison " + comparison.plan().name());
        action.put(
                "description",
                timing.processor() + ", " + timing.os() + ", " + timing.threads() + " threads, " + timing.kernels()
                        + " kernels");
        action.putObject("instrument").put("@id", PROGRAM);
        action.put(
                "startTime",
                timing.ended().minusMillis((long) (1000 * timing.seconds())).toString());
        action.put("endTime", ended);
        ArrayNode objects = action.putArray("object");
        ArrayNode results = action.putArray("result");

        List<Result.Data> divisions = comparison.result().data();
        for (int d = 0; d < divisions.size(); d++) {
            String data = comparison.plan().shownName();
            images(graph, objects, "train", d, data, divisions.get(d).train());
            images(graph, objects, "test", d, data, divisions.get(d).test());
        }
        for (String name : names) {
            Path file = folder.resolve(name);
            String id = id(name);
            parts.addObject().put("@id", id);
            results.addObject().put("@id", id);
            ObjectNode entity = entity(graph, id, "File");
            entity.put("name", name);
            entity.put("contentSize", String.valueOf(Files.size(file)));
            entity.put("encodingFormat", format(id));
            entity.put("sha256", Hashes.ofBytes(file));
        }
        byte[] bytes = CanonicalJson.bytes(tree);
        AtomicFile.write(list, out -> out.write(bytes));
    }

    private static ObjectNode entity(ArrayNode graph, String id, String type) {
        return graph.addObject().put("@id", id).put("@type", type);
    }

    private static void images(
            ArrayNode graph, ArrayNode objects, String use, int division, String data, Result.Images images) {
        String id = "#images-" + use + "-" + division;
        objects.addObject().put("@id", id);
        ObjectNode entity = entity(graph, id, "Dataset");
        entity.put("name", data + ", " + images.images() + " images, " + use);
        entity.put("description", "SHA-256 over labels, shapes and pixels: " + images.sha256());
    }

    /** The names of all files of a folder, or of one that a link leads to, with slashes on every system. */
    public static List<String> files(Path folder) throws IOException {
        // A walk does not follow a link, not even the one that it begins with.
        Path real = folder.toRealPath();
        try (Stream<Path> walk = Files.walk(real)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> text(real.relativize(file)))
                    .filter(name -> !name.matches(IGNORED))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The files in a list, with their SHA-256.
     *
     * @throws IOException if the list is missing or not valid JSON, with its name
     */
    public static Map<String, String> listed(Path list) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (JsonNode entity : JsonFile.read(list).path("@graph")) {
            if (entity.path("@type").asText().equals("File")) {
                files.put(entity.path("name").asText(), entity.path("sha256").asText());
            }
        }
        return files;
    }

    /** With slashes on every system. */
    private static String text(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    /** A path as a relative URI. */
    private static String id(String name) {
        try {
            return new URI(null, null, name, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The path " + name + " is no URI", e);
        }
    }

    private static String format(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(end, "application/octet-stream");
    }
}
