package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * The state of an {@link Optimizer} for one parameter, and its steps, which read {@link Parameter#gradient} and change
 * {@link Parameter#values}. The rules differ in {@link #update}. They have in
 * common the state by name, the learning rate of the step, and the proximal step of l1.
 */
abstract class Updater {
    /** The parameter w and its derivative g. */
    final float[] w;

    final float[] g;
    private final LiveArrays state;
    /** η of this step. */
    float rate;

    private Updater(Parameter parameter, LiveArrays state) {
        this.w = parameter.values();
        this.g = parameter.gradient();
        this.state = state;
    }

    /** For one parameter, by the optimizer of these settings. */
    static Updater of(Parameter parameter, MiniBatches settings, Run run) {
        return switch (settings.optimizer()) {
            case SGD -> new Plain(parameter);
            case MOMENTUM -> new Velocity(parameter, settings.momentum(), false);
            case NESTEROV -> new Velocity(parameter, settings.momentum(), true);
            case ADAGRAD -> new Squares(parameter, 1, 1, settings.epsilon());
            case RMSPROP -> new Squares(parameter, settings.decay(), 1 - settings.decay(), settings.epsilon());
            case ADAM -> new Adam(parameter, settings, 0);
            case ADAMW ->
                new Adam(parameter, settings, parameter.penalised() ? settings.weightDecay() / parameter.rate() : 0);
            case MUON ->
                parameter.columns() > 0
                        ? new Muon(parameter, settings, run)
                        : new Velocity(parameter, settings.momentum(), true);
        };
    }

    private static float[] zeros(Parameter parameter) {
        return new float[parameter.values().length];
    }

    private static LiveArrays named(String name, float[] values) {
        return LiveArrays.empty().with(name, new Matrix(1, values.length, values));
    }

    /**
     * Sets what all elements of the next step have in common.
     *
     * @param newRate the learning rate η
     * @param step the number of the step, from 0
     */
    void begin(double newRate, long step) {
        rate = (float) newRate;
    }

    /** Updates the elements {@code from} to {@code to - 1}. Several threads may update disjoint ranges at once. */
    abstract void update(int from, int to);

    /**
     * Whether the rule changes the parameter as a whole, by {@link #finish} after {@link #update} of all elements. Its
     * norm is then set by every step, so penalties do not apply to it.
     */
    boolean asAWhole() {
        return false;
    }

    /** Ends the step if it is {@link #asAWhole}, in parallel. */
    void finish() {
        throw new IllegalStateException("The step was complete");
    }

    /**
     * The proximal step of l1·‖w‖₁ after {@link #update} of the same elements: each is moved towards 0 by l1 times its
     * own effective rate α, w ← sign(w)·max(|w| - α·l1, 0) (Duchi, Hazan and Singer 2011). α is the ratio of the rule's
     * step to the gradient if the gradient stays constant. So training converges to a point where 0 is a subgradient of
     * the objective.
     */
    abstract void shrink(float l1, int from, int to);

    /** {@link #shrink} if α is the same for all elements. */
    final void shrinkAll(float by, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] = softThreshold(w[i], by);
        }
    }

    /** {@link #shrink} if α is η/(√(s·unbias) + ε). */
    final void shrinkEach(float by, float[] s, float unbias, float epsilon, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] = softThreshold(w[i], by / ((float) Math.sqrt(s[i] * unbias) + epsilon));
        }
    }

    /** sign(w)·max(|w| - by, 0), and NaN for NaN. */
    static float softThreshold(float w, float by) {
        return Math.max(w - by, 0) + Math.min(w + by, 0);
    }

    /**
     * The state that the rule keeps from step to step. These are the arrays themselves, so writing to them sets the
     * state.
     */
    final LiveArrays state() {
        return state;
    }

    /** {@link Optimizer#SGD}. */
    static final class Plain extends Updater {
        Plain(Parameter parameter) {
            super(parameter, LiveArrays.empty());
        }

        @Override
        void update(int from, int to) {
            float eta = rate;
            for (int i = from; i < to; i++) {
                w[i] -= eta * g[i];
            }
        }

        @Override
        void shrink(float l1, int from, int to) {
            shrinkAll(rate * l1, from, to);
        }
    }

    /** {@link Optimizer#MOMENTUM}, and {@link Optimizer#NESTEROV}, which looks ahead. */
    static final class Velocity extends Updater {
        private final float mu;
        private final boolean ahead;
        private final float[] v;

        Velocity(Parameter parameter, double momentum, boolean ahead) {
            this(parameter, momentum, ahead, zeros(parameter));
        }

        private Velocity(Parameter parameter, double momentum, boolean ahead, float[] v) {
            super(parameter, named("velocity", v));
            this.mu = (float) momentum;
            this.ahead = ahead;
            this.v = v;
        }

        @Override
        void update(int from, int to) {
            float eta = rate;
            if (ahead) {
                for (int i = from; i < to; i++) {
                    v[i] = mu * v[i] + g[i];
                    w[i] -= eta * (g[i] + mu * v[i]);
                }
                return;
            }
            for (int i = from; i < to; i++) {
                v[i] = mu * v[i] + g[i];
                w[i] -= eta * v[i];
            }
        }

        @Override
        void shrink(float l1, int from, int to) {
            // a constant g makes v = g/(1 - μ)
            shrinkAll(rate / (1 - mu) * l1, from, to);
        }
    }

    /** {@link Optimizer#ADAGRAD} and {@link Optimizer#RMSPROP}: s ← keep·s + add·g², w ← w - ηg/(√s + ε). */
    static final class Squares extends Updater {
        private final float keep;
        private final float add;
        private final float epsilon;
        private final float[] s;

        Squares(Parameter parameter, double keep, double add, double epsilon) {
            this(parameter, keep, add, epsilon, zeros(parameter));
        }

        private Squares(Parameter parameter, double keep, double add, double epsilon, float[] s) {
            super(parameter, named("squares", s));
            this.keep = (float) keep;
            this.add = (float) add;
            this.epsilon = (float) epsilon;
            this.s = s;
        }

        @Override
        void update(int from, int to) {
            float eta = rate;
            for (int i = from; i < to; i++) {
                s[i] = keep * s[i] + add * (g[i] * g[i]);
                w[i] -= eta * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
            }
        }

        @Override
        void shrink(float l1, int from, int to) {
            shrinkEach(rate * l1, s, 1, epsilon, from, to);
        }
    }

    /** {@link Optimizer#ADAM}, and with a decay {@link Optimizer#ADAMW}. */
    static final class Adam extends Updater {
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

        Adam(Parameter parameter, MiniBatches settings, double weightDecay) {
            this(parameter, settings, weightDecay, zeros(parameter), zeros(parameter));
        }

        private Adam(Parameter parameter, MiniBatches settings, double weightDecay, float[] m, float[] s) {
            super(parameter, named("mean", m).with("squares", new Matrix(1, s.length, s)));
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
            shrinkEach(rate * l1, s, correction, epsilon, from, to);
        }
    }

    /** {@link Optimizer#MUON} of a matrix. */
    static final class Muon extends Updater {
        private static final int CHUNK = 1 << 13;

        private final float mu;
        /** Muon's rate as a multiple of the training's. */
        private final double multiple;

        private final double length;
        private final float[] v;
        private final NewtonSchulz direction;
        private final FrobeniusNorm norm;
        private final Run run;
        private final Run.Chunk step = this::step;
        private float scale;

        Muon(Parameter parameter, MiniBatches settings, Run run) {
            this(parameter, settings, run, zeros(parameter));
        }

        private Muon(Parameter parameter, MiniBatches settings, Run run, float[] v) {
            super(parameter, named("velocity", v));
            int rows = v.length / parameter.columns();
            this.mu = (float) settings.muonMomentum();
            this.multiple = settings.muonRate() / settings.learningRate();
            this.length = Math.sqrt(rows);
            this.v = v;
            this.direction = new NewtonSchulz(rows, parameter.columns(), run);
            this.norm = new FrobeniusNorm(v.length, run);
            this.run = run;
        }

        @Override
        void begin(double newRate, long step) {
            super.begin(newRate * multiple, step);
        }

        @Override
        void update(int from, int to) {
            for (int i = from; i < to; i++) {
                v[i] = mu * v[i] + g[i];
                direction.set(i, g[i] + mu * v[i]);
            }
        }

        @Override
        boolean asAWhole() {
            return true;
        }

        @Override
        void finish() {
            direction.iterate();
            double was = norm.of(w);
            // A matrix of zeros has no direction to keep.
            scale = was > 0 ? (float) (length / was) : 1;
            run.parallel(w.length, CHUNK, step);
        }

        private void step(int from, int to) {
            for (int i = from; i < to; i++) {
                w[i] = scale * w[i] - rate * direction.get(i);
            }
        }

        @Override
        void shrink(float l1, int from, int to) {
            throw new IllegalStateException("Penalties do not apply to what Muon normalises");
        }
    }
}
