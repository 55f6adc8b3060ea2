package dev.whittle.feature.cluster;

import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lloyd's iteration from given centroids, as {@link KMeans} defines it.
 *
 * <p>Memory in addition to the rows and the words: 12 bytes for each row, 8 more where words without rows get some, and
 * the bounds of {@link Yinyang} while they are used. Bounds change no bit. They are used as soon as few rows change
 * their word, and given up if most scores are computed all the same. Rows on other machines get none.
 *
 * @param iterations see {@link KMeans}
 * @param tolerance see {@link KMeans}
 * @param settled the share of rows that change their word below which bounds are used: 0 for never, 2 for always
 */
record Lloyd(int iterations, double tolerance, double settled) {
    private static final double SETTLED = 0.1;
    /** Bounds that save less than this share of the scores are given up. */
    private static final double LEAST_SAVED = 0.3;

    /** Without bounds. */
    Lloyd(int iterations, double tolerance) {
        this(iterations, tolerance, 0);
    }

    /** With bounds where they pay, for k words of d values. */
    static Lloyd of(int k, int d, int iterations, double tolerance) {
        return new Lloyd(iterations, tolerance, Yinyang.pays(k, d) ? SETTLED : 0);
    }

    /** The words after the iterations. Their centre is the mean of the rows. */
    Codebook from(Rows rows, Matrix centroids, Run run) {
        int n = rows.rows();
        int[] words = new int[n];
        int[] before = new int[n];
        float[] distances = new float[n];
        List<KMeansTraining.Iteration> done = new ArrayList<>();
        Matrix centre = centre(rows, run);
        Codebook codebook = new Codebook(centroids, centre);
        Yinyang bounds = null;
        // Bounds are kept by row, on this machine.
        double useBelow = rows instanceof RemoteRows ? 0 : settled;
        double changed = 1;
        for (int iteration = 1; iteration <= iterations; iteration++) {
            System.arraycopy(words, 0, before, 0, n);
            if (bounds == null && changed < useBelow) {
                bounds = new Yinyang(n, codebook, words, distances);
            } else if (bounds != null) {
                bounds.move(codebook);
            }
            Means means = assign(rows, codebook, words, distances, bounds, run);
            double computed = bounds == null ? 1 : bounds.computed();
            if (bounds != null && !bounds.isNew() && computed > 1 - LEAST_SAVED && settled <= 1) {
                bounds = null;
                useBelow = changed / 2;
            }
            double energy = Codebook.sum(distances);
            int dead = codebook.size() - means.words();
            changed = iteration == 1 ? 1 : (double) changes(words, before) / n;
            if (iteration > 1
                    && (changed == 0 || stops(energy, done.get(iteration - 2).energy()))) {
                done.add(new KMeansTraining.Iteration(energy, dead, 0, computed));
                break;
            }
            Matrix old = codebook.centroids();
            int refilled = 0;
            if (dead > 0) {
                int[] filled = words.clone();
                refilled = fillEmpty(filled, distances, codebook.size());
                means = refilled > 0 ? Means.of(rows, filled, codebook.size(), run) : means;
            }
            done.add(new KMeansTraining.Iteration(energy, dead, refilled, computed));
            codebook = new Codebook(means.centroids(old), centre);
            run.progress("k-means", iteration, iterations);
        }
        run.progress("k-means", iterations, iterations);
        return codebook.after(new KMeansTraining(done));
    }

    private boolean stops(double energy, double energyBefore) {
        return energyBefore - energy <= tolerance * energyBefore;
    }

    private static Means assign(Rows rows, Codebook codebook, int[] words, float[] distances, Yinyang bounds, Run run) {
        return bounds == null
                ? Assignment.all(codebook, rows, words, distances, run)
                : run.fold(rows.rows(), Means.CHUNK_ROWS, (from, to) -> bounds.of(rows, from, to, run), Means::add);
    }

    /** The mean of the rows: the centroid of a single cluster. */
    static Matrix centre(Rows rows, Run run) {
        return Means.ofOne(rows, run).centroids(new Matrix(1, rows.columns()));
    }

    private static int changes(int[] words, int[] before) {
        int changes = 0;
        for (int i = 0; i < words.length; i++) {
            changes += words[i] == before[i] ? 0 : 1;
        }
        return changes;
    }

    /**
     * Moves the farthest rows to the centroids without rows. A row that is the last of its cluster stays the last, and
     * moved rows are the only ones of theirs. So it is enough to go through the rows once, the farthest first and of
     * equally far ones the first.
     *
     * @return how many centroids got a row
     */
    private static int fillEmpty(int[] words, float[] distances, int k) {
        int[] count = new int[k];
        for (int w : words) {
            count[w]++;
        }
        long[] order = new long[words.length];
        for (int i = 0; i < order.length; i++) {
            // Distances are at least 0, so their bits are in the order of their values.
            order[i] = (long) -Float.floatToRawIntBits(distances[i]) << 32 | i;
        }
        Arrays.sort(order);
        int filled = 0;
        int next = 0;
        for (int word = 0; word < k; word++) {
            if (count[word] > 0) {
                continue;
            }
            while (next < order.length && count[words[(int) order[next]]] == 1) {
                next++;
            }
            if (next == order.length || !(distances[(int) order[next]] > 0)) {
                return filled;
            }
            int farthest = (int) order[next++];
            count[words[farthest]]--;
            count[word] = 1;
            words[farthest] = word;
            distances[farthest] = 0;
            filled++;
        }
        return filled;
    }
}
