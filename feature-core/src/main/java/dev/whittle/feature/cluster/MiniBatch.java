package dev.whittle.feature.cluster;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mini-batch k-means (Sculley, "Web-scale k-means clustering", WWW 2010, algorithm 1). In each iteration b rows are
 * drawn, with replacement, and each is assigned to the nearest word c. Then each row x of the batch moves its word,
 * which had v rows in all batches so far:
 *
 * <pre>{@code
 * v = v + 1
 * c = (1 - 1/v)·c + x/v
 * }</pre>
 *
 * <p>So a word is the mean of all rows that were assigned to it, in whatever order, and is computed as such: its rows
 * are summed over all batches. The first row that a word gets replaces the word. A word without rows stays as it was.
 *
 * <p>Memory in addition to the rows and the words: a sum in double for each word, and 12 bytes for each row of a batch.
 *
 * @param iterations how many batches
 * @param size b
 */
record MiniBatch(int iterations, int size) {
    /** Draws the batches. @param stream which random numbers are used */
    Codebook from(Rows rows, Matrix centroids, long stream, Run run) {
        Steps steps = new Steps(centroids, Lloyd.centre(rows, run));
        for (int iteration = 1; iteration <= iterations; iteration++) {
            Rng rng = run.random("k-means/mini-batch/" + stream, iteration);
            int[] batch =
                    IntStream.range(0, size).map(i -> rng.nextInt(rows.rows())).toArray();
            // In the order in which they lie in a file.
            Arrays.sort(batch);
            steps.step(rows.select(batch), run);
            run.progress("k-means", iteration, iterations);
        }
        return steps.words();
    }

    /** The words after some batches. */
    static final class Steps {
        private final Means all;
        private final List<KMeansTraining.Iteration> done = new ArrayList<>();
        private Codebook words;

        Steps(Matrix centroids, Matrix centre) {
            all = new Means(centroids.rows(), centroids.columns());
            words = new Codebook(centroids, centre);
        }

        /** Learns from a batch. */
        void step(Rows batch, Run run) {
            float[] distances = new float[batch.rows()];
            all.add(Assignment.all(words, batch, new int[batch.rows()], distances, run));
            int dead = words.size() - all.words();
            done.add(new KMeansTraining.Iteration(Codebook.sum(distances), dead, 0, 1));
            words = new Codebook(all.centroids(words.centroids()), words.centre());
        }

        Codebook words() {
            return words.after(new KMeansTraining(done));
        }
    }
}
