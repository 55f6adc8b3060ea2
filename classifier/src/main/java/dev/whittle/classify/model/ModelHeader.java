package dev.whittle.classify.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Checks;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.image.Fit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code model.json}, as {@code docs/model-format.md} describes it.
 *
 * @param json the whole document
 * @param version of the format
 * @param images null for a model of tables
 * @param columns 0 if the file does not say, as in version 1
 * @param arrays in the order of their names
 */
record ModelHeader(
        JsonAt json, long version, ImageShape images, List<String> classes, int columns, List<ArrayEntry> arrays) {
    static final String JSON = "model.json";
    static final String CHECKSUM = "model.sha256";
    /** The largest header, more than any spec needs. A larger one is not read into memory. */
    static final int MAX_JSON = 1 << 24;

    static final String FEATURES = "features";
    static final String TRANSFORMS = "transforms";
    static final String HEAD = "head";
    private static final String FORMAT = "whittle-model";
    private static final int VERSION = 2;
    private static final String STEPS = "steps";
    private static final String SCALE = "scale";
    private static final String ANY_SIZE = "native";

    /** The bytes of {@code model.json}. */
    static byte[] write(SavedParts model, List<ArrayEntry> arrays) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("version", VERSION);
        if (model.images() == null) {
            json.putNull("images");
        } else {
            write(model.images(), model.fit(), json.putObject("images"));
        }
        json.put("columns", model.columns());
        ArrayNode classes = json.putArray("classes");
        model.classes().forEach(classes::add);
        if (model.features() == null) {
            json.putNull(FEATURES);
        } else {
            json.set(FEATURES, SpecJson.installed().encode(model.features().spec()));
        }
        ArrayNode transforms = json.putArray(TRANSFORMS);
        model.transforms().forEach(t -> transforms.add(SpecJson.installed().encode(t.spec())));
        json.set(HEAD, SpecJson.installed().encode(model.head().spec()));
        ArrayNode list = json.putArray("arrays");
        arrays.forEach(array -> array.writeTo(list.addObject()));
        return CanonicalJson.bytes(json);
    }

    private static void write(ImageShape images, Fit fit, ObjectNode json) {
        if (images.anySize()) {
            json.put("size", ANY_SIZE);
        } else {
            json.putObject("size").put("width", images.width()).put("height", images.height());
        }
        ArrayNode steps = json.put("bands", images.bands()).putArray(STEPS);
        if (fit != null) {
            steps.addObject().put("type", SCALE).put("fit", Checks.name(fit));
        }
    }

    /** @throws IllegalArgumentException if something is wrong, with its place */
    static ModelHeader read(JsonAt json) {
        if (!json.has("format") || !FORMAT.equals(json.get("format").text())) {
            throw json.error("is not about a model: \"format\" is not \"" + FORMAT + "\"");
        }
        long version = json.get("version").wholeNumber(1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw json.get("version")
                    .error("the file was written by a newer Whittle: it has version " + version
                            + " of the format, this Whittle reads versions 1 to " + VERSION);
        }
        List<String> classes =
                json.get("classes").elements().stream().map(JsonAt::text).toList();
        List<ArrayEntry> arrays = ArrayEntry.read(json.get("arrays"), version);
        if (version == 1) {
            json.onlyKeys(List.of("format", "version", "image", "classes", FEATURES, TRANSFORMS, HEAD, "arrays"));
            JsonAt image = json.get("image").onlyKeys(List.of("width", "height", "bands"));
            return new ModelHeader(json, version, shape(image, image), classes, 0, arrays);
        }
        json.onlyKeys(
                List.of("format", "version", "images", "columns", "classes", FEATURES, TRANSFORMS, HEAD, "arrays"));
        JsonAt images = json.get("images");
        if (images.node().isNull() != json.get(FEATURES).node().isNull()) {
            throw json.error("\"images\" and \"features\" are both given or both null");
        }
        return new ModelHeader(
                json,
                version,
                images.node().isNull() ? null : images(images),
                classes,
                (int) json.get("columns").wholeNumber(1, Integer.MAX_VALUE),
                arrays);
    }

    private static ImageShape images(JsonAt images) {
        images.onlyKeys(List.of("size", "bands", STEPS));
        JsonAt size = images.get("size");
        if (!size.node().isTextual()) {
            return shape(size.onlyKeys(List.of("width", "height")), images);
        }
        if (!size.text().equals(ANY_SIZE)) {
            throw size.error("is '" + size.text() + "', expected width and height, or \"" + ANY_SIZE + "\"");
        }
        return new ImageShape(0, 0, bands(images));
    }

    /** How images get the size of the model; null if they must have it. */
    Fit fit() {
        if (version == 1 || images == null) {
            return null;
        }
        Fit fit = null;
        for (JsonAt step : json.get("images").get(STEPS).elements()) {
            if (fit != null || images.anySize() || !step.get("type").text().equals(SCALE)) {
                throw step.error("this version of Whittle knows one image step, '" + SCALE
                        + "' to a width and a height; a newer one may know others");
            }
            JsonAt name = step.onlyKeys(List.of("type", "fit")).get("fit");
            fit = Arrays.stream(Fit.values())
                    .filter(f -> Checks.name(f).equals(name.text()))
                    .findFirst()
                    .orElseThrow(() -> name.error("is '" + name.text() + "', expected stretch, crop or pad"));
        }
        return fit;
    }

    private static ImageShape shape(JsonAt size, JsonAt bands) {
        int width = (int) size.get("width").wholeNumber(1, Integer.MAX_VALUE);
        return new ImageShape(width, (int) size.get("height").wholeNumber(1, Integer.MAX_VALUE), bands(bands));
    }

    private static int bands(JsonAt images) {
        return (int) images.get("bands").wholeNumber(1, 3);
    }

    /** The checksum in the format of the program sha256sum. */
    static byte[] checksum(String sha256OfJson) {
        return (sha256OfJson + "  " + JSON + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The names of all entries of the archive. */
    static List<String> entryNames(List<ArrayEntry> arrays) {
        List<String> names = new ArrayList<>(List.of(JSON));
        arrays.forEach(array -> names.add(array.name() + ".npy"));
        names.add(CHECKSUM);
        return names;
    }
}
