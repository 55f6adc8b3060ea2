package dev.whittle.feature.encode;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.cluster.Codebook;
import java.util.Arrays;
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

    /** Makes statistics those of no descriptors, as {@link #start()} returns them. */
    default void clear(double[] statistics) {
        Arrays.fill(statistics, 0);
    }

    /**
     * Adds {@code n} descriptors, which lie one after another from {@code x[at]} on, to the statistics. The
     * result depends on these descriptors and their order only.
     *
     * @throws IllegalArgumentException if a descriptor is not finite, with its number, or {@code x} is too short
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
     * @throws IllegalArgumentException if {@code out} is too short
     */
    void code(double[] statistics, int n, float[] out, int to, Run run);

    /** @throws IllegalArgumentException if a code of this encoder does not fit into {@code out} from {@code to} on */
    default void checkRoom(float[] out, int to) {
        if (to < 0 || to > out.length - length()) {
            throw new IllegalArgumentException("The code has " + length() + " values, to be written from index " + to
                    + " on, but the array has " + out.length);
        }
    }
}
