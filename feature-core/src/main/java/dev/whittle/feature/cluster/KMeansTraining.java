package dev.whittle.feature.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * How k-means was trained: its iterations in their order. Each describes the words at its beginning, before their means
 * were taken. If Lloyd's iteration stopped before its last one, the last entry describes the final words. Of
 * hierarchical k-means these are the sums over all nodes of the lowest level.
 */
public record KMeansTraining(List<Iteration> iterations) {
    public KMeansTraining {
        iterations = List.copyOf(iterations);
    }

    /**
     * One iteration.
     *
     * @param energy the sum of the squared distances of the rows to their nearest words; of mini-batches, of the rows
     *     of the batch
     * @param dead how many words no row was nearest to; of mini-batches, no row so far
     * @param refilled how many of these got the row that was farthest from its word; the others stayed unchanged
     * @param computed the share of scores of rows and words that were computed; the others could not change a word. The
     *     only value that depends on the size of Java's heap
     */
    public record Iteration(double energy, int dead, int refilled, double computed) {}

    /** Trainings of parts of the rows, iteration by iteration; one that ended early stays as it was at its end. */
    static KMeansTraining sum(List<KMeansTraining> parts) {
        int most = parts.stream().mapToInt(part -> part.iterations.size()).max().orElse(0);
        List<Iteration> sums = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            double energy = 0;
            int dead = 0;
            int refilled = 0;
            double computed = 0;
            for (KMeansTraining part : parts) {
                Iteration of = part.iterations.get(Math.min(i, part.iterations.size() - 1));
                boolean ended = i >= part.iterations.size();
                energy += of.energy;
                dead += ended ? of.dead - of.refilled : of.dead;
                refilled += ended ? 0 : of.refilled;
                computed += ended ? 0 : of.computed / parts.size();
            }
            sums.add(new Iteration(energy, dead, refilled, computed));
        }
        return new KMeansTraining(sums);
    }

    /** @throws IllegalArgumentException if the energy at the end is not finite, so that no nearest word was found */
    void requireFinite() {
        double energy =
                iterations.isEmpty() ? 0 : iterations.get(iterations.size() - 1).energy();
        if (!Double.isFinite(energy)) {
            throw new IllegalArgumentException("k-means: the squared distances of the rows are too large for floats,"
                    + " their sum is " + energy + "; standardise the rows, or scale them down");
        }
    }

    /** How many words had no rows, and got none, in the last iteration. */
    public int dead() {
        Iteration last = iterations.get(iterations.size() - 1);
        return last.dead() - last.refilled();
    }
}
