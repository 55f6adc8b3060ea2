package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples and optima written by {@code src/test/reference/linear_heads.py}, and those with more features than samples
 * by {@code wide_heads.py}.
 */
final class Reference {
    static final double L2 = 0.01;
    static final double L1 = 0.03;
    static final List<Double> WEIGHTS = List.of(1.0, 2.0, 0.5);

    record Optimum(double objective, double[] weights, double[] bias) {}

    private Reference() {}

    static Samples samples() {
        return samples("samples.csv");
    }

    static Samples wide() {
        return samples("wide-samples.csv");
    }

    private static Samples samples(String file) {
        List<String[]> lines = lines(file);
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
        return optimum("optima.csv", head);
    }

    static Optimum wideOptimum(String head) {
        return optimum("wide-optima.csv", head);
    }

    private static Optimum optimum(String file, String head) {
        String[] line =
                lines(file).stream().filter(f -> f[0].equals(head)).findFirst().orElseThrow();
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

    /** What a problem's name says. */
    record Problem(String name) {
        boolean has(String word) {
            return List.of(name.split(" ")).contains(word);
        }

        double l2() {
            return has("l1") ? 0 : L2;
        }

        double l1() {
            return has("l1") || has("both") ? L1 : 0;
        }

        Intercept intercept() {
            return has("free") ? Intercept.FREE : has("none") ? Intercept.NONE : Intercept.PENALIZED;
        }

        List<Double> classWeights() {
            return has("weighted") ? WEIGHTS : List.of();
        }

        boolean softmax() {
            return has("softmax");
        }

        LinearSvm.Formulation formulation() {
            return LinearSvm.Formulation.valueOf(
                    name.split(" ")[0].replace('-', '_').toUpperCase(java.util.Locale.ROOT));
        }

        LinearSvm.Hinge hinge() {
            return has("squared") ? LinearSvm.Hinge.SQUARED : LinearSvm.Hinge.PLAIN;
        }
    }

    static Stream<String> problems() {
        return lines("optima.csv").stream().map(f -> f[0]);
    }

    static Stream<String> wideProblems() {
        return lines("wide-optima.csv").stream().map(f -> f[0]);
    }

    /** The objective of a problem at W (row by row) and b, by its formula, in double. */
    static double objective(Problem problem, Samples samples, double[] w, double[] b) {
        int d = samples.features().columns();
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            float[] x = samples.inMemory("the test").row(i);
            double[] s = b.clone();
            for (int c = 0; c < b.length; c++) {
                for (int j = 0; j < d; j++) {
                    s[c] += w[c * d + j] * x[j];
                }
            }
            int y = samples.labels()[i];
            double weight = problem.classWeights().isEmpty()
                    ? 1
                    : problem.classWeights().get(y);
            sum += weight * loss(problem, s, y);
        }
        double penalty = 0;
        for (double v : w) {
            penalty += problem.l2() / 2 * v * v + problem.l1() * Math.abs(v);
        }
        for (double v : b) {
            penalty += problem.intercept() == Intercept.PENALIZED
                    ? problem.l2() / 2 * v * v + problem.l1() * Math.abs(v)
                    : 0;
        }
        return sum / samples.size() + penalty;
    }

    private static double loss(Problem problem, double[] s, int y) {
        if (problem.softmax()) {
            return Math.log(Arrays.stream(s).map(v -> Math.exp(v - s[y])).sum());
        }
        double sum = 0;
        double largest = 0;
        for (int c = 0; c < s.length; c++) {
            double slack = problem.formulation() == LinearSvm.Formulation.ONE_VS_REST
                    ? 1 - (c == y ? s[c] : -s[c])
                    : c == y ? 0 : 1 + s[c] - s[y];
            double h = Math.pow(Math.max(0, slack), problem.hinge() == LinearSvm.Hinge.SQUARED ? 2 : 1);
            sum += h;
            largest = Math.max(largest, h);
        }
        return problem.formulation() == LinearSvm.Formulation.CRAMMER_SINGER ? largest : sum;
    }

    static double objective(Problem problem, Samples samples, LinearClassifier head) {
        return objective(
                problem,
                samples,
                doubles(head.arrays().get("weights")),
                doubles(head.arrays().get("bias")));
    }

    static double[] doubles(Matrix m) {
        double[] values = new double[m.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = m.data()[i];
        }
        return values;
    }
}
