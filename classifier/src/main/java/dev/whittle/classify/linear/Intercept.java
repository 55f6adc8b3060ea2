package dev.whittle.classify.linear;

/** Whether a linear head has a constant per class, and whether the penalties count it. */
public enum Intercept {
    /** b is there and costs nothing, as in the lectures and in scikit-learn's {@code LogisticRegression}. */
    FREE,
    /**
     * b is penalised as the weight of one more feature that is always 1: LIBLINEAR with {@code -B 1}, scikit-learn's
     * {@code LinearSVC}.
     */
    PENALIZED,
    /** b is 0. */
    NONE
}
