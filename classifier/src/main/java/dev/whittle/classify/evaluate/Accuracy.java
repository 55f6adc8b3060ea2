package dev.whittle.classify.evaluate;

import java.util.List;

/**
 * An accuracy over several runs with different seeds or folds. Each value is from 0 to 1.
 *
 * @param mean over the runs
 * @param sd sample standard deviation (n-1 in the denominator); null for one run
 * @param runs in the order of the runs
 */
public record Accuracy(double mean, Double sd, List<Double> runs) {
    /** @param runs at least one */
    public static Accuracy over(List<Double> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("An accuracy needs at least one run");
        }
        double sum = 0;
        for (double a : runs) {
            sum += a;
        }
        double mean = sum / runs.size();
        double squares = 0;
        for (double a : runs) {
            squares += (a - mean) * (a - mean);
        }
        return new Accuracy(mean, runs.size() == 1 ? null : Math.sqrt(squares / (runs.size() - 1)), List.copyOf(runs));
    }
}
