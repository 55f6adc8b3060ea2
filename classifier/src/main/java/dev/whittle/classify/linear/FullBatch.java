package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Lbfgs;
import dev.whittle.classify.optim.OwlQn;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import java.util.List;

/**
 * Trains a linear model on all samples at once, from zero: the minimum of mean loss + (l2/2)‖W‖² + l1·|W| for a smooth
 * loss, by L-BFGS in {@link Coordinates}, or with l1 by OWL-QN on {@link ScaledRows}.
 *
 * @param curvature of the loss with respect to the scores of one class, near its largest value
 */
record FullBatch(
        Loss loss,
        double curvature,
        double l2,
        double l1,
        Intercept intercept,
        List<Double> classWeights,
        int iterations,
        double tolerance) {
    private static final int MEMORY = 10;
    static final int CHUNK_ROWS = LinearChunk.ROWS;

    /** The bytes that training needs. */
    static long heapBytes(int samples, int features, int classes, boolean spanned, int iterations) {
        return spanned && Span.pays(samples, features)
                ? Span.heapBytes(
                        samples, features, classes, directBytes(samples, Span.rowsOf(samples), classes, iterations))
                : directBytes(samples, features, classes, iterations);
    }

    /**
     * The same on the features themselves: of each parameter, a step and a gradient change for each pair and the one
     * that is made, ten more vectors in double, and in float the weights and the gradients of a group of chunks.
     */
    static long directBytes(int samples, int features, int classes, int iterations) {
        long doubles = 2 * (Math.min(MEMORY, iterations) + 1L) + 10;
        long floats = 1 + LinearPass.gradients(samples, CHUNK_ROWS);
        return classes * (features + 1L) * (8 * doubles + 4 * floats);
    }

    /** The operations of training: the products of each pass are the scores and the gradient. */
    static double operations(int samples, int features, int classes, boolean spanned, int iterations) {
        int columns = spanned && Span.pays(samples, features) ? Span.rowsOf(samples) : features;
        return 4.0 * iterations * samples * columns * classes;
    }

    LinearClassifier train(Samples train, Run run) {
        if (l1 > 0) {
            return sparse(train, run);
        }
        int classes = train.classes();
        int features = train.features().columns();
        Checks.length("The weights", classes, features + 1);
        if (!spanned(l2, l1) || !Span.pays(train.size(), features)) {
            Solution found = direct(train, run);
            return LinearClassifier.of(found.parameters, classes, features, found.convergence);
        }
        Span span = new Span(train.features(), intercept, run);
        Solution found = smooth(new Samples(span.rows(), train.labels(), classes), true, run);
        return LinearClassifier.of(span.weights(found.parameters, classes), classes, features, found.convergence);
    }

    /** Whether the minimum lies in the span of the samples. */
    static boolean spanned(double l2, double l1) {
        return l2 > 0 && l1 == 0;
    }

    /** W row by row, then b. */
    record Solution(double[] parameters, Convergence convergence) {}

    /** The minimum without l1, found on the features themselves. */
    Solution direct(Samples train, Run run) {
        return smooth(train, false, run);
    }

    private LinearClassifier sparse(Samples train, Run run) {
        int classes = train.classes();
        int features = train.features().columns();
        ScaledRows scaled = new ScaledRows(train.features(), curvature, l2, intercept, run);
        LinearPass pass =
                new LinearPass(new Samples(scaled, train.labels(), classes), loss, classWeights, CHUNK_ROWS, run);
        double[] penalties = new double[pass.parameters()];
        double[] squares = new double[penalties.length];
        for (int i = 0; i < penalties.length; i++) {
            double inverse =
                    i < classes * features ? scaled.inverse(i % features) : intercept == Intercept.PENALIZED ? 1 : 0;
            penalties[i] = l1 * inverse;
            squares[i] = l2 * inverse * inverse;
        }
        Lbfgs.Minimum m = new OwlQn(MEMORY, iterations, tolerance)
                .minimize(
                        (point, gradient) -> {
                            run.checkCancelled();
                            double value = pass.meanAndGradient(0, intercept, point, gradient);
                            for (int i = 0; i < point.length; i++) {
                                value += squares[i] / 2 * point[i] * point[i];
                                gradient[i] += squares[i] * point[i];
                            }
                            return value;
                        },
                        penalties,
                        new double[penalties.length],
                        listener(pass, train, run));
        return LinearClassifier.of(scaled.weights(m.point(), classes), classes, features, convergence(m, Double.NaN));
    }

    private static Lbfgs.Listener listener(LinearPass pass, Samples train, Run run) {
        return (iteration, value) -> run.iteration(iteration, value, pass.correct() / (double) train.size());
    }

    private Solution smooth(Samples train, boolean square, Run run) {
        LinearPass pass = new LinearPass(train, loss, classWeights, CHUNK_ROWS, run);
        double[] zero = new double[pass.parameters()];
        Coordinates coordinates =
                new Coordinates(train.features(), train.classes(), curvature, l2, intercept, square, run);
        double[] weights = new double[zero.length];
        double[] byWeights = new double[zero.length];
        Lbfgs.Minimum m = new Lbfgs(MEMORY, iterations, tolerance)
                .minimize(
                        (point, gradient) -> {
                            run.checkCancelled();
                            coordinates.weights(point, weights);
                            double value = pass.meanAndGradient(l2, intercept, weights, byWeights);
                            coordinates.gradient(byWeights, gradient);
                            return value;
                        },
                        zero,
                        listener(pass, train, run));
        coordinates.weights(m.point(), weights);
        return new Solution(weights, convergence(m, gap(m, coordinates)));
    }

    /**
     * The derivatives of the losses are a dual point. Its value is primal - ‖∇‖²/(2·l2), where ∇ is the primal's
     * gradient, since the Fenchel–Young inequality is an equality at the derivative.
     */
    private double gap(Lbfgs.Minimum m, Coordinates coordinates) {
        if (l2 == 0 || intercept == Intercept.FREE) {
            return Double.NaN;
        }
        double[] byWeights = new double[m.gradient().length];
        coordinates.gradientByWeights(m.gradient(), byWeights);
        double squares = 0;
        for (double g : byWeights) {
            squares += g * g;
        }
        // No loss is below 0, so the minimum is not below 0 either.
        return Math.min(1, squares / (2 * l2) / m.value());
    }

    /** @throws ArithmeticException if the gradient is NaN; the search itself only finds that it does not descend */
    private static Convergence convergence(Lbfgs.Minimum m, double gap) {
        if (!Double.isFinite(m.startNorm()) || !Double.isFinite(m.gradientNorm())) {
            throw new ArithmeticException("Training diverged: the norm of the gradient is " + m.startNorm()
                    + " at the start and " + m.gradientNorm() + " after " + m.iterations()
                    + " iterations, as the features are too large for float; standardise them");
        }
        return new Convergence(
                m.iterations(),
                m.value(),
                m.startNorm() > 0 ? m.gradientNorm() / m.startNorm() : 0,
                gap,
                switch (m.stop()) {
                    case GRADIENT -> Convergence.Stop.TOLERANCE;
                    case ITERATIONS -> Convergence.Stop.ITERATIONS;
                    case NO_DECREASE -> Convergence.Stop.NO_DESCENT;
                });
    }
}
