package dev.whittle.classify.optim;

import dev.whittle.feature.Checks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS: Nocedal and Wright, "Numerical Optimization" (2nd ed., 2006), algorithm 7.5, with the two-loop
 * recursion of algorithm 7.4 and a line search for the strong Wolfe conditions. All in double and on one thread; only
 * the objective may be parallel.
 *
 * <p>It stops when the first of these holds: the Euclidean norm of the gradient is at most {@code tolerance} times its
 * norm at the start; {@code iterations} are done; or no step along the search direction or the steepest descent lowers
 * the objective. The last case occurs when an objective is computed in float with its limited precision.
 *
 * @param memory number of (step, gradient change) pairs kept, at least 1
 * @param iterations the largest number of iterations, at least 1
 * @param tolerance for the norm of the gradient relative to that at the start, at least 0
 */
public record Lbfgs(int memory, int iterations, double tolerance) {
    public Lbfgs {
        new Checks("L-BFGS")
                .atLeast(1, "memory", memory)
                .atLeast(1, "iterations", iterations)
                .atLeastZero("tolerance", tolerance)
                .report();
    }

    /** Why the search ended. */
    public enum Stop {
        GRADIENT,
        ITERATIONS,
        NO_DECREASE
    }

    /**
     * Where the search ended.
     *
     * @param point the best point found
     * @param value the objective there
     * @param gradient its gradient there; for OWL-QN the gradient of the smooth part
     * @param gradientNorm the Euclidean norm of the gradient there
     * @param startNorm the Euclidean norm of the gradient at the start
     * @param iterations how many were done
     */
    public record Minimum(
            double[] point,
            double value,
            double[] gradient,
            double gradientNorm,
            double startNorm,
            int iterations,
            Stop stop) {}

    /** Receives the number of each iteration, from 1, and the objective after it. */
    @FunctionalInterface
    public interface Listener {
        void iteration(int iteration, double value);
    }

    /** Minimises from {@code start}, which is not changed. */
    public Minimum minimize(Objective objective, double[] start, Listener listener) {
        LineSearch search = new LineSearch(objective, start);
        Deque<Pair> pairs = new ArrayDeque<>();
        double[] direction = new double[start.length];
        double startNorm = Vectors.norm(search.gradient());
        int k = 0;
        while (true) {
            double norm = Vectors.norm(search.gradient());
            if (norm <= tolerance * startNorm) {
                return new Minimum(
                        search.point(), search.value(), search.gradient(), norm, startNorm, k, Stop.GRADIENT);
            }
            if (k == iterations) {
                return new Minimum(
                        search.point(), search.value(), search.gradient(), norm, startNorm, k, Stop.ITERATIONS);
            }
            direction(search.gradient(), pairs, direction);
            // The first direction is the negative gradient. Its length is no estimate of a good step (Nocedal and
            // Wright, p. 142).
            double step = pairs.isEmpty() ? Math.min(1, 1 / norm) : 1;
            double[] oldPoint = search.point().clone();
            double[] oldGradient = search.gradient().clone();
            if (!search.advance(direction, step)) {
                if (pairs.isEmpty() || search.flat(direction)) {
                    return new Minimum(
                            search.point(), search.value(), search.gradient(), norm, startNorm, k, Stop.NO_DECREASE);
                }
                pairs.clear();
                continue;
            }
            Pair pair = Pair.between(oldPoint, search.point(), oldGradient, search.gradient());
            remember(pair, pairs, memory);
            k++;
            listener.iteration(k, search.value());
        }
    }

    /** The newest pair comes first; null for no pair. */
    static void remember(Pair pair, Deque<Pair> pairs, int memory) {
        if (pair != null) {
            if (pairs.size() == memory) {
                pairs.removeLast();
            }
            pairs.addFirst(pair);
        }
    }

    /** Writes -H·gradient by the two-loop recursion (algorithm 7.4); the newest pair comes first. */
    static void direction(double[] gradient, Deque<Pair> pairs, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = -gradient[i];
        }
        double[] alpha = new double[pairs.size()];
        int j = 0;
        for (Pair p : pairs) {
            alpha[j] = p.rho * Vectors.dot(p.step, out);
            Vectors.addScaled(-alpha[j], p.change, out);
            j++;
        }
        if (!pairs.isEmpty()) {
            // H⁰ = γI, equation 7.20.
            Pair newest = pairs.getFirst();
            double gamma = 1 / (newest.rho * Vectors.dot(newest.change, newest.change));
            for (int i = 0; i < out.length; i++) {
                out[i] *= gamma;
            }
        }
        for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair p = oldestFirst.next();
            j--;
            double beta = p.rho * Vectors.dot(p.change, out);
            Vectors.addScaled(alpha[j] - beta, p.step, out);
        }
    }

    /** s = x⁺ - x, y = ∇⁺ - ∇ and ρ = 1/(yᵀs). */
    static final class Pair {
        final double[] step;
        final double[] change;
        final double rho;

        private Pair(double[] step, double[] change, double rho) {
            this.step = step;
            this.change = change;
            this.rho = rho;
        }

        /** Null if yᵀs is not safely positive. With such a pair H might not stay positive definite. */
        static Pair between(double[] oldPoint, double[] point, double[] oldGradient, double[] gradient) {
            double[] step = new double[point.length];
            double[] change = new double[point.length];
            for (int i = 0; i < step.length; i++) {
                step[i] = point[i] - oldPoint[i];
                change[i] = gradient[i] - oldGradient[i];
            }
            double curvature = Vectors.dot(step, change);
            return curvature > 1e-10 * Math.sqrt(Vectors.dot(step, step) * Vectors.dot(change, change))
                    ? new Pair(step, change, 1 / curvature)
                    : null;
        }
    }
}
