package dev.whittle.feature.cluster;

import dev.whittle.feature.Chunks;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * k-means++ (Arthur and Vassilvitskii, SODA 2007): rows are drawn one after another, each with a probability
 * proportional to its squared distance from the nearest row drawn so far, times its weight.
 */
final class KMeansPlusPlus {
    private static final int CHUNK = 1024;

    private final Rows rows;
    /** Null if all are 1. */
    private final int[] weights;

    private final Run run;
    /** The squared distance of each row from the nearest drawn row. */
    private final float[] distance;

    private final double[] chunkSum;

    KMeansPlusPlus(Rows rows, int[] weights, Run run) {
        this.rows = rows;
        this.weights = weights;
        this.run = run;
        distance = new float[rows.rows()];
        chunkSum = new double[(distance.length - 1) / CHUNK + 1];
    }

    /** The numbers of k rows. If every row equals a drawn one, any row may be drawn. */
    int[] draw(int k, Rng rng) {
        return extend(new int[] {rng.nextInt(rows.rows())}, k, rng);
    }

    /** Rows that are drawn, and more up to k of them. If every row equals one of them, any row may be drawn. */
    int[] extend(int[] drawn, int k, Rng rng) {
        Arrays.fill(distance, Float.POSITIVE_INFINITY);
        int[] all = Arrays.copyOf(drawn, k);
        for (int c = 1; c < k; c++) {
            update(all[c - 1]);
            if (c >= drawn.length) {
                double total = total();
                all[c] = total == 0 ? rng.nextInt(rows.rows()) : draw(total, rng);
            }
            run.progress("k-means++", c + 1, k);
        }
        return all;
    }

    /** The numbers of at most k rows: less if every row with a weight equals a drawn one. */
    int[] drawDifferent(int k, Rng rng) {
        Arrays.fill(distance, 1);
        run.parallel(distance.length, CHUNK, (from, to) -> {
            chunkSum[from / CHUNK] = 0;
            for (int i = from; i < to; i++) {
                chunkSum[from / CHUNK] += weight(i);
            }
        });
        int[] all = new int[k];
        all[0] = draw(total(), rng);
        Arrays.fill(distance, Float.POSITIVE_INFINITY);
        for (int c = 1; c < k; c++) {
            update(all[c - 1]);
            double total = total();
            if (total == 0) {
                return Arrays.copyOf(all, c);
            }
            all[c] = draw(total, rng);
            run.progress("k-means++", c + 1, k);
        }
        return all;
    }

    private double weight(int i) {
        return weights == null ? distance[i] : weights[i] == 0 ? 0 : (double) distance[i] * weights[i];
    }

    /** Takes a newly drawn row into account. */
    private void update(int row) {
        float[] newest = new float[rows.columns()];
        rows.read(row, 1, newest, 0);
        Chunks.each(
                rows,
                CHUNK,
                (x, from, to, there) -> squaredDistances(x, newest, from, to, there),
                (from, squared) -> {
                    double sum = 0;
                    for (int i = 0; i < squared.length; i++) {
                        distance[from + i] = Math.min(distance[from + i], squared[i]);
                        sum += weight(from + i);
                    }
                    chunkSum[from / CHUNK] = sum;
                },
                run);
    }

    private static float[] squaredDistances(Rows rows, float[] word, int from, int to, Run run) {
        float[] squared = new float[to - from];
        int d = word.length;
        Tables.rangesOf(rows, from, to, run, (x, at, first, n) -> {
            for (int i = 0; i < n; i++) {
                squared[first - from + i] = run.kernels().linear().squaredDistance(x, at + i * d, word, 0, d);
            }
        });
        return squared;
    }

    private double total() {
        double total = 0;
        for (double s : chunkSum) {
            total += s;
        }
        return total;
    }

    /** Row i with probability weight(i) / total. */
    private int draw(double total, Rng rng) {
        double left = rng.nextDouble() * total;
        int chunk = 0;
        while (chunk < chunkSum.length - 1 && left >= chunkSum[chunk]) {
            left -= chunkSum[chunk++];
        }
        for (int i = chunk * CHUNK; i < distance.length; i++) {
            if (left < weight(i)) {
                return i;
            }
            left -= weight(i);
        }
        // Rounding can carry the draw past the end. Then the last row with a positive weight is taken.
        int last = distance.length - 1;
        while (weight(last) == 0) {
            last--;
        }
        return last;
    }
}
