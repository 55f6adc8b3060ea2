package dev.whittle.pipeline.explore;

import dev.whittle.classify.loss.LossName;
import dev.whittle.feature.Run;

/**
 * A loss of one sample by the score of its own class, and the derivative by this score. The score of the other class is
 * one at which it adds nothing: so low that it is no violation, or 0, the target of the losses that have one.
 *
 * @param score from -3 to 3
 * @param loss at each score
 * @param derivative a subgradient where there is a kink
 */
public record LossCurve(double[] score, double[] loss, double[] derivative) {
    private static final int POINTS = 121;
    private static final float NO_VIOLATION = -100;

    /** @param name a loss that is a sum over the scores of both classes */
    public static LossCurve of(LossName name, Run run) {
        float other = switch (name) {
            case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER -> 0;
            case ONE_VS_REST_HINGE, SQUARED_ONE_VS_REST_HINGE, BINARY_LOGISTIC -> NO_VIOLATION;
            default ->
                throw new IllegalArgumentException(
                        name + " compares scores of classes; a curve by one score needs a loss that is a sum"
                                + " over them");
        };
        double[] score = new double[POINTS];
        double[] loss = new double[POINTS];
        double[] derivative = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            score[i] = (i - POINTS / 2) / 20.0;
            float[] scores = {(float) score[i], other};
            loss[i] = name.loss().sumAndGradient(scores, 1, 2, new int[1], 0, 1, run.kernels());
            derivative[i] = scores[0];
        }
        return new LossCurve(score, loss, derivative);
    }
}
