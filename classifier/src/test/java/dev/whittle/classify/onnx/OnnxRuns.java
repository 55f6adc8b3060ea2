package dev.whittle.classify.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.whittle.feature.table.Matrix;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** ONNX Runtime called directly, and the comparison of its scores with Whittle's. */
final class OnnxRuns {
    private OnnxRuns() {}

    /** What an exported model gives for a batch. */
    record Outputs(Matrix scores, int[] classes, Map<String, String> metadata) {}

    static Outputs run(Path file, String input, float[] values, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                float[][] scores =
                        (float[][]) result.get("scores").orElseThrow().getValue();
                long[] classes = (long[]) result.get("class").orElseThrow().getValue();
                return new Outputs(
                        Matrix.of(scores),
                        Arrays.stream(classes).mapToInt(Math::toIntExact).toArray(),
                        session.getMetadata().getCustomMetadata());
            }
        }
    }

    /** Requires that all values are equal up to 10⁻⁵ of the largest in their row. */
    static void assertClose(Matrix expected, Matrix actual) {
        requireOneShape(expected, actual);
        for (int r = 0; r < expected.rows(); r++) {
            assertClose(expected, actual, r, largest(expected.row(r)));
        }
    }

    /** Requires that all values are equal up to 10⁻⁵ of the largest of all: in some rows scores cancel. */
    static void assertCloseInAll(Matrix expected, Matrix actual) {
        requireOneShape(expected, actual);
        float largest = largest(expected.data());
        for (int r = 0; r < expected.rows(); r++) {
            assertClose(expected, actual, r, largest);
        }
    }

    private static void requireOneShape(Matrix expected, Matrix actual) {
        if (expected.rows() != actual.rows() || expected.columns() != actual.columns()) {
            throw new AssertionError("expected " + expected.rows() + "x" + expected.columns() + ", got " + actual.rows()
                    + "x" + actual.columns());
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(Matrix expected, Matrix actual, int row, float largest) {
        for (int c = 0; c < expected.columns(); c++) {
            float e = expected.get(row, c);
            float a = actual.get(row, c);
            if (!(Math.abs(e - a) <= 1e-5 * largest)) {
                throw new AssertionError("row " + row + ", column " + c + ": expected " + e + ", got " + a);
            }
        }
    }
}
