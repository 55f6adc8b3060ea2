package dev.whittle.feature.cluster;

import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hierarchical k-means: the rows are clustered, then the rows of each cluster, and so on (Nistér and Stewénius,
 * "Scalable recognition with a vocabulary tree", CVPR 2006). The words are the centroids of the lowest level. The tree
 * itself is not kept: a codebook finds the nearest of all words.
 *
 * <p>All nodes of a level have as many branches, the least number that gives k words, up to the last level. There a
 * node's words are as its share of the energy, the sum of squared distances of its rows to its centroid, since it is
 * the energy that they reduce. So rows that are equal get one word, however many they are. In the paper, all nodes have
 * the same number of words.
 *
 * <p>Memory in addition to the rows and the words: 12 bytes for each row and level, and the rows of a node if these are
 * at most 16 MiB.
 *
 * @param levels 2 for √k clusters of √k words
 */
record HierarchicalKMeans(int levels) {
    private static final int VALUES_IN_MEMORY = 1 << 22;

    /** Learns k words from the rows of a node. */
    @FunctionalInterface
    interface Learner {
        /** @param stream which random numbers are used */
        Codebook learn(Rows rows, int k, long stream, Run run);
    }

    /** The words of the lowest level. */
    private record Leaves(Rows rows, Learner learner, Matrix words, KMeansTraining[] trainings) {
        private void learn(int[] index, int k, int level, int first, Run run) {
            Rows own = index == null ? rows : rows.select(index);
            if ((long) own.rows() * own.columns() <= VALUES_IN_MEMORY) {
                own = Tables.inMemory(own, run);
            }
            long stream = (long) level << 32 | first;
            if (level == 1 || k == 1) {
                Codebook leaves = learner.learn(own, k, stream, run);
                System.arraycopy(
                        leaves.centroids().data(), 0, words.data(), first * words.columns(), k * words.columns());
                trainings[first] = leaves.training().orElseThrow();
                return;
            }
            Codebook branches = learner.learn(own, branches(k, level), stream, run);
            int[][] parts = new int[branches.size()][];
            double[] energies = new double[branches.size()];
            cut(own, index, branches, parts, energies, run);
            int[] shares = shares(
                    energies, Arrays.stream(parts).mapToInt(part -> part.length).toArray(), k);
            int[] starts = shares.clone();
            for (int i = 1; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            Run quiet = run.withProgress(Progress.SILENT);
            AtomicInteger done = new AtomicInteger();
            run.parallel(parts.length, 1, (child, to) -> {
                if (shares[child] > 0) {
                    learn(parts[child], shares[child], level - 1, first + starts[child] - shares[child], quiet);
                }
                run.progress("k-means tree", done.incrementAndGet(), parts.length);
            });
        }
    }

    /** Learns k words. Their centre is the mean of the rows. */
    Codebook words(Rows rows, int k, Learner learner, Run run) {
        Leaves leaves = new Leaves(rows, learner, new Matrix(k, rows.columns()), new KMeansTraining[k]);
        leaves.learn(null, k, levels, 0, run);
        KMeansTraining training = KMeansTraining.sum(
                Arrays.stream(leaves.trainings).filter(t -> t != null).toList());
        return new Codebook(leaves.words, Lloyd.centre(rows, run)).after(training);
    }

    /** The least b with b^levels of at least k. */
    static int branches(int k, int levels) {
        for (int b = 1; ; b++) {
            long power = 1;
            for (int level = 0; level < levels && power < k; level++) {
                power *= b;
            }
            if (power >= k) {
                return b;
            }
        }
    }

    /** The rows of each branch and their energy. */
    private static void cut(Rows own, int[] index, Codebook branches, int[][] parts, double[] energies, Run run) {
        int n = own.rows();
        int d = own.columns();
        int[] words = new int[n];
        float[] distances = new float[n];
        Tables.ranges(own, run, (x, at, from, count) -> {
            branches.assign(x, at, count, words, from, run);
            for (int i = from; i < from + count; i++) {
                distances[i] = branches.squaredDistance(x, at + (i - from) * d, words[i], run);
            }
        });
        int[] counts = new int[parts.length];
        for (int word : words) {
            counts[word]++;
        }
        Arrays.setAll(parts, part -> new int[counts[part]]);
        for (int i = n - 1; i >= 0; i--) {
            parts[words[i]][--counts[words[i]]] = index == null ? i : index[i];
        }
        for (int i = 0; i < n; i++) {
            energies[words[i]] += distances[i];
        }
    }

    /**
     * How many of k words each part gets: one if it has rows, and the others one after another where the energy for
     * each word would be the highest, of equal ones the first. No part gets more words than rows.
     */
    static int[] shares(double[] energies, int[] rows, int k) {
        int[] shares = new int[rows.length];
        PriorityQueue<Integer> next = new PriorityQueue<>((a, b) -> {
            int higher = Double.compare(energies[b] / (shares[b] + 1), energies[a] / (shares[a] + 1));
            return higher != 0 ? higher : Integer.compare(a, b);
        });
        int left = k;
        for (int part = 0; part < rows.length; part++) {
            if (rows[part] > 0) {
                shares[part] = 1;
                left--;
                if (rows[part] > 1) {
                    next.add(part);
                }
            }
        }
        for (; left > 0; left--) {
            int part = next.remove();
            shares[part]++;
            if (shares[part] < rows[part]) {
                next.add(part);
            }
        }
        return shares;
    }
}
