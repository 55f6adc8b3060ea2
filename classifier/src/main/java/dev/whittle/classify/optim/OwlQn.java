package dev.whittle.classify.optim;

import dev.whittle.feature.Checks;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Minimises a smooth function plus Σ l1_i·|x_i|: orthant-wise limited-memory quasi-Newton, Andrew and Gao, "Scalable
 * training of L1-regularized log-linear models", ICML 2007. A step never leaves the orthant of the point; for a
 * coordinate that is 0, the side on which the function falls is taken. A coordinate that would change its sign becomes
 * exactly 0.
 *
 * <p>It stops like {@link Lbfgs}, but with the norm of the pseudo-gradient (equation 4), which is the subgradient of
 * smallest length.
 *
 * @param memory number of pairs kept, at least 1
 * @param iterations the largest number of iterations, at least 1
 * @param tolerance for the norm of the pseudo-gradient relative to that at the start, at least 0
 */
public record OwlQn(int memory, int iterations, double tolerance) {
    private static final double SUFFICIENT = 1e-4;
    private static final int EVALUATIONS = 30;

    public OwlQn {
        new Checks("OWL-QN")
                .atLeast(1, "memory", memory)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .report();
    }

    /**
     * Minimises from {@code start}, which is not changed.
     *
     * @param smooth the function without the penalty
     * @param l1 the weight of each |x_i|, at least 0
     */
    public Lbfgs.Minimum minimize(Objective smooth, double[] l1, double[] start, Lbfgs.Listener listener) {
        int n = start.length;
        double[] x = start.clone();
        double[] gradient = new double[n];
        double value = smooth.valueAndGradient(x, gradient) + penalty(l1, x);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The objective is " + value + " at the start");
        }
        Deque<Lbfgs.Pair> pairs = new ArrayDeque<>();
        double[] pseudo = new double[n];
        double[] direction = new double[n];
        double[] orthant = new double[n];
        double[] trial = new double[n];
        double[] trialGradient = new double[n];
        double startNorm = -1;
        int k = 0;
        while (true) {
            pseudoGradient(x, gradient, l1, pseudo);
            double norm = Vectors.norm(pseudo);
            startNorm = startNorm < 0 ? norm : startNorm;
            if (norm <= tolerance * startNorm) {
                return new Lbfgs.Minimum(x, value, gradient, norm, startNorm, k, Lbfgs.Stop.GRADIENT);
            }
            if (k == iterations) {
                return new Lbfgs.Minimum(x, value, gradient, norm, startNorm, k, Lbfgs.Stop.ITERATIONS);
            }
            Lbfgs.direction(pseudo, pairs, direction);
            for (int i = 0; i < n; i++) {
                // Only components in the direction of descent of the pseudo-gradient are kept (π(·; v) in the paper).
                if (l1[i] > 0 && direction[i] * pseudo[i] >= 0) {
                    direction[i] = 0;
                }
                orthant[i] = l1[i] == 0 ? 0 : x[i] != 0 ? Math.signum(x[i]) : -Math.signum(pseudo[i]);
            }
            double step = pairs.isEmpty() ? Math.min(1, 1 / norm) : 1;
            double trialValue = Double.POSITIVE_INFINITY;
            boolean found = false;
            for (int e = 0; e < EVALUATIONS && !found; e++, step /= 2) {
                double slope = 0;
                for (int i = 0; i < n; i++) {
                    double t = x[i] + step * direction[i];
                    trial[i] = l1[i] > 0 && t * orthant[i] <= 0 ? 0 : t;
                    slope += pseudo[i] * (trial[i] - x[i]);
                }
                trialValue = smooth.valueAndGradient(trial, trialGradient) + penalty(l1, trial);
                found = slope < 0 && trialValue <= value + SUFFICIENT * slope && trialValue < value;
            }
            if (!found) {
                if (pairs.isEmpty()) {
                    return new Lbfgs.Minimum(x, value, gradient, norm, startNorm, k, Lbfgs.Stop.NO_DECREASE);
                }
                pairs.clear();
                continue;
            }
            Lbfgs.remember(Lbfgs.Pair.between(x, trial, gradient, trialGradient), pairs, memory);
            double[] old = x;
            x = trial;
            trial = old;
            old = gradient;
            gradient = trialGradient;
            trialGradient = old;
            value = trialValue;
            k++;
            listener.iteration(k, value);
        }
    }

    private static double penalty(double[] l1, double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += l1[i] * Math.abs(x[i]);
        }
        return sum;
    }

    /** The pseudo-gradient, equation 4. */
    private static void pseudoGradient(double[] x, double[] gradient, double[] l1, double[] out) {
        for (int i = 0; i < x.length; i++) {
            double g = gradient[i];
            if (x[i] != 0) {
                out[i] = g + Math.signum(x[i]) * l1[i];
            } else if (g + l1[i] < 0) {
                out[i] = g + l1[i];
            } else if (g - l1[i] > 0) {
                out[i] = g - l1[i];
            } else {
                out[i] = 0;
            }
        }
    }
}
