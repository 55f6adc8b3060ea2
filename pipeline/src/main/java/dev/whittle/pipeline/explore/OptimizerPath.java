package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.optim.Lbfgs;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an optimiser goes on a function of a few parameters, step by step.
 *
 * @param points the parameters at the start and after each step
 * @param gradients how many gradients were computed until then
 */
public record OptimizerPath(double[][] points, int[] gradients) {
    private static final Samples ONE = new Samples(new Matrix(1, 1), new int[1], 2);

    /** A function to be minimised, which may differ from batch to batch, as the loss of mini-batches does. */
    @FunctionalInterface
    public interface Batches {
        /**
         * Returns the value at a point and writes the gradient there. The same arguments give the same values.
         *
         * @param point not to be changed
         * @param batch the number of the batch, from 0
         * @param gradient as long as the point
         */
        double valueAndGradient(double[] point, long batch, double[] gradient);
    }

    /**
     * Of mini-batch training, as networks have it: each epoch is one step here, on a batch of its own, and there are as
     * many steps as epochs. Parameters are kept as floats.
     *
     * @param start the parameters before the first step
     * @throws ArithmeticException if the training diverges
     */
    public static OptimizerPath of(Batches function, double[] start, MiniBatchTraining training, Run run) {
        OfBatches model = new OfBatches(function, start);
        List<double[]> points = new ArrayList<>(List.of(model.point()));
        training.train(model, ONE, run.withProgress(new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                points.add(model.point());
            }
        }));
        int[] gradients = new int[points.size()];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = i;
        }
        return new OptimizerPath(points.toArray(double[][]::new), gradients);
    }

    /**
     * Of L-BFGS, which evaluates each batch once. The path is shorter than {@code steps} if the search ends before.
     *
     * @param start the parameters before the first step
     * @param steps the largest number of steps, at least 1
     */
    public static OptimizerPath lbfgs(Batches function, double[] start, int steps) {
        List<double[]> points = new ArrayList<>(List.of(start.clone()));
        List<Integer> gradients = new ArrayList<>(List.of(1));
        // The point after k steps is the minimum that a search of k steps finds.
        for (int k = 1; k <= steps; k++) {
            int[] evaluations = new int[1];
            Lbfgs.Minimum minimum = new Lbfgs(10, k, 1e-9)
                    .minimize(
                            (point, gradient) -> function.valueAndGradient(point, evaluations[0]++, gradient),
                            start,
                            (iteration, value) -> {});
            if (minimum.iterations() < k) {
                break;
            }
            points.add(minimum.point());
            gradients.add(evaluations[0]);
        }
        return new OptimizerPath(
                points.toArray(double[][]::new),
                gradients.stream().mapToInt(Integer::intValue).toArray());
    }

    /** One parameter of a path over all its points. */
    public double[] coordinate(int parameter) {
        double[] values = new double[points.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = points[i][parameter];
        }
        return values;
    }

    private static final class OfBatches implements Trainable {
        private final Batches function;
        private final Parameter parameter;
        private final double[] gradient;

        OfBatches(Batches function, double[] start) {
            this.function = function;
            parameter = new Parameter("point", new float[start.length], true);
            gradient = new double[start.length];
            for (int i = 0; i < start.length; i++) {
                parameter.values()[i] = (float) start[i];
            }
        }

        double[] point() {
            double[] point = new double[gradient.length];
            for (int i = 0; i < point.length; i++) {
                point[i] = parameter.values()[i];
            }
            return point;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(parameter);
        }

        @Override
        public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
            double value = function.valueAndGradient(point(), step, gradient);
            for (int i = 0; i < gradient.length; i++) {
                parameter.gradient()[i] = (float) gradient[i];
            }
            return new Seen(value, 0);
        }

        @Override
        public Seen evaluate(Samples samples, int[] order, int from, int to) {
            return new Seen(function.valueAndGradient(point(), 0, new double[gradient.length]), 0);
        }

        @Override
        public String structure() {
            return "a function of " + gradient.length + " parameters";
        }
    }
}
