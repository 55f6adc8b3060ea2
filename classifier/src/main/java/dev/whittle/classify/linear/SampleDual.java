package dev.whittle.classify.linear;

/**
 * Solves for the duals α_k of one sample while all others are fixed: minimises each/2·Σα_k² + all/2·(Σα_k)² - Σ
 * margin_k·α_k for 0 ≤ α_k ≤ most and Σα_k ≤ mostInAll. At the optimum α_k = clip((margin_k - λ)/each) with one λ for
 * all k, which is all·Σα_k if the sum is not limited. Σα_k is piecewise linear and falls with λ, so Newton's method
 * ends after at most as many steps as there are pieces.
 */
final class SampleDual {
    /** The least value of the squared norm times the limit. The rounding error of λ is divided by it in α_k/limit. */
    private static final double LEAST = 1e-6;

    final double[] margin;
    final double[] value;

    SampleDual(int size) {
        margin = new double[size];
        value = new double[size];
    }

    /**
     * The squared norm of a sample for a step in Crammer and Singer's dual. It is the sample's own norm, but not so
     * small that α_k would vanish in the rounding of λ. A larger norm makes steps shorter and does not change their
     * fixed points. A sample of zeros still reaches its bound in one step.
     *
     * @param limit C times the sample's class weight
     */
    static double squaredNorm(double own, double limit) {
        return Math.max(own, LEAST / limit);
    }

    void solve(double each, double all, double most, double mostInAll) {
        double lambda = root(each, 1 / all, 0, most);
        if (sum(lambda, each, most) > mostInAll) {
            root(each, 0, mostInAll, most);
        }
    }

    /** Fills {@link #value}. */
    private double sum(double lambda, double each, double most) {
        double sum = 0;
        for (int k = 0; k < value.length; k++) {
            value[k] = Math.max(0, Math.min(most, (margin[k] - lambda) / each));
            sum += value[k];
        }
        return sum;
    }

    /** The λ ≥ 0 at which Σα_k = slope·λ + constant, or 0 if the sum is already smaller at 0. */
    private double root(double each, double slope, double constant, double most) {
        double low = 0;
        double high = 0;
        for (double m : margin) {
            high = Math.max(high, m);
        }
        double lambda = 0;
        for (int step = 0; step < 100; step++) {
            double excess = sum(lambda, each, most) - slope * lambda - constant;
            if (excess == 0 || high == 0) {
                return lambda;
            }
            if (excess > 0) {
                low = lambda;
            } else {
                high = lambda;
            }
            int free = 0;
            for (double v : value) {
                free += v > 0 && v < most ? 1 : 0;
            }
            double fall = free / each + slope;
            double next = fall > 0 ? lambda + excess / fall : (low + high) / 2;
            if (!(next > low && next < high)) {
                next = (low + high) / 2;
            }
            if (next == lambda || next <= low || next >= high) {
                return lambda;
            }
            if (Math.abs(next - lambda) <= 1e-14 * high) {
                sum(next, each, most);
                return next;
            }
            lambda = next;
        }
        return lambda;
    }
}
