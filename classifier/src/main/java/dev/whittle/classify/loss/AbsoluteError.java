package dev.whittle.classify.loss;

/**
 * Absolute error: Σ_j |s_j - t_j| with target t_j = 1 for the sample's class and 0 for all others; at s_j = t_j the
 * derivative is taken as 0.
 */
public final class AbsoluteError extends ScoreByScore {
    @Override
    double value(float score, boolean own) {
        return Math.abs(score - (own ? 1.0 : 0.0));
    }

    @Override
    float slope(float score, boolean own) {
        return Math.signum(score - (own ? 1 : 0));
    }
}
