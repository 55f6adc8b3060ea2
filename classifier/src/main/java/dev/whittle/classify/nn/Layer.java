package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import java.util.List;

/**
 * A module of a network: it gives its output, the derivatives of its inputs and those of its parameters. Derivatives
 * are of the loss by whatever is named. It works on rows, one for each sample of a batch, in the arrays of a {@link
 * Flow}.
 *
 * <p>An instance stands at one place of one {@link Graph}. Networks made of that graph have it in common, with its
 * parameters, and only one of them may be trained at a time. Two layers share parameters by having the same {@link
 * Parameter}.
 *
 * <p>{@link GradientCheck#layer} compares all that with differences. A layer whose training keeps checkpoints needs a
 * {@code toString} that tells it from layers that compute something else.
 */
public interface Layer {
    /**
     * The shape of the output for inputs of these shapes.
     *
     * @throws IllegalArgumentException if the layer takes no such inputs
     */
    Shape output(List<Shape> inputs);

    /** What is trained here. Always the same, in the same order. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * What else a trained network must remember, and {@link #forward} changes in training. Always the same arrays, not
     * copies of them.
     */
    default LiveArrays buffers() {
        return LiveArrays.empty();
    }

    /**
     * Whether the layer, of one input, may be given the same array for input and output, and for the derivatives of
     * both. Then {@link #backward} cannot read the input. It has no effect on a layer that has parameters, since {@link
     * #addGradient} needs the derivatives of the output after {@link #backward}.
     */
    default boolean inPlace() {
        return false;
    }

    /** Whether {@link #backward} reads the output, so that nothing may overwrite it. */
    default boolean readsOutput() {
        return true;
    }

    /**
     * Whether in training, too, a row of the output depends on that row of the inputs alone. Otherwise {@link #forward}
     * and {@link #backward} are called for all rows of a batch at once, and in parallel chunks of rows only when the
     * network is used.
     */
    default boolean rowByRow() {
        return true;
    }

    /** The fewest rows a batch may have in training. */
    default int leastBatch() {
        return 1;
    }

    /**
     * Writes the rows {@code from} to {@code to - 1} of the output. Other rows may be at work in other threads, and
     * where the ranges are cut depends on their number: what a row gives must not depend on its range.
     */
    void forward(Flow flow, int from, int to);

    /**
     * Writes the rows {@code from} to {@code to - 1} of the derivatives of the inputs ({@link Flow#dx}, where wanted)
     * from those of the output ({@link Flow#dy}). The sum over the uses of a value is the network's.
     */
    void backward(Flow flow, int from, int to);

    /**
     * In how many pieces the derivatives of the parameters are computed; it may depend on sizes only, never on threads.
     */
    default int pieces() {
        return 0;
    }

    /**
     * Adds the sum over all rows of a piece of the derivatives of the parameters to {@link Parameter#gradient}, after
     * all rows went forward and backward: {@link Flow#x}, {@link Flow#y} and {@link Flow#dy} are still there. Different
     * pieces may be at work in other threads, so they must not meet.
     */
    default void addGradient(Flow flow, int piece) {
        throw new UnsupportedOperationException(this + " has no parameters");
    }
}
