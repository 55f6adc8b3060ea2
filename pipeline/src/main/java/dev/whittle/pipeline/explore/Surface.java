package dev.whittle.pipeline.explore;

import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.List;

/** A function of two parameters that is hard for some optimisers, with a place to start. */
public enum Surface {
    /** (x² + 25y²)/2: steep in y, flat in x. */
    RAVINE(-2, 1, 0) {
        @Override
        public double value(double x, double y) {
            return 0.5 * (x * x + 25 * y * y);
        }

        @Override
        void gradient(double[] point, double[] gradient) {
            gradient[0] = point[0];
            gradient[1] = 25 * point[1];
        }
    },
    /** x²/2 - y²/2 + y⁴/4: a saddle at (0, 0), minima of -1/4 at (0, ±1). The start is almost on the line y = 0. */
    SADDLE(-1.5, 0.001, 0) {
        @Override
        public double value(double x, double y) {
            return 0.5 * (x * x - y * y) + 0.25 * y * y * y * y;
        }

        @Override
        void gradient(double[] point, double[] gradient) {
            gradient[0] = point[0];
            gradient[1] = point[1] * point[1] * point[1] - point[1];
        }

        @Override
        public double minimum() {
            return -0.25;
        }
    },
    /** (x² + y²)/2; each gradient has normal noise of deviation 1 in x and in y. */
    NOISY_BOWL(-2, 1.5, 1) {
        @Override
        public double value(double x, double y) {
            return 0.5 * (x * x + y * y);
        }

        @Override
        void gradient(double[] point, double[] gradient) {
            gradient[0] = point[0];
            gradient[1] = point[1];
        }
    };

    /** How many steps a path has; one of L-BFGS has fewer if its search ends before. */
    public static final int STEPS = 60;

    private static final List<Double> RATES =
            List.of(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0);

    private final double[] start;
    private final double deviation;

    Surface(double x, double y, double deviation) {
        start = new double[] {x, y};
        this.deviation = deviation;
    }

    /** Without noise. */
    public abstract double value(double x, double y);

    abstract void gradient(double[] point, double[] gradient);

    /** The lowest value without noise. */
    public double minimum() {
        return 0;
    }

    /** The function with its noise: a batch adds n·w to f(w), where n is drawn for its number. */
    public OptimizerPath.Batches batches(Run run) {
        return (point, batch, gradient) -> {
            double value = value(point[0], point[1]);
            gradient(point, gradient);
            if (deviation > 0) {
                Rng random = run.random("noise of a gradient", batch);
                for (int i = 0; i < 2; i++) {
                    double noise = deviation * random.nextGaussian();
                    gradient[i] += noise;
                    value += noise * point[i];
                }
            }
            return value;
        };
    }

    /**
     * The path of {@link #STEPS} steps. Momenta are 0.9, the decay is 0.9 for RMSProp and 0.999 for Adam and AdamW, and
     * AdamW's weight decay is 0.01.
     *
     * @throws ArithmeticException if it diverges
     */
    public OptimizerPath path(Optimizer optimizer, double learningRate, Run run) {
        MiniBatches settings = MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(learningRate)
                .schedule(Schedule.CONSTANT)
                .decay(optimizer == Optimizer.RMSPROP ? 0.9 : 0.999)
                .epochs(STEPS)
                .batchSize(1)
                .build();
        return OptimizerPath.of(batches(run), start, new MiniBatchTraining(settings, 0, 0), run);
    }

    /** The path of L-BFGS, of at most {@link #STEPS} steps. */
    public OptimizerPath lbfgs(Run run) {
        return OptimizerPath.lbfgs(batches(run), start, STEPS);
    }

    /** Which of 0.001, 0.002, 0.005, 0.01, … 5 gives the lowest mean value over the steps of a path. */
    public double bestRate(Optimizer optimizer, Run run) {
        double best = Double.NaN;
        double lowest = Double.POSITIVE_INFINITY;
        for (double rate : RATES) {
            try {
                OptimizerPath path = path(optimizer, rate, run);
                double sum = 0;
                for (double[] point : path.points()) {
                    sum += value(point[0], point[1]);
                }
                if (sum < lowest) {
                    lowest = sum;
                    best = rate;
                }
            } catch (ArithmeticException diverged) {
                // A rate that is too high is none of the best.
            }
        }
        return best;
    }
}
