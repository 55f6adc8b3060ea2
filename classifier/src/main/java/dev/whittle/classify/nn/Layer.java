package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/**
 * A layer of a network: it computes its output, the derivatives of its inputs and those of its parameters. "The
 * derivatives of x" are the derivatives of the loss with respect to x. A layer works on rows, one for each sample of a
 * batch, in the arrays of a {@link Flow}.
 *
 * <p>A layer object has one place in one {@link Graph}. Networks made from that graph share it and its parameters, and
 * only one of them may be trained at a time. Two layers share parameters if they have the same {@link Parameter}.
 *
 * <p>{@link GradientCheck#layer} compares the derivatives with finite differences. For training with checkpoints the
 * {@code toString} of a layer must distinguish it from layers that compute something else.
 */
public interface Layer {
    /**
     * The shape of the output for inputs of these shapes.
     *
     * @throws IllegalArgumentException if the layer does not take such inputs
     */
    Shape output(List<Shape> inputs);

    /** The parameters of the layer: always the same, in the same order. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** How many columns a parameter of this layer has in a model file, where it is a matrix. */
    default int columns(Parameter parameter) {
        return parameter.values().length;
    }

    /**
     * Other state of a trained network, which {@link #forward} changes in training: always the same arrays, not copies.
     */
    default LiveArrays buffers() {
        return LiveArrays.empty();
    }

    /**
     * State that is fitted to the training samples before training, and that training does not change: always the same
     * arrays, not copies.
     */
    default LiveArrays fixed() {
        return LiveArrays.empty();
    }

    /**
     * Whether a layer with one input may use the same array for input and output, and for the derivatives of both. Then
     * {@link #backward} cannot read the input. It has no effect on a layer with parameters, since {@link #addGradient}
     * needs the derivatives of the output after {@link #backward}.
     */
    default boolean inPlace() {
        return false;
    }

    /** Whether {@link #backward} reads the output. If so, the output must not be overwritten. */
    default boolean readsOutput() {
        return true;
    }

    /**
     * Whether in training, too, a row of the output depends only on the same row of the inputs. If not, {@link
     * #forward} and {@link #backward} are called in training for all rows of a batch at once. Without training they are
     * called for parallel chunks of rows.
     */
    default boolean rowByRow() {
        return true;
    }

    /**
     * Checks values of {@link #buffers} and {@link #fixed} before they are set; their shapes and that they are finite
     * is checked already.
     *
     * @throws IllegalArgumentException if a value is impossible, with the name of its array
     */
    default void check(NamedArrays arrays) {}

    /**
     * How many products the sums of the forward pass have for one sample: the multiply-adds of convolutions and linear
     * layers. Layers that work value by value count as 0.
     */
    default long multiplyAdds() {
        return 0;
    }

    /** The fewest rows a batch may have in training. */
    default int leastBatch() {
        return 1;
    }

    /**
     * Writes the rows {@code from} to {@code to - 1} of the output. Other threads may compute other rows at the same
     * time, and the ranges depend on the number of threads. So the result for a row must not depend on its range.
     */
    void forward(Flow flow, int from, int to);

    /**
     * Writes the rows {@code from} to {@code to - 1} of the derivatives of the inputs ({@link Flow#dx}, if not null)
     * from those of the output ({@link Flow#dy}). The network sums over the uses of a value.
     */
    void backward(Flow flow, int from, int to);

    /**
     * In how many pieces the derivatives of the parameters are computed. It may depend on sizes only, not on threads.
     */
    default int pieces() {
        return 0;
    }

    /**
     * Adds one piece of the derivatives of the parameters, summed over all rows, to {@link Parameter#gradient}. It is
     * called after the forward and the backward pass of all rows; {@link Flow#x}, {@link Flow#y} and {@link Flow#dy}
     * are still valid. Other threads may compute other pieces at the same time, so pieces must not overlap.
     */
    default void addGradient(Flow flow, int piece) {
        throw new UnsupportedOperationException(this + " has no parameters");
    }
}
