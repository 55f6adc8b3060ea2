package dev.whittle.pipeline.experiment;

/**
 * A source of chance in a run of a cell, after Bouthillier et al., "Accounting for variance in machine learning
 * benchmarks" (MLSys 2021). Each is drawn from a seed.
 */
public enum Chance {
    /** Which images are for training, for validation and, where each seed divides them anew, for the test. */
    SPLIT,
    /** All that is random in learning the feature and its transforms. */
    CODEBOOK,
    /** What the training of the head begins with, such as initial weights. */
    START,
    /** All else that is random in training the head: the order of samples, augmentation, dropout. */
    ORDER,
    /** All of these together: the runs with the seeds of the experiment. */
    ALL
}
