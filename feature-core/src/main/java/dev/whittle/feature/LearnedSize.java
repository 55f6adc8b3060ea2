package dev.whittle.feature;

/** A spec that is fitted to rows and knows beforehand how many values it will give. */
public interface LearnedSize {
    /**
     * How many values the fitted object makes of a row, or of several rows.
     *
     * @param columns the number of values of a row
     * @throws IllegalArgumentException if it cannot be fitted to such rows
     */
    int length(int columns);

    /** How many rows it needs at least to be fitted. */
    default int leastRows() {
        return 0;
    }
}
