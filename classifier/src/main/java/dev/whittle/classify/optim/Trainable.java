package dev.whittle.classify.optim;

import dev.whittle.classify.Samples;
import java.util.List;

/** What mini-batch training trains: parameters, and their gradient on a batch. */
public interface Trainable {
    /** Always the same arrays, in the same order. */
    List<Parameter> parameters();

    /**
     * Computes the losses of the samples {@code order[from]} to {@code order[to - 1]} and writes the gradient of their
     * mean to each parameter's {@code gradient}. Penalties are the trainer's. The same bits for any number of threads.
     * Values that are not finite come out as such, never as an exception.
     *
     * @param step the number of the step, from 0, by which random parts of a model (dropout) name their generator
     */
    Seen gradient(Samples samples, int[] order, int from, int to, long step);

    /**
     * Computes the losses of the samples {@code order[from]} to {@code order[to - 1]} as the trained model would have
     * them (no dropout, running means of batch normalisation), and changes nothing. Asked before the first step, after
     * the last one, and by early stopping after every epoch.
     */
    Seen evaluate(Samples samples, int[] order, int from, int to);

    /**
     * Arrays that {@link #gradient} changes besides, such as running means of batch normalisation: always the same
     * arrays, themselves and not copies.
     */
    default LiveArrays buffers() {
        return LiveArrays.empty();
    }

    /** The fewest samples a batch may have: 2 where batch normalisation needs their variance. */
    default int leastBatch() {
        return 1;
    }

    /**
     * What a checkpoint must agree on beyond names and sizes of arrays, such as the kinds of activation and which
     * layers share parameters; the same words each time the program runs.
     */
    String structure();

    /** What a step saw before anything changed: sums over its samples. */
    record Seen(double loss, int correct) {}
}
