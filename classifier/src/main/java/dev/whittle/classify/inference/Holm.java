package dev.whittle.classify.inference;

import java.util.Arrays;

/**
 * p-values of a family of comparisons, adjusted so that the probability of even one false difference stays below the
 * level (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
 * With m p-values in ascending order, the adjusted one is
 *
 * <pre>{@code
 * p'_(k) = max over j <= k of min(1, (m - j + 1) · p_(j))
 * }</pre>
 *
 * <p>It holds whatever the tests have in common. The family must be stated before the results are seen, such as every
 * feature against one baseline.
 */
public final class Holm {
    private Holm() {}

    /**
     * The adjusted p-values, in the order of those given.
     *
     * @throws IllegalArgumentException if one is not between 0 and 1
     */
    public static double[] adjusted(double... p) {
        Integer[] order = new Integer[p.length];
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new IllegalArgumentException("A p-value lies between 0 and 1, got " + p[i] + " at index " + i);
            }
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(p[a], p[b]));
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int k = 0; k < p.length; k++) {
            largest = Math.max(largest, Math.min(1, (p.length - k) * p[order[k]]));
            adjusted[order[k]] = largest;
        }
        return adjusted;
    }
}
