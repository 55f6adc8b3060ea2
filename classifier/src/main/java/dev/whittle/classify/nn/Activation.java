package dev.whittle.classify.nn;

/** The activations between the linear layers of a network, by name. */
public enum Activation {
    /** {@link Relu}. */
    RELU,
    /** {@link LeakyRelu} with its default slope. */
    LEAKY_RELU,
    /** {@link Elu} with α = 1. */
    ELU,
    /** {@link Softplus}. */
    SOFTPLUS,
    /** {@link Maxout} of two linear functions for each unit. */
    MAXOUT,
    /** {@link Gelu}. */
    GELU,
    /** {@link Silu}. */
    SILU,
    /** {@link Tanh}. */
    TANH,
    /** {@link Sigmoid}. */
    SIGMOID,
    /** {@link Identity}. */
    IDENTITY;

    /** A new layer. */
    public Layer layer() {
        return switch (this) {
            case RELU -> new Relu();
            case LEAKY_RELU -> new LeakyRelu();
            case ELU -> new Elu();
            case SOFTPLUS -> new Softplus();
            case MAXOUT -> new Maxout(2);
            case GELU -> new Gelu();
            case SILU -> new Silu();
            case TANH -> new Tanh();
            case SIGMOID -> new Sigmoid();
            case IDENTITY -> new Identity();
        };
    }

    /** How many outputs of the preceding linear layer it needs for each of its own outputs. */
    int pieces() {
        return this == MAXOUT ? 2 : 1;
    }

    /**
     * How the weights of the preceding linear layer are drawn: He's rule for the kinds of ReLU, Xavier's for the
     * symmetric activations.
     */
    Initializer initializer() {
        return switch (this) {
            case RELU, LEAKY_RELU, ELU, SOFTPLUS, MAXOUT, GELU, SILU -> Initializer.HE;
            case TANH, SIGMOID, IDENTITY -> Initializer.XAVIER;
        };
    }
}
