package dev.whittle.classify;

import dev.whittle.feature.Heap;
import dev.whittle.feature.Spec;
import java.util.List;
import java.util.Locale;

/** A head that states what its training needs. This is checked before features are computed, which may take hours. */
public interface TrainingNeeds {
    /** @throws IllegalArgumentException if it cannot be trained for so many classes, with the reason */
    default void checkClasses(int classes) {}

    /** @throws IllegalArgumentException if it cannot be trained on so few samples, with the reason */
    default void checkSamples(int samples) {}

    /**
     * Whether training takes minutes even for features of common size, so that a comparison keeps its state after each
     * epoch. To hash the samples and to write the state takes time, too.
     */
    default boolean takesLong() {
        return false;
    }

    /**
     * Whether training only passes over all samples, chunk by chunk ({@link dev.whittle.feature.Chunks}). Such passes
     * are computed where the samples are, so the machines of a cluster share them. Training that reads rows in another
     * way fetches all of them from there, again and again.
     */
    default boolean isFullBatch() {
        return false;
    }

    /**
     * The bytes of Java's heap that training needs for this number of samples, in addition to the given features; 0 if
     * it needs little.
     *
     * @throws IllegalArgumentException if it cannot be trained on so many samples with any heap, with the reason
     */
    default long heapBytes(int samples, int features, int classes) {
        return 0;
    }

    /**
     * The floating-point operations of training, of which a multiply-add is two: those that products of matrices take,
     * with all iterations or epochs that the settings allow, and one pass for an iteration. 0 if they cannot be counted
     * before training.
     */
    default double operations(int samples, int features, int classes) {
        return 0;
    }

    /**
     * What to do if {@link #heapBytes} are more than there are, as the end of a message that begins with how many there
     * are; empty if there is nothing special to do.
     *
     * @param heap the bytes that Java may use
     */
    default String advice(int features, int classes, long heap) {
        return "";
    }

    /** Whether one of these heads {@link #takesLong()}. */
    static boolean takesLong(List<? extends Spec<?, ?>> heads) {
        return heads.stream().anyMatch(head -> head instanceof TrainingNeeds needs && needs.takesLong());
    }

    /**
     * Checks that any head can be trained on so many samples, within Java's heap.
     *
     * @param row what a sample is, such as "image"
     * @param others bytes of other tables that are in memory then
     * @throws IllegalArgumentException if it needs more of either, with what to change
     */
    static void check(Spec<?, ?> head, int samples, int features, int classes, String row, long others) {
        if (head instanceof TrainingNeeds needs) {
            needs.checkSamples(samples);
            String advice = needs.advice(features, classes, Heap.bytes() - others);
            boolean fewer = needs.heapBytes(1, features, classes) <= Heap.bytes();
            Heap.require(
                    needs.heapBytes(samples, features, classes) + others,
                    String.format(Locale.ROOT, "training on %,d %ss of %,d values", samples, row, features),
                    (fewer ? "fewer " + row + "s, " : "") + "a shorter feature, or another head"
                            + (advice.isEmpty() ? "" : "; " + advice));
        }
    }
}
