package dev.whittle.classify.evaluate;

import java.util.List;

/**
 * The accuracies of one cell over the seeds of an experiment, each 0 to 1.
 *
 * @param mean over the seeds
 * @param sd sample standard deviation (n-1 in the denominator); null where there is one seed
 * @param seeds in the order of the experiment's seeds
 */
public record Accuracy(double mean, Double sd, List<Double> seeds) {
    public static Accuracy over(List<Double> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("An accuracy needs at least one seed");
        }
        double sum = 0;
        for (double a : seeds) {
            sum += a;
        }
        double mean = sum / seeds.size();
        double squares = 0;
        for (double a : seeds) {
            squares += (a - mean) * (a - mean);
        }
        return new Accuracy(
                mean, seeds.size() == 1 ? null : Math.sqrt(squares / (seeds.size() - 1)), List.copyOf(seeds));
    }
}
