package dev.whittle.feature.encode;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import java.util.Optional;

/**
 * Turns the local descriptors of a region of an image into one vector, its code. Fitted, immutable, thread-safe.
 *
 * <p>Encoding is a fold. The descriptors of a part of a region give statistics, the statistics of parts are combined,
 * and the code is computed from those of the whole region. So the regions of a pyramid share the work on descriptors.
 * Statistics are in double and begin as {@link #start()}.
 */
public interface Encoder extends Fitted {
    /** The words that it knows; empty if it has no codebook. */
    default Optional<Codebook> codebook() {
        return Optional.empty();
    }

    /** The number of values of a descriptor. */
    int columns();

    /** The number of values of a code. */
    int length();

    /** The statistics of no descriptors. */
    double[] start();

    /**
     * Adds {@code n} descriptors, which lie one after another from {@code x[at]} on, to the statistics. The
     * result depends on these descriptors and their order only.
     *
     * @throws IllegalArgumentException if a descriptor is not finite, with its number
     */
    void add(float[] x, int at, int n, double[] statistics, Run run);

    /** Adds the statistics of another part to those of the parts before it. */
    default void combine(double[] before, double[] part) {
        for (int i = 0; i < before.length; i++) {
            before[i] += part[i];
        }
    }

    /**
     * Writes the code of a region to {@code out[to …]}.
     *
     * @param n the number of descriptors of the region; for 0 the code is 0
     */
    void code(double[] statistics, int n, float[] out, int to, Run run);
}
