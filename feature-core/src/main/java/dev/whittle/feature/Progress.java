package dev.whittle.feature;

/** Told how work goes on. Methods may be called from several threads, never two at once. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** {@code done} of {@code total} units of the named stage are behind us. */
    default void step(String stage, long done, long total) {}

    /**
     * One iteration of training is behind us.
     *
     * @param iteration from 1; for mini-batch training an epoch
     * @param objective the value that training minimises
     * @param accuracy on the training data, 0 to 1, as seen during the iteration
     */
    default void iteration(int iteration, double objective, double accuracy) {}
}
