package dev.whittle.classify.loss;

/**
 * One-vs-rest hinge: Σ_j max(0, 1 - t_j·s_j) with t_j = 1 for the sample's class and -1 for all others; at the kink the
 * derivative is taken as 0. The squared loss is Σ_j max(0, 1 - t_j·s_j)².
 */
public final class OneVsRestHinge extends ScoreByScore {
    private final boolean squared;

    /** The hinge. */
    public OneVsRestHinge() {
        this(false);
    }

    /** @param squared whether each hinge is squared */
    public OneVsRestHinge(boolean squared) {
        this.squared = squared;
    }

    @Override
    double value(float score, boolean own) {
        double hinge = Math.max(0, own ? 1.0 - score : 1.0 + score);
        return squared ? hinge * hinge : hinge;
    }

    @Override
    float slope(float score, boolean own) {
        float hinge = Math.max(0, own ? 1 - score : 1 + score);
        float slope = squared ? 2 * hinge : hinge > 0 ? 1 : 0;
        return own ? -slope : slope;
    }

    @Override
    public String toString() {
        return squared ? "squared OneVsRestHinge" : "OneVsRestHinge";
    }
}
