package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;

/**
 * How the weights of a layer of {@code inputs} × {@code outputs} are drawn before training. A {@link Linear} layer with
 * given weights needs none.
 */
public enum Initializer {
    /**
     * Normal, of variance 2/inputs, which keeps the variance of activations through layers of ReLU: He, Zhang, Ren and
     * Sun, "Delving deep into rectifiers" (2015), equation 10. It is also used for the other kinds of ReLU: values
     * below 0 are neglected. With a slope a for negative values, equation 15 has 2/((1 + a²)·inputs), which for the
     * 0.01 of {@link LeakyRelu} is 0.01 % less.
     */
    HE {
        @Override
        void draw(float[] w, int inputs, int outputs, Rng rng) {
            double deviation = Math.sqrt(2.0 / inputs);
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (deviation * rng.nextGaussian());
            }
        }
    },

    /**
     * Uniform in ±√(6/(inputs + outputs)), for tanh and similar activations: Glorot and Bengio, "Understanding the
     * difficulty of training deep feedforward neural networks" (2010), equation 16.
     */
    XAVIER {
        @Override
        void draw(float[] w, int inputs, int outputs, Rng rng) {
            double bound = Math.sqrt(6.0 / ((double) inputs + outputs));
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (bound * (2 * rng.nextDouble() - 1));
            }
        }
    },

    /** Uniform in ±1/√inputs, PyTorch's default. */
    UNIFORM {
        @Override
        void draw(float[] w, int inputs, int outputs, Rng rng) {
            double bound = 1 / Math.sqrt(inputs);
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (bound * (2 * rng.nextDouble() - 1));
            }
        }
    };

    abstract void draw(float[] w, int inputs, int outputs, Rng rng);

    /** {@code inputs} × {@code outputs} weights, row by row. */
    public float[] draw(int inputs, int outputs, Rng rng) {
        float[] w = new float[Shape.of(inputs, outputs).size()];
        draw(w, inputs, outputs, rng);
        return w;
    }
}
