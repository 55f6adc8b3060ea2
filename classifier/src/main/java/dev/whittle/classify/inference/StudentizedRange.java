package dev.whittle.classify.inference;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The distribution of the range of k independent standard normal values, that is, of the largest minus the smallest. It
 * is the studentised range with infinitely many degrees of freedom, which Nemenyi's test needs.
 */
final class StudentizedRange {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Beyond it the density of the smallest value is below 10⁻¹⁸. */
    private static final double FAR = 9;

    /** The trapezoid rule is exact to 10⁻¹⁴ for so smooth an integrand. */
    private static final double STEP = 0x1p-5;

    private static final int HALVINGS = 60;

    private StudentizedRange() {}

    /**
     * The probability of a range of at most q:
     *
     * <pre>{@code
     * P(q) = k · ∫ φ(z) · (Φ(z + q) - Φ(z))^(k-1) dz        z is the smallest of the k values
     * }</pre>
     */
    static double cumulative(double q, int k) {
        double sum = 0;
        for (double z = -FAR; z <= FAR; z += STEP) {
            double between = NORMAL.probability(z, z + q);
            double power = 1;
            for (int i = 1; i < k; i++) {
                power *= between;
            }
            sum += NORMAL.density(z) * power;
        }
        return k * sum * STEP;
    }

    /** The range that is exceeded with a probability, found by halving. */
    static double upperQuantile(double probability, int k) {
        double low = 0;
        double high = 100;
        for (int i = 0; i < HALVINGS; i++) {
            double q = (low + high) / 2;
            if (1 - cumulative(q, k) > probability) {
                low = q;
            } else {
                high = q;
            }
        }
        return (low + high) / 2;
    }
}
