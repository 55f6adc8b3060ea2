package dev.whittle.feature.cluster;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * k-means‖ (Bahmani, Moseley, Vattani, Kumar and Vassilvitskii, "Scalable k-means++", PVLDB 5(7), 2012, algorithm 2).
 *
 * <ol>
 *   <li>A row is drawn uniformly. It is the first candidate.
 *   <li>In each round every row x is drawn, independently of the others, with probability min(1, ℓ·d²(x) / φ). d(x) is
 *       its distance from the nearest candidate, and φ is the sum of all d². The drawn rows become candidates.
 *   <li>The weight of a candidate is the number of rows that are nearest to it; of equally near ones the first counts.
 *   <li>k of the candidates are drawn by k-means++ with these weights.
 * </ol>
 *
 * <p>A round reads the rows once, and there are few rounds: k-means++ reads them k times. If fewer than k candidates
 * differ, rows are drawn by k-means++ for the rest.
 *
 * <p>Memory in addition to the rows: 8 bytes for each row, and about 1 + ℓ·{@code rounds} rows as candidates.
 *
 * @param oversampling ℓ/k: about this many times k candidates are drawn in a round; above 0
 * @param rounds at least 0
 */
record KMeansParallel(double oversampling, int rounds) {
    /** ℓ = 2k and 5 rounds, as in the paper's experiments. */
    static final KMeansParallel PAPER = new KMeansParallel(2, 5);

    private static final String PURPOSE = "k-means||";
    private static final int CHUNK = Means.CHUNK_ROWS;

    /** The candidates, and for each row the nearest one and its squared distance. */
    private static final class Candidates {
        int[] rows = new int[0];
        final int[] nearest;
        final float[] distance;
        /** The sum of the squared distances. */
        double cost;

        Candidates(int n) {
            nearest = new int[n];
            distance = new float[n];
            Arrays.fill(distance, Float.POSITIVE_INFINITY);
        }

        /**
         * Takes new candidates into account, the first of which has the number {@code before}.
         *
         * @param chunk the nearest of them for the rows from {@code from} on
         * @return the sum of the squared distances of these rows
         */
        double add(Nearest chunk, int from, int before) {
            double sum = 0;
            for (int i = 0; i < chunk.words().length; i++) {
                float squared = chunk.distances()[i];
                if (squared < distance[from + i]) {
                    distance[from + i] = squared;
                    nearest[from + i] = before + chunk.words()[i];
                }
                sum += distance[from + i];
            }
            return sum;
        }
    }

    /** About how many bytes the candidates take, and three copies of those of a round. */
    double heapBytes(double k, int rows, int columns) {
        double ofRound = Math.min(rows, oversampling * k);
        return Float.BYTES * (Math.min(rows, 1 + rounds * ofRound) + 3 * ofRound) * columns;
    }

    /** The numbers of k rows. @param stream which random numbers are used */
    int[] rows(Rows rows, int k, long stream, Run run) {
        Rng rng = run.random(PURPOSE, stream);
        Candidates candidates = new Candidates(rows.rows());
        add(candidates, new int[] {rng.nextInt(rows.rows())}, rows, run);
        for (int round = 0; round < rounds && candidates.cost > 0; round++) {
            String purpose = PURPOSE + "/" + stream + "/" + round;
            add(candidates, drawn(candidates, oversampling * k, purpose, run), rows, run);
            run.progress(PURPOSE, round + 1, rounds);
        }
        int[] weights = weights(candidates.nearest, candidates.rows.length);
        Matrix some = Tables.inMemory(rows.select(candidates.rows), run);
        int[] chosen = new KMeansPlusPlus(some, weights, run).drawDifferent(Math.min(k, weights.length), rng);
        int[] numbers = IntStream.of(chosen)
                .map(candidate -> candidates.rows[candidate])
                .toArray();
        return numbers.length == k ? numbers : new KMeansPlusPlus(rows, null, run).extend(numbers, k, rng);
    }

    /** For how many rows each candidate is the nearest. */
    static int[] weights(int[] nearest, int candidates) {
        int[] weights = new int[candidates];
        for (int candidate : nearest) {
            weights[candidate]++;
        }
        return weights;
    }

    /** Rows drawn independently of each other; each chunk has random numbers of its own. */
    private static int[] drawn(Candidates candidates, double factor, String purpose, Run run) {
        int n = candidates.distance.length;
        int[][] drawn = new int[(n - 1) / CHUNK + 1][];
        run.parallel(n, CHUNK, (from, to) -> {
            Rng rng = run.random(purpose, from / CHUNK);
            drawn[from / CHUNK] = IntStream.range(from, to)
                    .filter(i -> rng.nextDouble() * candidates.cost < factor * candidates.distance[i])
                    .toArray();
        });
        return Arrays.stream(drawn).flatMapToInt(IntStream::of).toArray();
    }

    private static void add(Candidates candidates, int[] more, Rows rows, Run run) {
        if (more.length == 0) {
            return;
        }
        int before = candidates.rows.length;
        Codebook words = new Codebook(Tables.inMemory(rows.select(more), run));
        double[] sums = new double[(rows.rows() - 1) / CHUNK + 1];
        Chunks.each(
                rows,
                CHUNK,
                (x, from, to, there) -> Nearest.of(words, x, from, to, there),
                (from, chunk) -> sums[from / CHUNK] = candidates.add(chunk, from, before),
                run);
        candidates.cost = 0;
        for (double sum : sums) {
            candidates.cost += sum;
        }
        candidates.rows = Arrays.copyOf(candidates.rows, before + more.length);
        System.arraycopy(more, 0, candidates.rows, before, more.length);
    }
}
