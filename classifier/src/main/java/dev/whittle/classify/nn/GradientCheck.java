package dev.whittle.classify.nn;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Compares derivatives with finite differences of the function, for a layer, a loss or a whole network.
 *
 * <p>The difference is central, of order 6, with h = 1/32: (45(f₁ - f₋₁) - 9(f₂ - f₋₂) + (f₃ - f₋₃))/60h, where f_k =
 * f(x + kh). Its own error is about h⁶f⁽⁷⁾/140. This is below 10⁻¹⁰ for smooth functions of values around 1, the scale
 * that is checked. Sums and differences are in double, but layers compute in float. The relative error of their values
 * is about 2⁻²⁴. The division by h increases it to about 10⁻⁶ of a derivative of the same scale, and to a few times
 * that after many layers. So a derivative may differ by {@value #TOLERANCE} of the largest difference of its array. If
 * a tenth of the largest difference of all arrays is larger, it is used instead, as for a bias before batch
 * normalisation, whose derivative is 0. An error of 1 % of the largest derivative is found.
 *
 * <p>Some errors cannot be found. An element below 0.1 % of the largest of its array may be wrong in any way, even in
 * its sign. The same holds for an array whose elements are all below 0.01 % of the largest of all arrays. If that
 * matters, check the layer alone, with inputs that give derivatives of similar size, and require a smaller {@link
 * Report#worst}: for smooth functions correct derivatives stay below 0.1, that is, within 0.01 % of the largest.
 *
 * <p>At a kink, such as 0 for ReLU, there is no derivative. A kink is detected from the function alone, by another
 * difference with h/2. If the two differ by more than half of the allowed error, the derivative is not judged. At least
 * half of all derivatives must be judged.
 */
public final class GradientCheck {
    private static final double H = 1.0 / 32;
    private static final double TOLERANCE = 1e-3;

    private GradientCheck() {}

    /**
     * The outcome of a comparison.
     *
     * @param judged how many derivatives were judged
     * @param kinks how many were not judged, since the function has a kink there
     * @param worst the largest error of the judged derivatives, as a share of the allowed error
     * @param derivatives all of them, judged or not, array by array
     */
    public record Report(int judged, int kinks, double worst, List<Derivative> derivatives) {
        /**
         * The largest error of the judged derivatives, relative to the largest difference of its array, or to a tenth
         * of the largest of all arrays.
         */
        public double relative() {
            return worst * TOLERANCE;
        }
    }

    /**
     * A derivative, computed twice.
     *
     * @param array the name of a parameter, or "features" or "scores"
     * @param index its place in the array
     * @param computed by the backward pass
     * @param difference by finite differences
     * @param judged false at a kink
     */
    public record Derivative(String array, int index, float computed, double difference, boolean judged) {}

    /**
     * Checks the derivatives that a layer computes in training for its inputs and its parameters. The checked function
     * is a random linear function of its output.
     *
     * @param inputs the shapes of its inputs, which are drawn from a standard normal distribution
     * @param rows how many samples
     * @throws IllegalArgumentException with the first array that has a wrong derivative, where, and both numbers
     */
    public static Report layer(Layer layer, List<Shape> inputs, int rows, Run run) {
        int width = inputs.stream().mapToInt(Shape::size).sum();
        Graph graph = new Graph(Shape.of(width));
        List<Graph.Value> values = new ArrayList<>();
        int at = 0;
        for (Shape shape : inputs) {
            values.add(graph.add(new Slice(at, shape), graph.input()));
            at += shape.size();
        }
        Network network = graph.network(graph.add(layer, values.toArray(new Graph.Value[0])));
        Matrix x = normal(rows, width, run.random("gradient check, inputs", 0));
        float[] weights = normal(rows, network.outputs(), run.random("gradient check, outputs", 0))
                .data();
        return network(network, new Weighted(weights, network.outputs()), new Samples(x, new int[rows], 2), run);
    }

    /**
     * Checks the derivatives of a loss for random labels and for scores from a normal distribution of deviation 2.
     *
     * @throws IllegalArgumentException if a derivative is wrong, with the first one and both numbers
     */
    public static Report loss(Loss loss, int rows, int classes, Run run) {
        float[] scores =
                normal(rows, classes, run.random("gradient check, scores", 0)).data();
        Rng rng = run.random("gradient check, labels", 0);
        int[] labels = IntStream.range(0, rows).map(r -> rng.nextInt(classes)).toArray();
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= 2;
        }
        float[] gradient = scores.clone();
        loss.sumAndGradient(gradient, rows, classes, labels, 0, 1, run.kernels());
        float[] work = new float[scores.length];
        return judge(List.of(new Part("scores", scores, gradient)), () -> {
            System.arraycopy(scores, 0, work, 0, work.length);
            return loss.sumAndGradient(work, rows, classes, labels, 0, 1, run.kernels());
        });
    }

    /**
     * Checks the derivatives of the mean loss of samples, at most a few hundred, by all parameters of a network and by
     * the features. The network is not changed, including running means, except for the gradients of its parameters.
     *
     * @throws IllegalArgumentException with the first array that has a wrong derivative, where, and both numbers
     */
    public static Report network(Network network, Loss loss, Samples samples, Run run) {
        int n = samples.size();
        float[] x = new float[n * samples.features().columns()];
        samples.features().read(0, n, x, 0);
        Samples own = new Samples(new Matrix(n, samples.features().columns(), x), samples.labels(), samples.classes());
        NetworkTraining training = network.training(loss, run, true);
        List<Matrix> buffers = List.copyOf(training.buffers().asMap().values());
        List<Matrix> before = buffers.stream().map(Matrix::copy).toList();
        try {
            return network(network, training, own, n, x);
        } finally {
            for (int i = 0; i < before.size(); i++) {
                System.arraycopy(
                        before.get(i).data(),
                        0,
                        buffers.get(i).data(),
                        0,
                        before.get(i).data().length);
            }
        }
    }

    private static Report network(Network network, NetworkTraining training, Samples own, int n, float[] x) {
        int[] order = IntStream.range(0, n).toArray();
        Trainable.Seen seen = training.gradient(own, order, 0, n, 0);
        if (!Double.isFinite(seen.loss())) {
            throw new IllegalArgumentException("The loss is " + seen.loss() + ", which has no derivatives");
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("features", x, Arrays.copyOf(training.derivativesOfInput(), x.length)));
        for (Parameter p : network.parameters()) {
            parts.add(new Part(p.name(), p.values(), p.gradient().clone()));
        }
        return judge(parts, () -> training.gradient(own, order, 0, n, 0).loss() / n);
    }

    private record Part(String name, float[] values, float[] gradient) {}

    private static Report judge(List<Part> parts, DoubleSupplier f) {
        double[][] wide = new double[parts.size()][];
        double[][] narrow = new double[parts.size()][];
        double[] largest = new double[parts.size()];
        for (int p = 0; p < wide.length; p++) {
            float[] values = parts.get(p).values;
            wide[p] = new double[values.length];
            narrow[p] = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[p][i] = difference(values, i, H, f);
                narrow[p][i] = difference(values, i, H / 2, f);
                largest[p] = Math.max(largest[p], Math.abs(wide[p][i]));
            }
        }
        double tenth = Arrays.stream(largest).max().orElse(0) / 10;
        int judged = 0;
        double worst = 0;
        List<Derivative> derivatives = new ArrayList<>();
        for (int p = 0; p < wide.length; p++) {
            double allowed = TOLERANCE * Math.max(largest[p], tenth);
            for (int i = 0; i < wide[p].length; i++) {
                boolean kink = Math.abs(wide[p][i] - narrow[p][i]) > allowed / 2;
                derivatives.add(new Derivative(parts.get(p).name, i, parts.get(p).gradient[i], wide[p][i], !kink));
                if (kink) {
                    continue;
                }
                judged++;
                double error = Math.abs(wide[p][i] - parts.get(p).gradient[i]);
                if (!(error <= allowed)) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "%s: derivative %d is %s, but differences give %s (allowed %s)",
                            parts.get(p).name,
                            i,
                            parts.get(p).gradient[i],
                            wide[p][i],
                            allowed));
                }
                worst = error == 0 ? worst : Math.max(worst, error / allowed);
            }
        }
        int kinks = derivatives.size() - judged;
        if (judged < kinks) {
            throw new IllegalArgumentException("Only " + judged + " of " + (judged + kinks)
                    + " derivatives can be judged; the others are at kinks");
        }
        return new Report(judged, kinks, worst, List.copyOf(derivatives));
    }

    private static double difference(float[] values, int i, double h, DoubleSupplier f) {
        float x = values[i];
        double[] there = new double[4];
        try {
            for (int k = 1; k <= 3; k++) {
                values[i] = (float) (x + k * h);
                double plus = f.getAsDouble();
                values[i] = (float) (x - k * h);
                there[k] = plus - f.getAsDouble();
            }
        } finally {
            values[i] = x;
        }
        return (45 * there[1] - 9 * there[2] + there[3]) / (60 * h);
    }

    private static Matrix normal(int rows, int columns, Rng rng) {
        Matrix m = new Matrix(rows, columns);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = (float) rng.nextGaussian();
        }
        return m;
    }

    /** A linear function of the outputs of all rows. */
    private record Weighted(float[] weights, int outputs) implements Loss {
        @Override
        public int scores(int classes) {
            return outputs;
        }

        @Override
        public double sumAndGradient(
                float[] scores, int rows, int classes, int[] labels, int offset, float scale, Kernels kernels) {
            double sum = 0;
            for (int i = 0; i < rows * classes; i++) {
                float w = weights[offset * classes + i];
                sum += (double) w * scores[i];
                scores[i] = scale * w;
            }
            return sum;
        }
    }
}
