package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A model on disk, in the format of {@code docs/model-format.md}: a ZIP archive of uncompressed entries with {@code
 * model.json}, one {@code .npy} file for each array, and {@code model.sha256}. The same model gives the same bytes. A
 * file is read only if every byte is the one that the format requires for its model.
 */
final class ModelFile {
    /** Features of a model with fewer values than features: those of a network on images are not more. */
    private static final int MOST_PIXELS = 1 << 24;

    private ModelFile() {}

    // ---- writing

    /**
     * Writes a model; the file is written completely or not at all.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalStateException if a part of the model cannot be saved, with the reason
     * @throws IllegalArgumentException if an array holds a NaN or an infinity
     */
    static void write(Path file, SavedParts model) throws IOException {
        write(model, "Cannot write " + file, body -> AtomicFile.write(file, body));
    }

    /**
     * The SHA-256 of the file that {@link #write} writes, in lower-case hex.
     *
     * @throws IllegalStateException if a part of the model cannot be saved, with the reason
     */
    static String sha256(SavedParts model) {
        Digest digest = new Digest();
        try {
            write(model, "The model has no file", body -> body.writeTo(digest.stream()));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return digest.sha256();
    }

    /** Where the bytes of a file go. */
    private interface Target {
        void write(AtomicFile.Body body) throws IOException;
    }

    private static void write(SavedParts model, String failure, Target target) throws IOException {
        SortedMap<String, NdArray> arrays = arrays(model).asMap();
        List<ArrayEntry> entries = new ArrayList<>();
        Map<String, Digest> digests = new TreeMap<>();
        for (Map.Entry<String, NdArray> e : arrays.entrySet()) {
            String name = e.getKey();
            if (!ArrayEntry.mayBeCalled(name)) {
                throw new IllegalArgumentException("An array cannot be called '" + name + "'");
            }
            NdArray array = e.getValue().requireFinite("array '" + name + "'");
            Digest digest = new Digest();
            NpyFile.write(digest.stream(), array);
            digests.put(name, digest);
            entries.add(new ArrayEntry(name, array.type(), array.shape(), digest.sha256()));
        }
        byte[] json = ModelHeader.write(model, entries);
        byte[] checksum = ModelHeader.checksum(Digest.of(json).sha256());
        List<String> names = ModelHeader.entryNames(entries);
        long size = (long) json.length + checksum.length;
        for (ArrayEntry entry : entries) {
            size += entry.size();
        }
        long length = StoredZip.length(names, size);
        if (length > StoredZip.MAX_LENGTH
                || names.size() > StoredZip.MAX_ENTRIES
                || json.length > ModelHeader.MAX_JSON) {
            throw new IOException(failure + ": the model takes " + length + " bytes in " + names.size()
                    + " entries, more than the 4 GiB or 65,534 entries of a model file");
        }
        target.write(out -> {
            StoredZip zip = new StoredZip();
            entry(out, zip, ModelHeader.JSON, json);
            for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                Digest digest = digests.get(array.getKey());
                out.write(zip.add(array.getKey() + ".npy", digest.size(), digest.crc32()));
                NpyFile.write(out, array.getValue());
            }
            entry(out, zip, ModelHeader.CHECKSUM, checksum);
            out.write(zip.end());
        });
    }

    private static void entry(OutputStream out, StoredZip zip, String name, byte[] data) throws IOException {
        out.write(zip.add(name, data.length, Digest.of(data).crc32()));
        out.write(data);
    }

    private static NamedArrays arrays(SavedParts model) {
        NamedArrays arrays =
                NamedArrays.empty().with(ModelHeader.HEAD, model.head().fitted().arrays());
        if (model.features() != null) {
            arrays = arrays.with(ModelHeader.FEATURES, model.features().fitted().arrays());
        }
        for (int i = 0; i < model.transforms().size(); i++) {
            arrays = arrays.with(
                    ModelHeader.TRANSFORMS + "/" + i,
                    model.transforms().get(i).fitted().arrays());
        }
        return arrays;
    }

    // ---- reading

    /**
     * Reads a model.
     *
     * @param assemble combines the parts, and throws an {@link IllegalArgumentException} if they do not fit each other
     * @throws IOException if the file is missing, damaged, not a model file, of a newer version, or inconsistent, with
     *     its path and the reason
     */
    static <M> M read(Path file, Run run, Function<SavedParts, M> assemble) throws IOException {
        return read(file.toString(), () -> ModelInput.open(file), run, assemble);
    }

    /** The same of the contents of a file; {@code name} is for messages. */
    static <M> M read(byte[] contents, String name, Run run, Function<SavedParts, M> assemble) throws IOException {
        return read(name, () -> ModelInput.of(contents, name), run, assemble);
    }

    /** Where the bytes of a file come from. */
    private interface Source {
        ModelInput open() throws IOException;
    }

    private static <M> M read(String file, Source source, Run run, Function<SavedParts, M> assemble)
            throws IOException {
        try (ModelInput in = source.open()) {
            byte[] json = in.json();
            ModelHeader header =
                    ModelHeader.read(new JsonAt(CanonicalJson.parse(json), pointer -> ModelHeader.JSON + pointer));
            in.checkLength(header.arrays(), ModelHeader.checksum("0".repeat(64)).length);
            SortedMap<String, NdArray> arrays = new TreeMap<>();
            for (ArrayEntry entry : header.arrays()) {
                arrays.put(entry.name(), in.array(entry));
            }
            in.end(ModelHeader.CHECKSUM, ModelHeader.checksum(Digest.of(json).sha256()));
            SavedParts parts = restore(header, NamedArrays.of(arrays), run);
            try {
                return assemble.apply(parts);
            } catch (RuntimeException e) {
                throw new IOException("the parts of the model do not fit each other: " + e.getMessage(), e);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file) ? e : new IOException(file + ": " + message, e);
        }
    }

    private static SavedParts restore(ModelHeader header, NamedArrays arrays, Run run) throws IOException {
        Restoring restoring = new Restoring(arrays, run);
        JsonAt json = header.json();
        Part<Dataset, FeatureExtractor> features = header.images() == null
                ? null
                : restoring.part(
                        json.get(ModelHeader.FEATURES), Dataset.class, FeatureExtractor.class, ModelHeader.FEATURES);
        List<Part<Rows, Transform>> transforms = new ArrayList<>();
        for (JsonAt at : json.get(ModelHeader.TRANSFORMS).elements()) {
            String name = ModelHeader.TRANSFORMS + "/" + transforms.size();
            transforms.add(restoring.part(at, Rows.class, Transform.class, name));
        }
        Part<Samples, Classifier> head =
                restoring.part(json.get(ModelHeader.HEAD), Samples.class, Classifier.class, ModelHeader.HEAD);
        if (!restoring.unused.isEmpty()) {
            throw new IOException("no part of the model has the arrays " + restoring.unused);
        }
        int columns = header.version() == 1 ? length(features, header.images()) : header.columns();
        long values = 0;
        for (NdArray array : arrays.asMap().values()) {
            values += array.size();
        }
        // Only heads on images have fewer values than features, and images have no more pixels, so a longer row must be
        // an error. Memory for it is not allocated.
        if (columns > Math.max(values, MOST_PIXELS)) {
            throw new IOException("rows are said to have " + columns + " features, but the model has only " + values
                    + " values, and with fewer values than features at most " + MOST_PIXELS
                    + " features are expected");
        }
        return new SavedParts(header.images(), header.fit(), features, transforms, head, header.classes(), columns);
    }

    /** The number of features of an image. */
    private static int length(Part<Dataset, FeatureExtractor> features, ImageShape images) throws IOException {
        try {
            return features.fitted().length(images.width(), images.height(), images.bands());
        } catch (IllegalArgumentException e) {
            throw new IOException("the parts of the model do not fit each other: " + e.getMessage(), e);
        }
    }

    /** The arrays of a file, from which the parts of a model are restored. */
    private static final class Restoring {
        private final NamedArrays arrays;
        private final Run run;
        private final TreeSet<String> unused;

        Restoring(NamedArrays arrays, Run run) {
            this.arrays = arrays;
            this.run = run;
            this.unused = new TreeSet<>(arrays.asMap().keySet());
        }

        <D, M extends Fitted> Part<D, M> part(JsonAt at, Class<D> data, Class<M> type, String name) throws IOException {
            Spec<D, ? extends M> spec = SpecJson.installed().decode(at, data, type);
            try {
                M fitted = spec.restore(arrays.part(name), run);
                // Its arrays must now be exactly those of the file.
                NamedArrays.empty().with(name, fitted.arrays()).asMap().forEach((array, values) -> {
                    if (!values.bitsEqual(arrays.array(array))) {
                        throw new IllegalArgumentException(
                                "array '" + array + "' is not the same after it was restored");
                    }
                    unused.remove(array);
                });
                return new Part<>(spec, fitted);
            } catch (RuntimeException e) {
                throw new IOException("'" + name + "' cannot be restored: " + e.getMessage(), e);
            }
        }
    }
}
