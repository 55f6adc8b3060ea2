package dev.whittle.pipeline.explore;

import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * The error of stochastic gradient descent on w²/2, whose gradients have normal noise of deviation 1, from w = 2.
 *
 * @param error the mean of w² over {@link #REPEATS} descents, at the start and after each step
 * @param expected its expectation, e ← (1 - η)²·e + η², where η is the learning rate of the step
 */
public record StepSizes(double[] error, double[] expected) {
    /** How many descents the mean is over. */
    public static final int REPEATS = 200;

    private static final double START = 2;

    /** With the constant learning rate η. The error goes to η/(2 - η). */
    public static StepSizes constant(double rate, int steps, Run run) {
        return of(settings(rate, steps).schedule(Schedule.CONSTANT).build(), run);
    }

    /**
     * With the learning rate η·a/(a + k) in step k, counted from 0 (Robbins and Monro 1951). The error goes to 0.
     *
     * @param period a
     */
    public static StepSizes falling(double rate, double period, int steps, Run run) {
        return of(
                settings(rate, steps)
                        .schedule(Schedule.INVERSE)
                        .schedulePeriod(period)
                        .build(),
                run);
    }

    private static MiniBatches.Builder settings(double rate, int steps) {
        return MiniBatches.builder()
                .optimizer(Optimizer.SGD)
                .learningRate(rate)
                .epochs(steps)
                .batchSize(1);
    }

    private static StepSizes of(MiniBatches settings, Run run) {
        double[] start = new double[REPEATS];
        Arrays.fill(start, START);
        OptimizerPath path = OptimizerPath.of(
                (point, batch, gradient) -> {
                    Rng random = run.random("noise of descents", batch);
                    double value = 0;
                    for (int i = 0; i < REPEATS; i++) {
                        gradient[i] = point[i] + random.nextGaussian();
                        value += point[i] * point[i] / 2;
                    }
                    return value;
                },
                start,
                new MiniBatchTraining(settings, 0, 0),
                run);
        double[] error = Arrays.stream(path.points())
                .mapToDouble(point -> Arrays.stream(point).map(w -> w * w).sum() / REPEATS)
                .toArray();
        double[] expected = new double[error.length];
        expected[0] = START * START;
        for (int k = 0; k + 1 < expected.length; k++) {
            double rate = settings.rate(k, 1);
            expected[k + 1] = (1 - rate) * (1 - rate) * expected[k] + rate * rate;
        }
        return new StepSizes(error, expected);
    }
}
