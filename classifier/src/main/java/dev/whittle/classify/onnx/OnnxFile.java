package dev.whittle.classify.onnx;

import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX file and the names in it. Only what these need is read; ONNX Runtime checks the rest. */
final class OnnxFile {
    /** How many names a message lists at most. */
    private static final int MOST_NAMES = 60;
    /** As large as an array can be. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    /** TensorProto.DataLocation. */
    private static final int EXTERNAL = 1;

    private final Path path;
    private final byte[] bytes;
    private long irVersion;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> external = new LinkedHashSet<>();
    private boolean hasGraph;

    private OnnxFile(Path path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** @throws IOException if the file cannot be read or is no whole ONNX file, with its name and what was found */
    static OnnxFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " does not exist");
        }
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder, expected an ONNX file");
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException(path + " has " + Files.size(path) + " bytes, more than the 2 GiB of an ONNX file");
        }
        OnnxFile file = new OnnxFile(path, RegularFile.bytes(path));
        file.read();
        return file;
    }

    private void read() throws IOException {
        if (bytes.length == 0) {
            throw new IOException(path + " is empty, expected an ONNX file");
        }
        try {
            readModel(ProtoReader.of(bytes));
        } catch (IOException e) {
            throw new IOException(path + " is no ONNX file, or was cut off: " + e.getMessage(), e);
        }
        if (!hasGraph || outputs.isEmpty() || opsets.isEmpty()) {
            throw new IOException(path + " is no ONNX file, or was cut off: its " + bytes.length + " bytes have "
                    + (!hasGraph ? "no graph" : outputs.isEmpty() ? "no output" : "no opset"));
        }
        if (!external.isEmpty()) {
            throw new IOException(path + " has weights in other files, as of " + some(external)
                    + "; save the model as one file, in Python with onnx.save(onnx.load(path), new_path)");
        }
    }

    // ---- the messages and fields of onnx.proto

    private void readModel(ProtoReader model) throws IOException {
        while (model.next()) {
            if (model.isNumber(1)) { // ModelProto.ir_version
                irVersion = model.number();
            } else if (model.isBytes(7)) { // ModelProto.graph
                hasGraph = true;
                readGraph(model.message());
            } else if (model.isBytes(8)) { // ModelProto.opset_import
                readOpset(model.message());
            }
        }
    }

    private void readOpset(ProtoReader opset) throws IOException {
        String domain = "";
        long version = 0;
        while (opset.next()) {
            if (opset.isBytes(1)) { // OperatorSetIdProto.domain
                domain = opset.text();
            } else if (opset.isNumber(2)) { // OperatorSetIdProto.version
                version = opset.number();
            }
        }
        opsets.put(domain.isEmpty() ? "ai.onnx" : domain, version);
    }

    private void readGraph(ProtoReader graph) throws IOException {
        while (graph.next()) {
            if (graph.isBytes(1)) { // GraphProto.node
                ProtoReader node = graph.message();
                while (node.next()) {
                    if (node.isBytes(2) && !node.text().isEmpty()) { // NodeProto.output; an unused one has no name
                        values.add(node.text());
                    }
                }
            } else if (graph.isBytes(5)) { // GraphProto.initializer
                readInitializer(graph.message());
            } else if (graph.isBytes(12)) { // GraphProto.output
                outputs.add(name(graph.message()));
            }
        }
    }

    private void readInitializer(ProtoReader tensor) throws IOException {
        String name = "";
        boolean elsewhere = false;
        while (tensor.next()) {
            if (tensor.isBytes(8)) { // TensorProto.name
                name = tensor.text();
            } else if (tensor.isNumber(14)) { // TensorProto.data_location
                elsewhere = tensor.number() == EXTERNAL;
            }
        }
        if (elsewhere) {
            external.add(name);
        }
    }

    private static String name(ProtoReader valueInfo) throws IOException {
        String name = "";
        while (valueInfo.next()) {
            if (valueInfo.isBytes(1)) { // ValueInfoProto.name
                name = valueInfo.text();
            }
        }
        return name;
    }

    // ---- what was found

    /**
     * The name of the value to compute: the given one, or the only output.
     *
     * @param layer null for the only output
     * @throws IOException if there is no such value, or there are several outputs, with the names there are
     */
    String value(String layer) throws IOException {
        if (layer == null) {
            if (outputs.size() > 1) {
                throw new IOException(path + " has " + outputs.size() + " outputs, " + some(outputs)
                        + "; name one of them, or another value, as layer");
            }
            return outputs.iterator().next();
        }
        if (!outputs.contains(layer) && !values.contains(layer)) {
            Set<String> others = new LinkedHashSet<>(values);
            others.removeAll(outputs);
            throw new IOException(path + " has no value '" + layer + "'; its outputs are " + some(outputs)
                    + (others.isEmpty() ? "" : ", and its other values " + some(others)));
        }
        return layer;
    }

    /** The first names, and how many others there are. */
    private static String some(Set<String> names) {
        List<String> shown = new ArrayList<>(names).subList(0, Math.min(names.size(), MOST_NAMES));
        return String.join(", ", shown)
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    boolean isOutput(String value) {
        return outputs.contains(value);
    }

    /**
     * The bytes of the file, with a value as one more output. Where a message is given twice, readers of Protocol
     * Buffers put both together. So the new output is a second graph behind the first, with this output alone.
     *
     * @throws IOException if both together are too large
     */
    byte[] withOutput(String value) throws IOException {
        ProtoMessage output = new ProtoMessage().text(1, value); // ValueInfoProto.name; its type is inferred
        ProtoMessage graph = new ProtoMessage().message(12, output); // GraphProto.output
        byte[] more = new ProtoMessage().message(7, graph).toByteArray(); // ModelProto.graph
        if ((long) bytes.length + more.length > MOST_BYTES) {
            throw new IOException(path + " has " + bytes.length + " bytes, and naming the value takes " + more.length
                    + " more; together there can be " + MOST_BYTES);
        }
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return all;
    }

    /** The bytes of the file. */
    byte[] bytes() {
        return bytes;
    }

    /** The SHA-256 of the file, 32 bytes. */
    byte[] sha256() {
        return PixelHash.sha256().digest(bytes);
    }

    /** The versions that the file needs, for messages. */
    String versions() {
        StringBuilder text = new StringBuilder("IR version " + irVersion);
        opsets.forEach((domain, version) ->
                text.append(", opset ").append(version).append(" of ").append(domain));
        return text.toString();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
