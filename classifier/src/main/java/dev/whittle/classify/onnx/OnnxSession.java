package dev.whittle.classify.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A network that ONNX Runtime has loaded, to compute one value from one input. Several threads may use it at once. Its
 * native memory is freed when the object is no longer reachable.
 */
final class OnnxSession {
    private static final Cleaner CLEANER = Cleaner.create();

    private final String name;
    private final OrtSession session;
    private final String input;
    private final long[] inputShape;
    private final String value;
    private final Cleaner.Cleanable cleanable;

    /**
     * @param layer the value to compute, see {@link OnnxFile#value}
     * @throws IOException if there is no such value, ONNX Runtime cannot run the network, or its input or the value is
     *     no tensor of floats
     */
    OnnxSession(OnnxFile file, String layer) throws IOException {
        name = file.toString();
        value = file.value(layer);
        byte[] bytes = file.isOutput(value) ? file.bytes() : file.withOutput(value);
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // What is wrong comes as an exception.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = environment.createSession(bytes, options);
        } catch (OrtException e) {
            throw new IOException(
                    file + " needs " + file.versions() + ", and ONNX Runtime " + environment.getVersion()
                            + " cannot run it: " + oneLine(e),
                    e);
        }
        cleanable = CLEANER.register(this, closing(session));
        try {
            Set<String> inputs = session.getInputNames();
            if (inputs.size() != 1) {
                throw new IOException(file + " has the inputs " + inputs + ", expected one, for images");
            }
            input = inputs.iterator().next();
            inputShape = floats(
                            "input", input, session.getInputInfo().get(input).getInfo())
                    .getShape();
            floats("value", value, session.getOutputInfo().get(value).getInfo());
        } catch (OrtException e) {
            cleanable.clean();
            throw new IOException(file + ": " + oneLine(e), e);
        } catch (IOException | RuntimeException e) {
            cleanable.clean();
            throw e;
        }
    }

    /** Not a lambda of the constructor, which would keep the object reachable. */
    private static Runnable closing(OrtSession session) {
        return () -> {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /** There is one environment in a program. */
    private static OrtEnvironment environment() throws IOException {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError e) {
            throw new IOException(
                    "ONNX Runtime cannot be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage(),
                    e);
        }
    }

    private TensorInfo floats(String role, String of, ValueInfo info) throws IOException {
        if (info instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor;
        }
        throw new IOException(name + ": the " + role + " '" + of + "' is "
                + (info instanceof TensorInfo tensor
                        ? "a tensor of " + tensor.type + " of the shape " + Arrays.toString(tensor.getShape())
                        : info)
                + ", expected a tensor of FLOAT");
    }

    private static String oneLine(OrtException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }

    /** Frees the native memory at once. */
    void free() {
        cleanable.clean();
    }

    /** The name of the input. */
    String input() {
        return input;
    }

    /** The sizes of the input, -1 where any is taken. */
    long[] inputShape() {
        return inputShape.clone();
    }

    /**
     * Computes the value.
     *
     * @param x in native order, in memory outside of Java's heap
     * @return the values of all images, one after another
     * @throws IllegalArgumentException if the network fails, or the first size of the value is not the number of images
     */
    FloatBuffer run(FloatBuffer x, long... shape) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), x, shape);
                OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(value))) {
            OnnxValue computed = result.get(0);
            long[] sizes = ((TensorInfo) computed.getInfo()).getShape();
            if (sizes.length == 0 || sizes[0] != shape[0]) {
                throw new IllegalArgumentException(name + ": for " + shape[0] + " images the value '" + value
                        + "' has the shape " + Arrays.toString(sizes)
                        + ", expected the number of images as its first size");
            }
            return ((OnnxTensor) computed).getFloatBuffer();
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    name + ": the network fails for an input of the shape " + Arrays.toString(shape) + ": "
                            + oneLine(e),
                    e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
