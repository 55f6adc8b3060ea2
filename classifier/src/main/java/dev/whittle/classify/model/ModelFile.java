package dev.whittle.classify.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A {@link Model} on disk, in the format of {@code docs/model-format.md}: a ZIP archive of uncompressed entries with {@code
 * model.json}, one {@code .npy} file for each array, and {@code model.sha256}. The same model gives the same bytes, and a
 * file is read only if it is, byte for byte, what writing its model gives.
 */
public final class ModelFile {
    static final String FORMAT = "whittle-model";
    static final int VERSION = 1;
    static final String JSON = "model.json";
    static final String CHECKSUM = "model.sha256";
    /** More than any spec needs; what is larger is not read into memory. */
    static final int MAX_JSON = 1 << 24;

    private static final String FEATURES = "features";
    private static final String TRANSFORMS = "transforms";
    private static final String HEAD = "head";
    /** Parts like relative paths without dots in front: no absolute path, no "..", nothing hidden. */
    private static final Pattern ARRAY_NAME =
            Pattern.compile("(features|transforms|head)(/[A-Za-z0-9][A-Za-z0-9_.-]{0,60}){1,10}");

    private ModelFile() {}

    // ---- writing

    /**
     * Writes a model; the file is there as a whole or not at all.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if a part of the model cannot be kept, with the reason
     * @throws IllegalArgumentException if an array holds a NaN or an infinity
     */
    public static void write(Path file, Model model) throws IOException {
        SortedMap<String, Matrix> arrays = new TreeMap<>(arrays(model).asMap());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Map<String, Digest> digests = new TreeMap<>();
        for (Map.Entry<String, Matrix> array : arrays.entrySet()) {
            String name = array.getKey();
            if (!ARRAY_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("An array cannot be called '" + name + "'");
            }
            Matrix matrix = array.getValue().requireFinite("array '" + name + "'");
            Digest digest = new Digest();
            NpyFile.write(digest.stream(), matrix);
            digests.put(name, digest);
            ObjectNode entry = list.addObject().put("name", name);
            entry.putArray("shape").add(matrix.rows()).add(matrix.columns());
            entry.put("sha256", digest.sha256());
        }
        byte[] json = CanonicalJson.bytes(header(model).set("arrays", list));
        byte[] checksum = checksum(Digest.of(json).sha256());
        List<String> names = entryNames(arrays.keySet());
        long length = StoredZip.length(names, dataSize(arrays.values(), json.length + checksum.length));
        if (length > StoredZip.MAX_LENGTH || names.size() > StoredZip.MAX_ENTRIES || json.length > MAX_JSON) {
            throw new IOException("Cannot write " + file + ": the model takes " + length + " bytes in " + names.size()
                    + " entries, more than the 4 GiB or 65,534 entries of a model file");
        }
        AtomicFile.write(file, out -> {
            StoredZip zip = new StoredZip();
            entry(out, zip, JSON, json);
            for (Map.Entry<String, Matrix> array : arrays.entrySet()) {
                Digest digest = digests.get(array.getKey());
                out.write(zip.add(array.getKey() + ".npy", digest.size(), digest.crc32()));
                NpyFile.write(out, array.getValue());
            }
            entry(out, zip, CHECKSUM, checksum);
            out.write(zip.end());
        });
    }

    private static void entry(OutputStream out, StoredZip zip, String name, byte[] data) throws IOException {
        out.write(zip.add(name, data.length, Digest.of(data).crc32()));
        out.write(data);
    }

    private static NamedArrays arrays(Model model) {
        NamedArrays arrays = NamedArrays.empty()
                .with(FEATURES, model.features().fitted().arrays())
                .with(HEAD, model.head().fitted().arrays());
        for (int i = 0; i < model.transforms().size(); i++) {
            arrays = arrays.with(
                    TRANSFORMS + "/" + i, model.transforms().get(i).fitted().arrays());
        }
        return arrays;
    }

    private static ObjectNode header(Model model) {
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("version", VERSION);
        header.putObject("image")
                .put("width", model.width())
                .put("height", model.height())
                .put("bands", model.bands());
        ArrayNode classes = header.putArray("classes");
        model.classes().forEach(classes::add);
        header.set(FEATURES, SpecJson.installed().encode(model.features().spec()));
        ArrayNode transforms = header.putArray(TRANSFORMS);
        model.transforms().forEach(t -> transforms.add(SpecJson.installed().encode(t.spec())));
        header.set(HEAD, SpecJson.installed().encode(model.head().spec()));
        return header;
    }

    /** As the program sha256sum writes and checks it. */
    private static byte[] checksum(String sha256OfJson) {
        return (sha256OfJson + "  " + JSON + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static List<String> entryNames(Iterable<String> arrays) {
        List<String> names = new ArrayList<>(List.of(JSON));
        arrays.forEach(name -> names.add(name + ".npy"));
        names.add(CHECKSUM);
        return names;
    }

    private static long dataSize(Iterable<Matrix> arrays, long others) {
        long size = others;
        for (Matrix m : arrays) {
            size += NpyFile.HEADER + 4L * m.data().length;
        }
        return size;
    }

    // ---- reading

    /**
     * Reads a model; it gives the same scores, bit for bit, as the one written.
     *
     * @throws IOException if the file is missing, damaged, no model file, of a newer version, or contradicts itself: with its
     *     path and the reason
     */
    public static Model read(Path file, Run run) throws IOException {
        try (ModelInput in = new ModelInput(file)) {
            byte[] json = in.json();
            JsonAt header = new JsonAt(CanonicalJson.parse(json), pointer -> JSON + pointer);
            checkVersion(header);
            List<ArrayEntry> entries = arrayEntries(header);
            in.checkLength(entries, checksum("0".repeat(64)).length);
            SortedMap<String, Matrix> arrays = new TreeMap<>();
            for (ArrayEntry entry : entries) {
                arrays.put(entry.name, in.array(entry));
            }
            in.end(CHECKSUM, checksum(Digest.of(json).sha256()));
            return restore(header, NamedArrays.of(arrays), run);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : new IOException(file + ": " + message, e);
        }
    }

    private static void checkVersion(JsonAt header) {
        if (!header.has("format") || !FORMAT.equals(header.get("format").text())) {
            throw header.error("is not about a model: \"format\" is not \"" + FORMAT + "\"");
        }
        long version = header.get("version").wholeNumber(1, Integer.MAX_VALUE);
        if (version != VERSION) {
            throw header.get("version")
                    .error("the file was written by a newer Whittle: it has version " + version
                            + " of the format, this Whittle reads version " + VERSION);
        }
        header.onlyKeys(List.of("format", "version", "image", "classes", FEATURES, TRANSFORMS, HEAD, "arrays"));
    }

    /** What model.json says of an array. */
    record ArrayEntry(String name, int rows, int columns, String sha256) {
        long size() {
            return NpyFile.HEADER + 4L * rows * columns;
        }
    }

    private static List<ArrayEntry> arrayEntries(JsonAt header) {
        List<ArrayEntry> entries = new ArrayList<>();
        String previous = "";
        for (JsonAt at : header.get("arrays").elements()) {
            at.onlyKeys(List.of("name", "shape", "sha256"));
            String name = at.get("name").text();
            if (!ARRAY_NAME.matcher(name).matches()) {
                throw at.get("name").error("'" + name + "' is no name of an array");
            }
            if (name.compareTo(previous) <= 0) {
                throw at.get("name")
                        .error("'" + name + "' comes behind '" + previous + "'; names are sorted and unique");
            }
            previous = name;
            List<JsonAt> shape = at.get("shape").elements();
            if (shape.size() != 2) {
                throw at.get("shape").error("has " + shape.size() + " sizes, expected 2");
            }
            ArrayEntry entry = new ArrayEntry(
                    name,
                    (int) shape.get(0).wholeNumber(0, Integer.MAX_VALUE),
                    (int) shape.get(1).wholeNumber(0, Integer.MAX_VALUE),
                    at.get("sha256").text());
            if ((long) entry.rows * entry.columns > StoredZip.MAX_LENGTH / 4) {
                throw at.get("shape")
                        .error("claims " + entry.rows + "x" + entry.columns
                                + " values, more than a model file can have");
            }
            entries.add(entry);
        }
        return entries;
    }

    private static Model restore(JsonAt header, NamedArrays arrays, Run run) throws IOException {
        Set<String> unused = new HashSet<>(arrays.asMap().keySet());
        Model.Part<Dataset, FeatureExtractor> features =
                part(header.get(FEATURES), Dataset.class, FeatureExtractor.class, FEATURES, arrays, run, unused);
        List<Model.Part<Rows, Transform>> transforms = new ArrayList<>();
        for (JsonAt at : header.get(TRANSFORMS).elements()) {
            String name = TRANSFORMS + "/" + transforms.size();
            transforms.add(part(at, Rows.class, Transform.class, name, arrays, run, unused));
        }
        Model.Part<Samples, Classifier> head =
                part(header.get(HEAD), Samples.class, Classifier.class, HEAD, arrays, run, unused);
        if (!unused.isEmpty()) {
            throw new IOException("no part of the model knows the arrays "
                    + new TreeMap<>(arrays.asMap())
                            .keySet().stream().filter(unused::contains).toList());
        }
        JsonAt image = header.get("image").onlyKeys(List.of("width", "height", "bands"));
        List<String> classes =
                header.get("classes").elements().stream().map(JsonAt::text).toList();
        Model model = new Model(
                features,
                transforms,
                head,
                classes,
                (int) image.get("width").wholeNumber(1, Integer.MAX_VALUE),
                (int) image.get("height").wholeNumber(1, Integer.MAX_VALUE),
                (int) image.get("bands").wholeNumber(1, 3));
        checkParts(model, arrays, run);
        return model;
    }

    private static <D, M extends Fitted> Model.Part<D, M> part(
            JsonAt at, Class<D> data, Class<M> type, String name, NamedArrays arrays, Run run, Set<String> unused)
            throws IOException {
        Spec<D, ? extends M> spec = SpecJson.installed().decode(at, data, type);
        try {
            M fitted = spec.restore(arrays.part(name), run);
            // What it has now must be what the file gave it: nothing more, less or other.
            NamedArrays.empty().with(name, fitted.arrays()).asMap().forEach((array, matrix) -> {
                if (!matrix.bitsEqual(arrays.get(array))) {
                    throw new IllegalArgumentException("array '" + array + "' does not come back as it was");
                }
                unused.remove(array);
            });
            return new Model.Part<>(spec, fitted);
        } catch (RuntimeException e) {
            throw new IOException("'" + name + "' cannot be restored: " + e.getMessage(), e);
        }
    }

    /** Sends one row through the model, so that parts that do not fit each other are found now. */
    private static void checkParts(Model model, NamedArrays arrays, Run run) throws IOException {
        try {
            int length = model.features().fitted().length(model.width(), model.height(), model.bands());
            long values = 0;
            for (Matrix m : arrays.asMap().values()) {
                values += m.data().length;
            }
            // Every feature has a weight at least, so a longer row is a lie: do not make room for it.
            if (length > values) {
                throw new IllegalArgumentException("images of " + model.width() + "x" + model.height() + " pixels have "
                        + length + " features, but the model has " + values + " values only");
            }
            Matrix scores = model.scoresOfFeatures(new Matrix(1, length), run);
            if (scores.columns() != model.classes().size()) {
                throw new IllegalArgumentException(
                        "there are " + model.classes().size() + " classes, but " + scores.columns() + " scores");
            }
        } catch (RuntimeException e) {
            throw new IOException("the parts of the model do not fit each other: " + e.getMessage(), e);
        }
    }
}
