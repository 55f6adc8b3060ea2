package dev.whittle.pipeline.explore;

import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * How weights decay whose gradients say nothing: each starts at 1, and its gradient is +g and -g in turn. With an l2
 * penalty Adam divides the penalty's derivative by the size of the gradients too, while AdamW takes the same share off
 * all weights (Loshchilov and Hutter 2019, proposition 2).
 */
public final class WeightDecay {
    /** η. */
    public static final double RATE = 0.01;
    /** λ: the weight of the l2 penalty, and AdamW's weight decay. */
    public static final double DECAY = 0.1;

    private WeightDecay() {}

    /**
     * The weights over the steps, one for each size of gradients.
     *
     * @param optimizer AdamW for the decay, any other for the l2 penalty
     * @param sizes g of each weight, above 0
     */
    public static OptimizerPath of(Optimizer optimizer, double[] sizes, int steps, Run run) {
        boolean decoupled = optimizer == Optimizer.ADAMW;
        MiniBatches settings = MiniBatches.builder()
                .optimizer(optimizer)
                .learningRate(RATE)
                .weightDecay(DECAY)
                .schedule(Schedule.CONSTANT)
                .epochs(steps)
                .batchSize(1)
                .build();
        double[] start = new double[sizes.length];
        Arrays.fill(start, 1);
        return OptimizerPath.of(
                (point, batch, gradient) -> {
                    double value = 0;
                    for (int i = 0; i < sizes.length; i++) {
                        gradient[i] = batch % 2 == 0 ? sizes[i] : -sizes[i];
                        value += gradient[i] * point[i];
                    }
                    return value;
                },
                start,
                new MiniBatchTraining(settings, decoupled ? 0 : DECAY, 0),
                run);
    }
}
