package dev.whittle.classify.optim;

/** A rule by which mini-batch gradients change parameters. */
public enum Optimizer {
    /** Stochastic gradient descent with momentum μ: v ← μv - ηg, w ← w + v (Polyak 1964). */
    SGD {
        @Override
        public Updater updater(int size, double momentum) {
            float mu = (float) momentum;
            float[] v = new float[size];
            return (w, g, gOffset, from, to, rate, step) -> {
                float eta = (float) rate;
                for (int i = from, j = gOffset; i < to; i++, j++) {
                    v[i] = mu * v[i] - eta * g[j];
                    w[i] += v[i];
                }
            };
        }
    },

    /** Adam (Kingma and Ba 2015, algorithm 1) with β₁ = the momentum, β₂ = 0.999 and ε = 10⁻⁸. */
    ADAM {
        @Override
        public Updater updater(int size, double momentum) {
            float beta1 = (float) momentum;
            float beta2 = 0.999f;
            float[] m = new float[size];
            float[] v = new float[size];
            return (w, g, gOffset, from, to, rate, step) -> {
                // w ← w - η·m̂/(√v̂ + ε) with m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ), t counted from 1
                float eta = (float) (rate / (1 - StrictMath.pow(beta1, step + 1.0)));
                float correction = (float) (1 / (1 - StrictMath.pow(beta2, step + 1.0)));
                for (int i = from, j = gOffset; i < to; i++, j++) {
                    m[i] = beta1 * m[i] + (1 - beta1) * g[j];
                    v[i] = beta2 * v[i] + (1 - beta2) * (g[j] * g[j]);
                    w[i] -= eta * m[i] / ((float) Math.sqrt(v[i] * correction) + 1e-8f);
                }
            };
        }
    };

    /**
     * The rule for one array of parameters, with its own state.
     *
     * @param size number of parameters
     * @param momentum at least 0 and below 1
     */
    public abstract Updater updater(int size, double momentum);

    /** An optimiser at work on one array of parameters. Disjoint ranges may be updated by several threads at once. */
    @FunctionalInterface
    public interface Updater {
        /**
         * Updates the parameters {@code w[from]} to {@code w[to - 1]}.
         *
         * @param w all parameters
         * @param g their gradient; that of {@code w[from + i]} is {@code g[gOffset + i]}
         * @param rate the learning rate η of this step
         * @param step the number of the step, from 0
         */
        void update(float[] w, float[] g, int gOffset, int from, int to, double rate, long step);
    }
}
