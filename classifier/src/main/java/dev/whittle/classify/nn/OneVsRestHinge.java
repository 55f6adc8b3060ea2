package dev.whittle.classify.nn;

/**
 * One-vs-rest hinge: Σ_j max(0, 1 - t_j·s_j) with t_j = 1 for the sample's class and -1 for all others; at the kink the derivative taken is 0.
 * Its square is {@link SquaredHinge}.
 */
public final class OneVsRestHinge extends ScoreByScore {
    @Override
    double value(float score, boolean own) {
        return Math.max(0, own ? 1.0 - score : 1.0 + score);
    }

    @Override
    float slope(float score, boolean own) {
        return value(score, own) > 0 ? (own ? -1 : 1) : 0;
    }
}
