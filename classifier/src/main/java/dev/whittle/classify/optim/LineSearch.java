package dev.whittle.classify.optim;

/**
 * A line search for the strong Wolfe conditions: Nocedal and Wright, "Numerical Optimization" (2nd ed., 2006),
 * algorithms 3.5 and 3.6, with c₁ = 10⁻⁴ and c₂ = 0.9 (p. 62) and steps by cubic interpolation (equation 3.59),
 * safeguarded.
 *
 * <p>It holds the current point of a descent, its value and its gradient.
 */
final class LineSearch {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    /** The largest number of evaluations in a search. After these the best point with sufficient decrease is taken. */
    private static final int EVALUATIONS = 20;

    /**
     * If a full step can gain at most this share of the value, an objective computed in float may not decrease at all.
     * Then only a few evaluations are tried.
     */
    private static final double FLAT = 1e-7;

    private static final int FLAT_EVALUATIONS = 4;

    private final Objective objective;
    private double[] point;
    private double[] gradient;
    private double value;
    /** The point of the last evaluation. */
    private double[] trialPoint;

    private double[] trialGradient;

    LineSearch(Objective objective, double[] start) {
        this.objective = objective;
        point = start.clone();
        gradient = new double[start.length];
        value = objective.valueAndGradient(point, gradient);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The objective is " + value + " at the start");
        }
        trialPoint = new double[start.length];
        trialGradient = new double[start.length];
    }

    double[] point() {
        return point;
    }

    double[] gradient() {
        return gradient;
    }

    double value() {
        return value;
    }

    /** Whether the possible gain along a direction is so small that an objective computed in float may not decrease. */
    boolean flat(double[] direction) {
        return -Vectors.dot(gradient, direction) <= FLAT * Math.abs(value);
    }

    /** φ(α) = f(x + αp) and φ'(α). */
    private record Trial(double step, double value, double slope) {}

    /**
     * Moves along {@code direction} to a point that satisfies the strong Wolfe conditions or, where none is found, to
     * the lowest point seen with sufficient decrease.
     *
     * @param firstStep the first α to try
     * @return false, without a move, if the direction does not descend or no step along it gives sufficient decrease
     */
    boolean advance(double[] direction, double firstStep) {
        Trial start = new Trial(0, value, Vectors.dot(gradient, direction));
        if (!(start.slope < 0)) {
            return false;
        }
        Trial best = null;
        // The bracket [low, high] of algorithm 3.6; high is null while algorithm 3.5 extends the step.
        Trial low = start;
        Trial high = null;
        double step = firstStep;
        boolean flat = flat(direction);
        for (int e = 0; e < (flat ? FLAT_EVALUATIONS : EVALUATIONS); e++) {
            Trial t = evaluate(direction, step);
            boolean decreases = t.value <= start.value + C1 * t.step * start.slope;
            if (decreases && Math.abs(t.slope) <= -C2 * start.slope) {
                accept(t);
                return true;
            }
            if (decreases && t.value < start.value && (best == null || t.value < best.value)) {
                best = t;
            }
            if (!decreases || t.value >= low.value) {
                high = t;
            } else {
                if (high == null ? t.slope >= 0 : t.slope * (high.step - low.step) >= 0) {
                    high = low;
                }
                low = t;
            }
            step = high == null ? 4 * t.step : interpolate(low, high);
            if (high != null && Math.abs(high.step - low.step) <= 1e-12 * Math.max(high.step, low.step)) {
                break;
            }
        }
        if (best == null) {
            return false;
        }
        accept(evaluate(direction, best.step));
        return true;
    }

    private Trial evaluate(double[] direction, double step) {
        for (int i = 0; i < trialPoint.length; i++) {
            trialPoint[i] = point[i] + step * direction[i];
        }
        double v = objective.valueAndGradient(trialPoint, trialGradient);
        // A step that is too long can overflow. Such a point is only a bound of the bracket.
        return Double.isFinite(v)
                ? new Trial(step, v, Vectors.dot(trialGradient, direction))
                : new Trial(step, Double.POSITIVE_INFINITY, 0);
    }

    private void accept(Trial trial) {
        double[] p = point;
        double[] g = gradient;
        point = trialPoint;
        gradient = trialGradient;
        value = trial.value;
        trialPoint = p;
        trialGradient = g;
    }

    /**
     * The minimum of the cubic through both ends with their slopes, at least a tenth of the bracket away from each end.
     */
    private static double interpolate(Trial a, Trial b) {
        double width = b.step - a.step;
        double middle = a.step + width / 2;
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
        double root = d1 * d1 - a.slope * b.slope;
        if (!(root >= 0) || Double.isInfinite(root)) {
            return middle;
        }
        double d2 = Math.copySign(Math.sqrt(root), width);
        double step = b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
        double from = Math.min(a.step, b.step) + 0.1 * Math.abs(width);
        double to = Math.max(a.step, b.step) - 0.1 * Math.abs(width);
        return step >= from && step <= to ? step : Double.isNaN(step) ? middle : Math.max(from, Math.min(to, step));
    }
}
