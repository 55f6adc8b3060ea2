package dev.whittle.classify.optim;

import dev.whittle.classify.Samples;
import java.util.List;

/** A model for mini-batch training: parameters, and the gradient on a batch. */
public interface Trainable {
    /** The parameters: always the same arrays, in the same order. */
    List<Parameter> parameters();

    /**
     * Is called before the first step of an epoch, also after a checkpoint was read.
     *
     * @param epoch the number of the epoch, from 0
     */
    default void beginEpoch(int epoch) {}

    /**
     * Computes the losses of the samples {@code order[from]} to {@code order[to - 1]} and writes the gradient of their
     * mean to each parameter's {@code gradient}. Penalties are added by the training. The bits are the same for any
     * number of threads. Values that are not finite are returned as such; there is no exception.
     *
     * @param step the number of the step, from 0; random parts of a model (dropout) use it to name their generator
     */
    Seen gradient(Samples samples, int[] order, int from, int to, long step);

    /**
     * Computes the losses of the samples {@code order[from]} to {@code order[to - 1]} as the trained model would, with
     * running means in batch normalisation and without dropout. It changes nothing. Training calls it before the first
     * step and after the last one, and for early stopping after every epoch.
     */
    Seen evaluate(Samples samples, int[] order, int from, int to);

    /**
     * Other arrays that {@link #gradient} changes, such as running means of batch normalisation: always the same
     * arrays, not copies. They are averaged as parameters are, see {@link Averaging}.
     */
    default LiveArrays buffers() {
        return LiveArrays.empty();
    }

    /** The fewest samples a batch may have: 2 where batch normalisation needs their variance. */
    default int leastBatch() {
        return 1;
    }

    /**
     * The structure of the model beyond names and sizes of arrays, such as the kinds of activation and which layers
     * share parameters. It must be the same as in a checkpoint, and the same text in each run of the program.
     */
    String structure();

    /** Sums over the samples of a step, before the parameters changed. */
    record Seen(double loss, int correct) {}
}
