package dev.whittle.classify.optim;

/**
 * Which average of the parameters over the steps a trained model has. Running means of batch normalisation are averaged
 * in the same way. d is {@link MiniBatches#averageDecay}.
 */
public enum Averaging {
    /** None: the parameters of the last step. */
    NONE,

    /**
     * An exponential moving average (Polyak and Juditsky 1992; Tarvainen and Valpola 2017): s ← s + (1 - d')·(w - s)
     * after each step, where d' is the lesser of d and t/(t + 1), and t is the number of the step, from 0. So s is the
     * plain mean at first, and does not remember the start. Training itself goes on with w.
     */
    EMA,

    /**
     * Lookahead (Zhang, Lucas, Hinton and Ba 2019) as in Jordan's airbench (2024): s starts as w; after every fifth
     * step s ← s + (1 - d')·(w - s), and training goes on from w ← s. d' = d⁵·(t/T)³ after t of T steps: s is at first
     * w itself, and at the end an average with d a step. The trained model has s, without the steps after the last
     * fifth.
     */
    LOOKAHEAD
}
