package dev.whittle.pipeline.experiment;

/** The three uses of images in a comparison. */
public enum Split {
    /** The images for fitting. */
    TRAIN,
    /** The images by which candidates are chosen. */
    VALIDATION,
    /** The images for the final evaluation, used once. */
    TEST
}
