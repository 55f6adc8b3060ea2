package dev.whittle.classify.optim;

import dev.whittle.feature.table.Matrix;

/**
 * A rule by which mini-batch gradients change parameters. Below, w is a parameter, g its derivative, η the learning
 * rate of the step, and t the number of the step, counted from 1; state begins at 0, and all operations are on single
 * elements, in float.
 *
 * <p>The forms are those of PyTorch's {@code torch.optim}; where a paper or a lecture writes a rule in another way, it
 * says so. Penalties are none of the rules' business: their derivative is in g already ({@link MiniBatchTraining});
 * AdamW's decay alone is not.
 */
public enum Optimizer {
    /** Stochastic gradient descent (Robbins and Monro 1951): w ← w - ηg. */
    SGD {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            return new Updater(LiveArrays.empty()) {
                @Override
                void update(int from, int to) {
                    float[] w = parameter.values();
                    float[] g = parameter.gradient();
                    float eta = rate;
                    for (int i = from; i < to; i++) {
                        w[i] -= eta * g[i];
                    }
                }

                @Override
                void shrink(float l1, int from, int to) {
                    shrinkAll(parameter.values(), rate * l1, from, to);
                }
            };
        }
    },

    /**
     * The heavy ball (Polyak 1964), as the lectures and PyTorch write it: v ← μv + g, w ← w - ηv. Sutskever et al.
     * (2013, equations 1 and 2) write v ← μv - ηg, w ← w + v: the same while η is constant; where η falls, theirs keeps
     * the higher rate in v for a while.
     */
    MOMENTUM {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            float mu = (float) settings.momentum();
            float[] v = zeros(parameter);
            return new Updater(named("velocity", v)) {
                @Override
                void update(int from, int to) {
                    float[] w = parameter.values();
                    float[] g = parameter.gradient();
                    float eta = rate;
                    for (int i = from; i < to; i++) {
                        v[i] = mu * v[i] + g[i];
                        w[i] -= eta * v[i];
                    }
                }

                @Override
                void shrink(float l1, int from, int to) {
                    // a constant g makes v = g/(1 - μ)
                    shrinkAll(parameter.values(), rate / (1 - mu) * l1, from, to);
                }
            };
        }
    },

    /**
     * Nesterov's accelerated gradient (1983): v ← μv + g, w ← w - η(g + μv). With u = -ηv it is the lectures' u' = μu -
     * ηg, w ← w - μu + (1 + μ)u', where w is the point looked ahead to, w̃ = x + μu, at which the gradient is taken
     * (Sutskever et al. 2013, equations 3 and 4; Bengio et al. 2013), for constant η.
     */
    NESTEROV {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            float mu = (float) settings.momentum();
            float[] v = zeros(parameter);
            return new Updater(named("velocity", v)) {
                @Override
                void update(int from, int to) {
                    float[] w = parameter.values();
                    float[] g = parameter.gradient();
                    float eta = rate;
                    for (int i = from; i < to; i++) {
                        v[i] = mu * v[i] + g[i];
                        w[i] -= eta * (g[i] + mu * v[i]);
                    }
                }

                @Override
                void shrink(float l1, int from, int to) {
                    // a constant g makes v = g/(1 - μ)
                    shrinkAll(parameter.values(), rate / (1 - mu) * l1, from, to);
                }
            };
        }
    },

    /**
     * AdaGrad (Duchi, Hazan and Singer 2011, the diagonal form): s ← s + g², w ← w - ηg/(√s + ε). The
     * paper has δ where we have ε; PyTorch's own decay of η is a {@link Schedule} here.
     */
    ADAGRAD {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            float epsilon = (float) settings.epsilon();
            float[] s = zeros(parameter);
            return new Updater(named("squares", s)) {
                @Override
                void update(int from, int to) {
                    float[] w = parameter.values();
                    float[] g = parameter.gradient();
                    float eta = rate;
                    for (int i = from; i < to; i++) {
                        s[i] += g[i] * g[i];
                        w[i] -= eta * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
                    }
                }

                @Override
                void shrink(float l1, int from, int to) {
                    float[] w = parameter.values();
                    float eta = rate * l1;
                    for (int i = from; i < to; i++) {
                        w[i] = softThreshold(w[i], eta / ((float) Math.sqrt(s[i]) + epsilon));
                    }
                }
            };
        }
    },

    /**
     * RMSProp (Tieleman and Hinton 2012, lecture 6.5): s ← ρs + (1 - ρ)g², w ← w - ηg/(√s + ε), where ρ is the decay:
     * without momentum and not centred, as PyTorch does it by default.
     */
    RMSPROP {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            float rho = (float) settings.decay();
            float rest = (float) (1 - settings.decay());
            float epsilon = (float) settings.epsilon();
            float[] s = zeros(parameter);
            return new Updater(named("squares", s)) {
                @Override
                void update(int from, int to) {
                    float[] w = parameter.values();
                    float[] g = parameter.gradient();
                    float eta = rate;
                    for (int i = from; i < to; i++) {
                        s[i] = rho * s[i] + rest * (g[i] * g[i]);
                        w[i] -= eta * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
                    }
                }

                @Override
                void shrink(float l1, int from, int to) {
                    float[] w = parameter.values();
                    float eta = rate * l1;
                    for (int i = from; i < to; i++) {
                        w[i] = softThreshold(w[i], eta / ((float) Math.sqrt(s[i]) + epsilon));
                    }
                }
            };
        }
    },

    /**
     * Adam (Kingma and Ba 2015, algorithm 1): m ← β₁m + (1 - β₁)g, s ← β₂s + (1 - β₂)g², w ← w - η·m̂/(√ŝ + ε) with the
     * bias corrected, m̂ = m/(1 - β₁ᵗ), ŝ = s/(1 - β₂ᵗ). β₁ is the momentum and β₂ the decay.
     */
    ADAM {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            return new AdamUpdater(parameter, settings, 0);
        }
    },

    /**
     * AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with the decay of weights beside the gradient, w ← (1 -
     * ηλ)w before Adam's step, for parameters that are penalised. The paper multiplies λ by the schedule's factor
     * alone, η/η₀; PyTorch, and we, by η.
     */
    ADAMW {
        @Override
        Updater updater(Parameter parameter, MiniBatches settings) {
            return new AdamUpdater(parameter, settings, parameter.penalised() ? settings.weightDecay() : 0);
        }
    };

    /** The rule at work on one parameter: it reads {@link Parameter#gradient} and changes {@link Parameter#values}. */
    abstract Updater updater(Parameter parameter, MiniBatches settings);

    private static float[] zeros(Parameter parameter) {
        return new float[parameter.values().length];
    }

    private static LiveArrays named(String name, float[] values) {
        return LiveArrays.empty().with(name, new Matrix(1, values.length, values));
    }

    private static void shrinkAll(float[] w, float by, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] = softThreshold(w[i], by);
        }
    }

    /** sign(w)·max(|w| - by, 0), and NaN for NaN. */
    static float softThreshold(float w, float by) {
        return Math.max(w - by, 0) + Math.min(w + by, 0);
    }

    /** An optimiser at work on one parameter, with its state. */
    abstract static class Updater {
        private final LiveArrays state;
        /** η of this step. */
        float rate;

        Updater(LiveArrays state) {
            this.state = state;
        }

        /**
         * The proximal step of l1·‖w‖₁ behind {@link #update} of the same elements: each is drawn towards 0 by l1 times
         * its own effective rate α, w ← sign(w)·max(|w| - α·l1, 0) (Duchi, Hazan and Singer 2011). α is
         * what the rule makes of a gradient that stays as it is, so that training comes to rest where 0 is a
         * subgradient of the objective.
         */
        abstract void shrink(float l1, int from, int to);

        /**
         * Says what holds for all elements of the step to come.
         *
         * @param newRate the learning rate η
         * @param step the number of the step, from 0
         */
        void begin(double newRate, long step) {
            rate = (float) newRate;
        }

        /** Updates the elements {@code from} to {@code to - 1}. Several threads may update disjoint ranges at once. */
        abstract void update(int from, int to);

        /** What the rule remembers from step to step: the arrays themselves, so writing to them sets it. */
        final LiveArrays state() {
            return state;
        }
    }

    private static final class AdamUpdater extends Updater {
        private final float[] w;
        private final float[] g;
        private final float[] m;
        private final float[] s;
        private final double momentum;
        private final double decay;
        private final float epsilon;
        private final double weightDecay;
        /** η/(1 - β₁ᵗ), 1/(1 - β₂ᵗ) and 1 - ηλ. */
        private float corrected;

        private float correction;
        private float kept;

        AdamUpdater(Parameter parameter, MiniBatches settings, double weightDecay) {
            this(parameter, settings, weightDecay, zeros(parameter), zeros(parameter));
        }

        private AdamUpdater(Parameter parameter, MiniBatches settings, double weightDecay, float[] m, float[] s) {
            super(named("mean", m).with("squares", new Matrix(1, s.length, s)));
            this.w = parameter.values();
            this.g = parameter.gradient();
            this.m = m;
            this.s = s;
            this.momentum = settings.momentum();
            this.decay = settings.decay();
            this.epsilon = (float) settings.epsilon();
            this.weightDecay = weightDecay;
        }

        @Override
        void begin(double newRate, long step) {
            super.begin(newRate, step);
            corrected = (float) (newRate / (1 - StrictMath.pow(momentum, step + 1.0)));
            correction = (float) (1 / (1 - StrictMath.pow(decay, step + 1.0)));
            kept = (float) (1 - newRate * weightDecay);
        }

        @Override
        void update(int from, int to) {
            float[] weights = w;
            float[] gradient = g;
            float[] mean = m;
            float[] squares = s;
            float beta1 = (float) momentum;
            float rest1 = (float) (1 - momentum);
            float beta2 = (float) decay;
            float rest2 = (float) (1 - decay);
            float eps = epsilon;
            float eta = corrected;
            float unbias = correction;
            float keep = kept;
            for (int i = from; i < to; i++) {
                mean[i] = beta1 * mean[i] + rest1 * gradient[i];
                squares[i] = beta2 * squares[i] + rest2 * (gradient[i] * gradient[i]);
                weights[i] = keep * weights[i] - eta * mean[i] / ((float) Math.sqrt(squares[i] * unbias) + eps);
            }
        }

        @Override
        void shrink(float l1, int from, int to) {
            float eta = rate * l1;
            float unbias = correction;
            for (int i = from; i < to; i++) {
                w[i] = softThreshold(w[i], eta / ((float) Math.sqrt(s[i] * unbias) + epsilon));
            }
        }
    }
}
