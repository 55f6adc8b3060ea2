package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.classify.nn.Loss;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Samples and optima written by {@code src/test/reference/linear_heads.py}. */
final class Reference {
    static final double L2 = 0.01;

    record Optimum(double objective, double[] weights, double[] bias) {}

    private Reference() {}

    static Samples samples() {
        List<String[]> lines = lines("samples.csv");
        float[][] x = lines.stream().map(Reference::floats).toArray(float[][]::new);
        int[] labels = lines.stream().mapToInt(f -> Integer.parseInt(f[0])).toArray();
        return new Samples(Matrix.of(x), labels, 3);
    }

    private static float[] floats(String[] line) {
        float[] values = new float[line.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(line[i + 1]);
        }
        return values;
    }

    static Optimum optimum(String head) {
        String[] line = lines("optima.csv").stream()
                .filter(f -> f[0].equals(head))
                .findFirst()
                .orElseThrow();
        double[] all = Stream.of(line).skip(1).mapToDouble(Double::parseDouble).toArray();
        return new Optimum(
                all[0],
                Arrays.copyOfRange(all, 1, all.length - 3),
                Arrays.copyOfRange(all, all.length - 3, all.length));
    }

    private static List<String[]> lines(String file) {
        try (InputStream in = Reference.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mean loss plus penalty of a fitted head, apart from the code that trained it. */
    static double objective(LinearClassifier head, Samples samples, Loss loss) {
        Run run = Run.defaults().withThreads(1).withKernels(Kernels.SCALAR);
        Matrix scores = head.scores(samples.inMemory("the test"), run);
        double sum = loss.sumAndGradient(
                scores.data(), scores.rows(), scores.columns(), samples.labels(), 0, 1, run.kernels());
        double squares = 0;
        for (float w : head.arrays().get("weights").data()) {
            squares += (double) w * w;
        }
        return sum / samples.size() + L2 / 2 * squares;
    }
}
