package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import java.util.Arrays;

/**
 * The label maps of one run of {@link Hhts}, from the start to the finest one. Each label of a map stems from one label
 * of the map before. Immutable.
 */
public final class Hierarchy {
    private final int target;
    private final boolean exhausted;
    private final GrayS32 finest;
    /** The label that each label was split from, which is smaller; 0 for those of the start. */
    private final int[] parents;
    /** How many labels there were at the start and after each split, ascending. */
    private final int[] counts;

    Hierarchy(int target, boolean exhausted, GrayS32 finest, int[] parents, int[] counts) {
        this.target = target;
        this.exhausted = exhausted;
        this.finest = finest;
        this.parents = parents;
        this.counts = counts;
    }

    /** How many labels the finest map has. */
    public int segments() {
        return counts[counts.length - 1];
    }

    /**
     * How many labels {@link #labels(int)} has: at least {@code target}, unless there is no map with so many, and at
     * least those of the start.
     *
     * @throws IllegalArgumentException if the run ended before, as its own target was smaller
     */
    public int segments(int target) {
        if (target < 1) {
            throw new IllegalArgumentException("A target is at least 1, got " + target);
        }
        if (target > segments() && !exhausted) {
            throw new IllegalArgumentException("The run ended at its target of " + this.target + " with " + segments()
                    + " segments; for " + target + " it needs a larger target");
        }
        int at = Arrays.binarySearch(counts, target);
        return counts[Math.min(at >= 0 ? at : -at - 1, counts.length - 1)];
    }

    /** The finest label map, as a new image: labels from 1, and 0 where the start has no segment. */
    public GrayS32 labels() {
        return finest.clone();
    }

    /**
     * The first label map with at least {@code target} labels, or the finest if none has so many, as a new image.
     * {@link #segments(int)} says how many it has.
     *
     * @throws IllegalArgumentException if the run ended before, as its own target was smaller
     */
    public GrayS32 labels(int target) {
        int count = segments(target);
        int[] then = new int[parents.length];
        for (int label = 1; label < parents.length; label++) {
            then[label] = label <= count ? label : then[parents[label]];
        }
        GrayS32 labels = finest.clone();
        for (int i = 0; i < labels.data.length; i++) {
            labels.data[i] = then[labels.data[i]];
        }
        return labels;
    }
}
