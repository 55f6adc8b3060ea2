package dev.whittle.pipeline.experiment;

/** The three uses of images in a comparison. */
public enum Split {
    /** Fitted to. */
    TRAIN,
    /** Chosen by. */
    VALIDATION,
    /** Measured on, once. */
    TEST
}
