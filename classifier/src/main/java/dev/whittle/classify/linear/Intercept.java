package dev.whittle.classify.linear;

/** Whether a linear head has a constant for each class, and whether it is penalised. */
public enum Intercept {
    /** There is a b, and it is not penalised, as in the lectures and in scikit-learn's {@code LogisticRegression}. */
    FREE,
    /**
     * b is penalised as the weight of one more feature that is always 1: LIBLINEAR with {@code -B 1}, scikit-learn's
     * {@code LinearSVC}.
     */
    PENALIZED,
    /** b is 0. */
    NONE
}
