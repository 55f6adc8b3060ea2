package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Progress;

/** Receives the beginning and the end of runs of cells, in addition to the steps within them. */
public interface ComparisonListener extends Progress {
    /** Run {@code number} of {@code total} begins. {@code kept} says that an earlier result is reused. */
    default void begins(int number, int total, String name, boolean kept) {}

    /** The run of the cell ended with this result. */
    default void ended(int number, int total, String name, CellRun result) {}
}
