package dev.whittle.classify.optim;

/**
 * An array of parameters that first-order training changes in place, and the gradient of a batch's mean loss with
 * respect to it.
 *
 * @param name unique within a model, such as {@code layer1/weights}
 * @param values changed by every step
 * @param gradient as long as {@code values}; written by every {@link Trainable#gradient}
 * @param penalised whether penalties and weight decay apply to it: true for weights, false for biases
 */
public record Parameter(String name, float[] values, float[] gradient, boolean penalised) {
    public Parameter {
        if (gradient.length != values.length) {
            throw new IllegalArgumentException(
                    "Parameter " + name + " has " + values.length + " values, but " + gradient.length + " derivatives");
        }
    }

    public Parameter(String name, float[] values, boolean penalised) {
        this(name, values, new float[values.length], penalised);
    }
}
