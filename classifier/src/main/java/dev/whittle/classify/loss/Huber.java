package dev.whittle.classify.loss;

/**
 * Huber's loss (1964): Σ_j h(s_j - t_j) with target t_j = 1 for the sample's class and 0 for all others, where h(d) is
 * d²/2 up to |d| = δ and δ(|d| - δ/2) beyond. It has a derivative everywhere.
 */
public final class Huber extends ScoreByScore {
    private final float delta;

    /** δ = 1. */
    public Huber() {
        this(1);
    }

    /** @param delta δ, above 0 */
    public Huber(double delta) {
        if (!((float) delta > 0 && Float.isFinite((float) delta))) {
            throw new IllegalArgumentException("The δ of Huber's loss must be above 0 and finite, got " + delta);
        }
        this.delta = (float) delta;
    }

    @Override
    double value(float score, boolean own) {
        double d = Math.abs(score - (own ? 1.0 : 0.0));
        return d <= delta ? d * d / 2 : delta * (d - delta / 2.0);
    }

    @Override
    float slope(float score, boolean own) {
        return Math.max(-delta, Math.min(delta, score - (own ? 1 : 0)));
    }

    @Override
    public String toString() {
        return "Huber(" + delta + ")";
    }
}
