package dev.whittle.classify.optim;

import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of all parameters, given their gradients: penalty and clipping, then the optimiser's rule, then the proximal
 * step of the l1 penalty. The elements are processed in parallel chunks of fixed size. It allocates nothing.
 */
final class Descent {
    private static final int CHUNK = 1 << 13;

    private final MiniBatches settings;
    private final double l2;
    private final double l1;
    private final Run run;
    private final List<Part> parts = new ArrayList<>();
    /** The factor of all derivatives in this step. */
    private float scale;

    Descent(List<Parameter> parameters, MiniBatches settings, double l2, double l1, Run run) {
        this.settings = settings;
        this.l2 = l2;
        this.l1 = l1;
        this.run = run;
        for (Parameter parameter : parameters) {
            parts.add(new Part(parameter));
        }
        if (settings.optimizer() == Optimizer.MUON && parts.stream().noneMatch(part -> part.updater.asAWhole())) {
            throw new IllegalArgumentException("Optimizer muon is for matrices of filters that batch normalisation"
                    + " follows, and this model has none; set nesterov, which it is for all other parameters");
        }
    }

    /**
     * Performs a step.
     *
     * @param step the number of the step, from 0
     * @return null, or what is not finite or has a square that is not finite
     */
    String step(double rate, long step) {
        scale = 1;
        boolean clip = settings.clipNorm() > 0;
        if (clip) {
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                run.parallel(part.size, CHUNK, part.prepare);
            }
            double squares = gradientSquares();
            if (!Double.isFinite(squares)) {
                return "the gradient of '" + firstNotFinite(true) + "' has no finite norm";
            }
            double norm = Math.sqrt(squares);
            // PyTorch's clip_grad_norm_ adds 1e-6 to the norm.
            scale = norm > settings.clipNorm() ? (float) (settings.clipNorm() / norm) : 1;
        }
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            part.updater.begin(rate * part.parameter.rate(), step);
            run.parallel(part.size, CHUNK, clip ? part.update : part.prepareAndUpdate);
            if (part.updater.asAWhole()) {
                part.updater.finish();
                run.parallel(part.size, CHUNK, part.measure);
            }
        }
        if (!Double.isFinite(gradientSquares())) {
            return "the gradient of '" + firstNotFinite(true) + "' has no finite norm";
        }
        String parameter = firstNotFinite(false);
        return parameter == null ? null : "the parameter '" + parameter + "' has no finite norm any more";
    }

    private double gradientSquares() {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += sum(parts.get(i).gradientSquares);
        }
        return sum;
    }

    private String firstNotFinite(boolean gradient) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!Double.isFinite(sum(gradient ? part.gradientSquares : part.valueSquares))) {
                return part.parameter.name();
            }
        }
        return null;
    }

    private static double sum(double[] chunks) {
        double sum = 0;
        for (double chunk : chunks) {
            sum += chunk;
        }
        return sum;
    }

    /** (l2/2)‖W‖² + l1‖W‖₁ over the penalised parameters, each divided by its rate. */
    double penalty() {
        double squares = 0;
        double absolutes = 0;
        for (Part part : parts) {
            if (part.l2 > 0 || part.l1 > 0) {
                double each = part.parameter.rate();
                for (float w : part.parameter.values()) {
                    squares += (double) w * w / each;
                    absolutes += Math.abs(w) / each;
                }
            }
        }
        return (float) l2 / 2 * squares + l1 * absolutes;
    }

    /** The optimiser's state for each parameter; not a copy. */
    LiveArrays state() {
        LiveArrays state = LiveArrays.empty();
        for (Part part : parts) {
            state = state.with(part.parameter.name(), part.updater.state());
        }
        return state;
    }

    /**
     * A parameter and its rule. For each chunk, the sums of squares of its derivatives before scaling, and of its
     * values after the step.
     */
    private final class Part {
        final Parameter parameter;
        final Updater updater;
        final int size;
        /** The penalties, by the rate of the parameter: what they take off in a step is the same with any rate. */
        final float l2;

        final double l1;
        final double[] gradientSquares;
        final double[] valueSquares;
        final Run.Chunk prepare = this::prepare;
        final Run.Chunk update = this::update;
        final Run.Chunk prepareAndUpdate = this::prepareAndUpdate;
        final Run.Chunk measure = this::measure;

        Part(Parameter parameter) {
            this.parameter = parameter;
            updater = Updater.of(parameter, settings, run);
            size = parameter.values().length;
            boolean penalised = parameter.penalised() && !updater.asAWhole();
            l2 = penalised ? (float) (Descent.this.l2 / parameter.rate()) : 0;
            l1 = penalised ? Descent.this.l1 / parameter.rate() : 0;
            gradientSquares = new double[(size + CHUNK - 1) / CHUNK];
            valueSquares = new double[gradientSquares.length];
        }

        /** Adds the derivative of the l2 penalty to the gradient, clips its values, and sums their squares. */
        private void prepare(int from, int to) {
            float[] g = parameter.gradient();
            if (l2 > 0) {
                addPenalty(parameter.values(), g, l2, from, to);
            }
            if (settings.clipValue() > 0) {
                cut(g, (float) settings.clipValue(), from, to);
            }
            gradientSquares[from / CHUNK] = run.kernels().linear().dot(g, from, g, from, to - from);
        }

        private void update(int from, int to) {
            if (scale != 1) {
                scale(parameter.gradient(), scale, from, to);
            }
            updater.update(from, to);
            if (l1 > 0) {
                // Scaled like the gradient, so that this is a proximal step with rate·scale.
                updater.shrink((float) (l1 * scale), from, to);
            }
            measure(from, to);
        }

        private void measure(int from, int to) {
            float[] w = parameter.values();
            valueSquares[from / CHUNK] = run.kernels().linear().dot(w, from, w, from, to - from);
        }

        private void prepareAndUpdate(int from, int to) {
            prepare(from, to);
            update(from, to);
        }
    }

    private static void addPenalty(float[] w, float[] g, float l2, int from, int to) {
        for (int i = from; i < to; i++) {
            g[i] += l2 * w[i];
        }
    }

    private static void cut(float[] g, float most, int from, int to) {
        for (int i = from; i < to; i++) {
            g[i] = Math.max(-most, Math.min(most, g[i]));
        }
    }

    private static void scale(float[] g, float scale, int from, int to) {
        for (int i = from; i < to; i++) {
            g[i] *= scale;
        }
    }
}
