package dev.whittle.classify.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph of ONNX operators, built in the order in which they are computed, and its file. The comments give the
 * messages and fields of {@code onnx.proto} (github.com/onnx/onnx, IR version 7). The same calls give the same bytes.
 */
final class OnnxGraph {
    /** The operators are those of ONNX 1.8, which has opset 13 and IR version 7. */
    static final int OPSET = 13;

    static final int IR_VERSION = 7;
    /** TensorProto.DataType. */
    static final int FLOAT = 1;

    static final int INT64 = 7;
    /** The size that any number may take: the number of samples of a batch. */
    static final long BATCH = -1;

    /** AttributeProto.AttributeType. */
    private static final int ATTRIBUTE_FLOAT = 1;

    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Set<String> names = new HashSet<>();
    private final ProtoMessage graph = new ProtoMessage();

    private OnnxGraph unique(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("Two values of the graph are called " + name);
        }
        return this;
    }

    /**
     * Adds an operator with one output.
     *
     * @return the name of the output, which is also that of the operator
     */
    String add(String operator, String output, List<String> inputs, ProtoMessage... attributes) {
        unique(output);
        ProtoMessage node = new ProtoMessage(); // NodeProto
        inputs.forEach(input -> node.text(1, input)); // input
        node.text(2, output).text(3, output).text(4, operator); // output, name, op_type
        for (ProtoMessage attribute : attributes) {
            node.message(5, attribute); // attribute
        }
        graph.message(1, node); // GraphProto.node
        return output;
    }

    /** An attribute of an operator: a whole number. */
    static ProtoMessage attribute(String name, long value) {
        return new ProtoMessage().text(1, name).number(3, value).number(20, ATTRIBUTE_INT); // name, i, type
    }

    /** An attribute of an operator: a float. */
    static ProtoMessage attribute(String name, float value) {
        return new ProtoMessage().text(1, name).real(2, value).number(20, ATTRIBUTE_FLOAT); // name, f, type
    }

    /** An attribute of an operator: whole numbers. */
    static ProtoMessage attribute(String name, List<Integer> values) {
        ProtoMessage attribute = new ProtoMessage().text(1, name); // name
        values.forEach(value -> attribute.number(8, value)); // ints
        return attribute.number(20, ATTRIBUTE_INTS); // type
    }

    /**
     * Adds an array of the model.
     *
     * @return its name
     */
    String constant(String name, float[] values, long... shape) {
        if (values.length > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " floats, more than the 2 GiB of an ONNX file");
        }
        ByteBuffer raw = littleEndian(4 * values.length);
        raw.asFloatBuffer().put(values);
        return constant(name, FLOAT, values.length, raw.array(), shape);
    }

    /**
     * Adds a vector of whole numbers, such as a shape.
     *
     * @return its name
     */
    String constant(String name, long... values) {
        ByteBuffer raw = littleEndian(8 * values.length);
        raw.asLongBuffer().put(values);
        return constant(name, INT64, values.length, raw.array(), values.length);
    }

    private String constant(String name, int type, long count, byte[] raw, long... shape) {
        unique(name);
        ProtoMessage tensor = new ProtoMessage(); // TensorProto
        long product = 1;
        for (long size : shape) {
            tensor.number(1, size); // dims
            product *= size;
        }
        if (product != count) {
            throw new IllegalArgumentException(name + " has " + count + " values, but its shape has " + product);
        }
        tensor.number(2, type).text(8, name).bytes(9, raw); // data_type, name, raw_data
        graph.message(5, tensor); // GraphProto.initializer
        return name;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Adds an input of the graph.
     *
     * @param shape its sizes, of which {@link #BATCH} may be one
     * @return its name
     */
    String input(String name, long... shape) {
        unique(name);
        graph.message(11, valueInfo(name, FLOAT, shape)); // GraphProto.input
        return name;
    }

    /** Makes a value an output of the graph. */
    void output(String name, int type, long... shape) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("The graph has no value " + name);
        }
        graph.message(12, valueInfo(name, type, shape)); // GraphProto.output
    }

    private static ProtoMessage valueInfo(String name, int type, long... sizes) {
        ProtoMessage shape = new ProtoMessage(); // TensorShapeProto
        for (long size : sizes) {
            ProtoMessage dimension = new ProtoMessage(); // TensorShapeProto.Dimension
            shape.message(
                    1, size == BATCH ? dimension.text(2, "N") : dimension.number(1, size)); // dim_param, dim_value
        }
        ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, shape); // TypeProto.Tensor
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor)); // name, type
    }

    /**
     * The file.
     *
     * @param metadata in the order of the map
     */
    ProtoMessage model(Map<String, String> metadata) {
        graph.text(2, "whittle"); // GraphProto.name
        ProtoMessage model = new ProtoMessage() // ModelProto
                .number(1, IR_VERSION) // ir_version
                .text(2, "Whittle") // producer_name
                .message(7, graph) // graph
                .message(8, new ProtoMessage().text(1, "").number(2, OPSET)); // opset_import: domain, version
        metadata.forEach((key, value) ->
                model.message(14, new ProtoMessage().text(1, key).text(2, value))); // metadata_props: key, value
        return model;
    }
}
