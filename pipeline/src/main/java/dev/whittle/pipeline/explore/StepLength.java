package dev.whittle.pipeline.explore;

import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Run;

/** How long the steps of an optimiser are if the gradient is the same in each, as multiples of the learning rate. */
public final class StepLength {
    /** A power of two, so that dividing by it is exact. */
    private static final double RATE = 1.0 / 64;

    private StepLength() {}

    /**
     * The lengths of the first steps of a parameter that starts at 0. With learning rate η and gradient g, step t of
     * AdaGrad is η/√t, that of RMSProp η/√(1 - ρᵗ), and that of Adam η. The parameter is a float, so that the lengths
     * have errors of some 10⁻⁶ of their own.
     *
     * @param gradient not 0
     * @param decay ρ of RMSProp, β₂ of Adam and AdamW; β₁ is 0.9
     * @param steps at least 1
     */
    public static double[] of(Optimizer optimizer, double gradient, double decay, int steps, Run run) {
        MiniBatches settings = MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(RATE)
                .schedule(Schedule.CONSTANT)
                .decay(decay)
                .epochs(steps)
                .batchSize(1)
                .build();
        OptimizerPath path = OptimizerPath.of(
                (point, batch, out) -> {
                    out[0] = gradient;
                    return gradient * point[0];
                },
                new double[1],
                new MiniBatchTraining(settings, 0, 0),
                run);
        double[] lengths = new double[steps];
        for (int i = 0; i < steps; i++) {
            lengths[i] = Math.abs(path.points()[i + 1][0] - path.points()[i][0]) / RATE;
        }
        return lengths;
    }

    /**
     * What the steps of Adam would be without the correction of its bias: (1 - β₁ᵗ)/√(1 - β₂ᵗ). Whittle has Adam with
     * the correction only (Kingma and Ba 2015, section 3), so this is the formula.
     *
     * @param momentum β₁, at least 0 and below 1
     * @param decay β₂, at least 0 and below 1
     */
    public static double[] withoutCorrection(double momentum, double decay, int steps) {
        double[] lengths = new double[steps];
        for (int i = 0; i < steps; i++) {
            lengths[i] = (1 - StrictMath.pow(momentum, i + 1)) / Math.sqrt(1 - StrictMath.pow(decay, i + 1));
        }
        return lengths;
    }
}
