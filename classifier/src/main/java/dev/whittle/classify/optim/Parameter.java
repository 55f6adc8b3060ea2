package dev.whittle.classify.optim;

/**
 * An array of parameters that first-order training changes in place, and the gradient of a batch's mean loss with
 * respect to it.
 *
 * <p>Only the step is multiplied by {@code rate}. Penalties and weight decay are divided by it, so they take the same
 * off the values in a step with any rate, as in Jordan's airbench (2024).
 *
 * @param name unique within a model, such as {@code layer1/weights}
 * @param values changed by every step
 * @param gradient as long as {@code values}; written by every {@link Trainable#gradient}
 * @param penalised whether penalties and weight decay apply to it: true for weights, false for biases other
 *     than those of {@code fast}
 * @param rate the learning rate of this parameter as a multiple of the training's, above 0
 * @param columns the length of a row, if the values are a matrix with a row for each filter and batch normalisation
 *     follows, so that the scale of the matrix does not matter: {@link Optimizer#MUON} changes such a matrix as a
 *     whole; 0 for all other parameters
 */
public record Parameter(String name, float[] values, float[] gradient, boolean penalised, double rate, int columns) {
    public Parameter {
        if (gradient.length != values.length) {
            throw new IllegalArgumentException(
                    "Parameter " + name + " has " + values.length + " values, but " + gradient.length + " derivatives");
        }
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "The rate of parameter " + name + " must be above 0 and finite, got " + rate);
        }
        if (columns < 0 || (columns > 0 && (values.length == 0 || values.length % columns != 0))) {
            throw new IllegalArgumentException("Parameter " + name + " has " + values.length
                    + " values, which are no rows of " + columns + "; give 0 columns for what is no matrix of filters");
        }
    }

    /** With the training's learning rate, and no matrix of filters. */
    public Parameter(String name, float[] values, float[] gradient, boolean penalised) {
        this(name, values, gradient, penalised, 1, 0);
    }

    /** With the training's learning rate, no matrix of filters, and a new gradient. */
    public Parameter(String name, float[] values, boolean penalised) {
        this(name, values, new float[values.length], penalised);
    }
}
