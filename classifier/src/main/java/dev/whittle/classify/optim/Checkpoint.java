package dev.whittle.classify.optim;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file from which training in epochs, or in blocks of filters, continues. It is written completely or not at all,
 * and it identifies the training it belongs to:
 *
 * <pre>
 * the line "whittle-checkpoint 4"
 * identity: number of pairs (int), name and value of each (number of bytes (int), UTF-8)
 * position: number of epochs (int), objective and share correct of each (doubles), best epoch (int), its loss (double),
 * seconds of training (double)
 * arrays: their number (int), of each the name (as above), the length (int) and the values (floats, little-endian)
 * SHA-256 of all bytes before
 * </pre>
 *
 * Numbers are big-endian but for the values of arrays.
 */
public final class Checkpoint {
    private static final byte[] START = "whittle-checkpoint 4\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH = 32;
    /** Finite doubles as {@link #text} writes them. */
    private static final Pattern HEX = Pattern.compile("-?0x[01]\\.[0-9a-f]+p-?[0-9]+");

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Map<String, String> identity;

    /** What was reported of an epoch. */
    public record Epoch(double objective, double accuracy) {}

    /**
     * The progress of the training.
     *
     * @param seconds that it took so far, also before it was continued
     */
    public record Position(List<Epoch> epochs, int bestEpoch, double bestLoss, double seconds) {
        public Position {
            epochs = List.copyOf(epochs);
        }
    }

    Checkpoint(Path file, Map<String, String> identity) {
        this.file = file;
        this.identity = identity;
    }

    /**
     * The checkpoint of a training in the folder of the run, which is created if it does not exist; null if the run
     * keeps none.
     */
    public static Checkpoint of(Map<String, String> identity, Run run) throws IOException {
        if (run.checkpoints().isEmpty()) {
            return null;
        }
        Path folder = Files.createDirectories(run.checkpoints().get());
        return new Checkpoint(folder.resolve(fileName(identity)), identity);
    }

    /** Deletes the file when training is done. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    // ---- which training

    /**
     * Everything that determines the bits of a training except the program: these settings, the seed and the samples.
     */
    public static Map<String, String> identity(Map<String, String> settings, Samples samples, Run run) {
        Map<String, String> identity = new LinkedHashMap<>(settings);
        addSeeds(identity, run);
        addSamples(identity, samples, run);
        return identity;
    }

    /** The components of a public record, as text. */
    public static Map<String, String> settings(Record record) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(record);
                settings.put(component.getName(), value instanceof Double d ? text(d) : value.toString());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot read " + component, e);
            }
        }
        return settings;
    }

    private static void addSeeds(Map<String, String> identity, Run run) {
        identity.put("seed", Long.toString(run.seed()));
        if (run.startSeed() != run.seed()) {
            identity.put("seed of the start", Long.toString(run.startSeed()));
        }
    }

    private static void addSamples(Map<String, String> identity, Samples samples, Run run) {
        identity.put("samples", samples.size() + " x " + samples.features().columns());
        identity.put("classes", Integer.toString(samples.classes()));
        identity.put("SHA-256 of the samples", hash(samples, run));
    }

    /**
     * Everything that determines the bits of a training by mini-batches except the program, as text. The model must be
     * in its state before training.
     */
    static Map<String, String> identity(
            MiniBatches settings, double l2, double l1, Trainable model, Samples samples, Run run) {
        Map<String, String> identity = new LinkedHashMap<>();
        addSeeds(identity, run);
        identity.put("l2", text(l2));
        identity.put("l1", text(l1));
        identity.putAll(settings(settings));
        identity.put("structure of the model", model.structure());
        MessageDigest hash = PixelHash.sha256();
        for (Parameter p : model.parameters()) {
            identity.put(
                    "parameter " + p.name(),
                    p.values().length
                            + (p.penalised() ? " penalised" : " not penalised")
                            + (p.rate() == 1 ? "" : " at rate " + text(p.rate()))
                            + (p.columns() == 0 ? "" : " in rows of " + p.columns()));
            add(hash, p.values(), p.values().length);
        }
        for (Map.Entry<String, Matrix> e : model.buffers().asMap().entrySet()) {
            identity.put("buffer " + e.getKey(), Integer.toString(e.getValue().data().length));
            add(hash, e.getValue().data(), e.getValue().data().length);
        }
        identity.put("SHA-256 of the initial parameters", HexFormat.of().formatHex(hash.digest()));
        addSamples(identity, samples, run);
        return identity;
    }

    /** A file name that distinguishes this training from others. */
    static String fileName(Map<String, String> identity) {
        MessageDigest hash = PixelHash.sha256();
        identity.forEach((name, value) -> {
            for (String text : List.of(name, value)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                hash.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
                hash.update(bytes);
            }
        });
        return HexFormat.of().formatHex(hash.digest(), 0, 16) + ".checkpoint";
    }

    /** In hexadecimal, since the decimal digits of a double differ between releases of Java. */
    public static String text(double value) {
        return Double.toHexString(value);
    }

    private static String hash(Samples samples, Run run) {
        MessageDigest hash = PixelHash.sha256();
        Rows features = samples.features();
        int columns = features.columns();
        int rows = Math.max(1, Math.min(features.rows(), BUFFER / 4 / columns));
        float[] block = new float[rows * columns];
        for (int r = 0; r < features.rows(); r += rows) {
            run.checkCancelled();
            int n = Math.min(rows, features.rows() - r);
            features.read(r, n, block, 0);
            add(hash, block, n * columns);
        }
        ByteBuffer label = ByteBuffer.allocate(4);
        for (int y : samples.labels()) {
            hash.update(label.putInt(0, y).array());
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static void add(MessageDigest hash, float[] values, int length) {
        ByteBuffer bytes = buffer();
        for (int from = 0; from < length; from += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, length - from);
            bytes.clear().asFloatBuffer().put(values, from, n);
            hash.update(bytes.array(), 0, 4 * n);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- writing

    /** Replaces the file. */
    public void write(Position position, LiveArrays arrays) throws IOException {
        AtomicFile.write(file, file -> {
            DigestOutputStream hashed = new DigestOutputStream(file, PixelHash.sha256());
            DataOutputStream out = new DataOutputStream(hashed);
            out.write(START);
            out.writeInt(identity.size());
            for (Map.Entry<String, String> e : identity.entrySet()) {
                write(out, e.getKey());
                write(out, e.getValue());
            }
            out.writeInt(position.epochs.size());
            for (Epoch epoch : position.epochs) {
                out.writeDouble(epoch.objective);
                out.writeDouble(epoch.accuracy);
            }
            out.writeInt(position.bestEpoch);
            out.writeDouble(position.bestLoss);
            out.writeDouble(position.seconds);
            out.writeInt(arrays.asMap().size());
            for (Map.Entry<String, Matrix> e : arrays.asMap().entrySet()) {
                write(out, e.getKey());
                out.writeInt(e.getValue().data().length);
                write(out, e.getValue().data());
            }
            out.flush();
            file.write(hashed.getMessageDigest().digest());
        });
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(OutputStream out, float[] values) throws IOException {
        ByteBuffer bytes = buffer();
        for (int from = 0; from < values.length; from += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, values.length - from);
            bytes.clear().asFloatBuffer().put(values, from, n);
            out.write(bytes.array(), 0, 4 * n);
        }
    }

    // ---- reading

    /**
     * Fills these arrays from the file, if there is one. Nothing is changed if the file has an error.
     *
     * @return null if there is no file
     */
    public Position read(LiveArrays arrays) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        checkBytes();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(), BUFFER))) {
            in.skipNBytes(START.length);
            checkIdentity(in);
            List<Epoch> epochs = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                epochs.add(new Epoch(in.readDouble(), in.readDouble()));
            }
            Position position = new Position(epochs, in.readInt(), in.readDouble(), in.readDouble());
            // The identity determines which arrays there are, and the hash ensures that they are complete.
            int count = in.readInt();
            if (count != arrays.asMap().size()) {
                throw error(
                        "holds " + count + " arrays, expected " + arrays.asMap().size());
            }
            List<float[]> found = new ArrayList<>();
            for (Map.Entry<String, Matrix> e : arrays.asMap().entrySet()) {
                String name = readText(in);
                int length = in.readInt();
                if (!name.equals(e.getKey()) || length != e.getValue().data().length) {
                    throw error("holds the array '" + name + "' of " + length + " values where '" + e.getKey() + "' of "
                            + e.getValue().data().length + " was expected");
                }
                float[] values = new float[length];
                read(in, values);
                found.add(values);
            }
            int i = 0;
            for (Matrix m : arrays.asMap().values()) {
                System.arraycopy(found.get(i++), 0, m.data(), 0, m.data().length);
            }
            return position;
        }
    }

    /** Not a channel, since an interrupt of the thread would close it. */
    private InputStream open() throws IOException {
        return new FileInputStream(file.toFile());
    }

    private void checkBytes() throws IOException {
        long length = Files.size(file);
        MessageDigest hash = PixelHash.sha256();
        try (InputStream in = open()) {
            if (!Arrays.equals(in.readNBytes(START.length), START)) {
                throw error("at byte 0: is no checkpoint of this version of Whittle: it does not start with '"
                        + new String(START, StandardCharsets.US_ASCII).strip() + "'");
            }
            hash.update(START);
            byte[] buffer = new byte[BUFFER];
            for (long left = length - START.length - HASH; left > 0; ) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (n == 0) {
                    break;
                }
                hash.update(buffer, 0, n);
                left -= n;
            }
            if (!Arrays.equals(in.readNBytes(HASH), hash.digest())) {
                throw error("is damaged: the SHA-256 at byte " + Math.max(START.length, length - HASH)
                        + " is not that of the bytes before; delete the file to train from the start");
            }
        }
    }

    private void checkIdentity(DataInputStream in) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            found.put(readText(in), readText(in));
        }
        List<String> different = new ArrayList<>();
        identity.forEach((name, value) -> {
            if (!value.equals(found.get(name))) {
                different.add(name + " was " + shown(found.get(name)) + ", is now " + shown(value));
            }
        });
        found.forEach((name, value) -> {
            if (!identity.containsKey(name)) {
                different.add(name + " was " + shown(value) + ", is now absent");
            }
        });
        if (!different.isEmpty()) {
            boolean epochsAlone = different.size() == 1 && different.get(0).startsWith("epochs was ");
            throw error("is a checkpoint of another training: " + String.join("; ", different) + ". "
                    + (epochsAlone
                            ? "The number of epochs cannot be changed after the start, since the schedule"
                                    + " depends on it. "
                            : "")
                    + "Delete the file to train from the start, or name another");
        }
    }

    private static String shown(String value) {
        return value == null
                ? "absent"
                : HEX.matcher(value).matches() ? Double.toString(Double.parseDouble(value)) : value;
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void read(DataInputStream in, float[] values) throws IOException {
        ByteBuffer bytes = buffer();
        for (int from = 0; from < values.length; from += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, values.length - from);
            in.readFully(bytes.array(), 0, 4 * n);
            bytes.clear().asFloatBuffer().get(values, from, n);
        }
    }

    private IOException error(String reason) {
        return new IOException(file + ": " + reason);
    }
}
