package dev.whittle.classify.loss;

/** Squared error: Σ_j (s_j - t_j)² with target t_j = 1 for the sample's class and 0 for all others. */
public final class SquaredError extends ScoreByScore {
    @Override
    double value(float score, boolean own) {
        double d = score - (own ? 1.0 : 0.0);
        return d * d;
    }

    @Override
    float slope(float score, boolean own) {
        return 2 * (score - (own ? 1 : 0));
    }
}
