package dev.whittle.feature;

/** Receives reports of how far work has come. Methods may be called from several threads, never two at once. */
public interface Progress {
    /** Ignores all reports. */
    Progress SILENT = new Progress() {};

    /** {@code done} of {@code total} parts of the named stage are done. */
    default void step(String stage, long done, long total) {}

    /**
     * One iteration of training is done.
     *
     * @param iteration from 1; for mini-batch training an epoch
     * @param objective the value that training minimises
     * @param accuracy on the training data, 0 to 1, as computed during the iteration
     */
    default void iteration(int iteration, double objective, double accuracy) {}

    /** Training continues from a checkpoint; what it took before, in seconds. */
    default void resumed(double seconds) {}

    /** The work goes on, but its result is probably not what was wanted. The text says why, and what to do. */
    default void warning(String text) {}

    /** An image was extracted in which no local descriptor was found, so that its vector says nothing of it. */
    default void nothingFound() {}

    /**
     * The training of a head ended before its minimum. This is a warning, unless the listener reports the convergence
     * of heads in another way.
     */
    default void notConverged(String warning) {
        warning(warning);
    }
}
