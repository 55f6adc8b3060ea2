package dev.whittle.feature.cluster;

import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.Tables;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.kernel.linear.Strided;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;

/**
 * The first half of an iteration of k-means as {@link Assignment} defines it, with the same bits, but without the
 * scores that cannot change a word (Ding et al., "Yinyang K-means: a drop-in replacement of the classic K-means with
 * consistent speedup", ICML 2015). Words are cut into groups. For each row and group a lower bound of the distance to
 * all words of the group, but for the row's own word, is kept from one iteration to the next. It falls by the longest
 * way that a word of the group has moved. If it stays above the distance to the row's own word, no word of the group is
 * nearer.
 *
 * <p>A single group is the method of Hamerly ("Making k-means even faster", SDM 2010). With 1024 words of dense SIFT it
 * leaves out a fifth of the scores or so, as there is always a word that moves far; with 32 groups it is three
 * quarters after some fifteen iterations. The paper finds groups by k-means of the words. Here they are adjacent
 * words, so that their scores are one product of matrices.
 *
 * <p>Memory: 4 bytes for each row and group, of which there are at most 32. There are fewer groups if the bounds would
 * take more than a quarter of Java's heap. Their number changes no bit of the result.
 *
 * <p><b>Rounding.</b> Words are compared by scores in float, so a bound must prove that the computed score of the own
 * word is the larger one. Let x and v be a row and a word less the centre, as rounded to float, and from now on exact
 * numbers. Let r be their distance, s = x·v - |v|²/2, so r² = |x|² - 2s, and ŝ the computed score. u is 2⁻²⁴.
 *
 * <ol>
 *   <li>A chain of D fma that begins at the rounded |v|²/2 has an error of |ŝ - s| ≤ E = g(V²/2 + |x|V) + τ. V is the
 *       length of the longest word, g = (D + 16)u / (1 - (D + 16)u), and τ = (D + 16)·2⁻¹⁴⁸ is for results below the
 *       smallest normal float.
 *   <li>So word a has a higher computed score than b if r_b² - r_a² = 2(s_a - s_b) > 4E.
 *   <li>r_a comes from the computed squared distance q of row and word before the centre is subtracted. Its relative
 *       error is less than g, and centring moves each of the two by at most u times its length. So r_a ≤ U = (√((q +
 *       τ)(1 + g)) + 4uV)(1 + 4u), since |x| ≤ r_a + V, and this gives |x| ≤ U + V for E. Likewise r_a ≥ √((q - τ)(1 -
 *       g)) - 4u(U + V).
 *   <li>When the scores of a group were computed, r_b² ≥ r_a² + 2(ŝ_a - ŝ_b) - 4E for its best word b gives the lower
 *       bound.
 * </ol>
 *
 * <p>Bounds are computed in double, whose rounding is covered by the 16 in g, and rounded down to float. Strictly
 * higher scores need no rule for ties: where two words may be equally near, their groups are computed, in their order,
 * and the first word wins. Where scores are not finite, the plain search is used.
 */
final class Yinyang {
    private static final int MOST_GROUPS = 32;
    private static final int LEAST_WORDS = 32;
    private static final int PARTS_OF_HEAP = 4;
    private static final double U = 0x1p-24;
    /** Scores of this size could overflow while they are summed. */
    private static final double OVERFLOW = 0x1p120;

    private final int d;
    private final int k;
    /** Words of a group; the last may have fewer. */
    private final int size;

    private final int groups;
    private final int[] words;
    private final float[] distances;
    /**
     * A bound for each row and group, plus what the words of the group had moved when it was computed. So bounds fall
     * without being written.
     */
    private final float[] lower;
    /** By chunk of rows: how many pairs of rows and groups were computed. */
    private final int[] computed;

    /** The sum over all iterations of the longest way of a word, by group. */
    private final double[] moved;

    private final Scratch<Buffers> buffers;
    private Codebook codebook;
    private Strided[] parts;
    private double longest;
    private boolean isNew = true;

    /**
     * Bounds for the words of a codebook, which are not known yet.
     *
     * @param words the nearest word of each row to an earlier codebook; will be overwritten
     * @param distances will be overwritten
     */
    Yinyang(int n, Codebook codebook, int[] words, float[] distances) {
        this(n, codebook, words, distances, mostGroups(n));
    }

    /** @param most the largest number of groups, at least 1 and at most 32 */
    Yinyang(int n, Codebook codebook, int[] words, float[] distances, int most) {
        this.d = codebook.columns();
        this.k = codebook.size();
        this.words = words;
        this.distances = distances;
        // Whole vectors of scores.
        this.size = Math.max(LEAST_WORDS, ((k - 1) / most / 16 + 1) * 16);
        this.groups = (k - 1) / size + 1;
        this.lower = new float[n * groups];
        this.computed = new int[(n - 1) / Means.CHUNK_ROWS + 1];
        this.moved = new double[groups];
        int atOnce = Tables.rowsAtOnce(d);
        int columns = d;
        int wordsAtOnce = size;
        this.buffers = new Scratch<>(() -> new Buffers(atOnce, columns, wordsAtOnce));
        use(codebook);
    }

    private static int mostGroups(int n) {
        long most = Math.min(Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP / Float.BYTES, Integer.MAX_VALUE - 8);
        return (int) Math.max(1, Math.min(MOST_GROUPS, most / n));
    }

    /**
     * Whether there is enough to save, as with 4096 words of 128 values. With less, products of matrices are so fast
     * that scores take less time than bounds. Ten iterations on 100,000 descriptors of dense SIFT take 0.8 of the time
     * with 8192 words, 0.96 with 4096, and would take 1.2 with 2048.
     */
    static boolean pays(int k, int d) {
        return k >= 1024 && (long) k * d >= 1 << 19 && d <= 1 << 16;
    }

    private static final class Buffers {
        /** The rows less the centre. */
        final float[] centred;
        /** Those of a batch, one after another. */
        final Strided gathered;

        final Strided scores;
        final int[] batch = new int[NearestWord.ROWS];
        /** A bit for each group to be computed. */
        final int[] mask;

        final float[] best;
        final int[] bestWord;
        /** The score of the next best word in the group of the best one. */
        final float[] second;

        Buffers(int rows, int d, int words) {
            centred = new float[rows * d];
            gathered = Strided.rows(new float[NearestWord.ROWS * d], 0, d);
            scores = Strided.rows(new float[NearestWord.ROWS * words], 0, words);
            mask = new int[rows];
            best = new float[rows];
            bestWord = new int[rows];
            second = new float[rows];
        }
    }

    /** Goes on with other words. */
    void move(Codebook next) {
        double[] distance = codebook.search().distances(next.search());
        double[] way = new double[groups];
        for (int w = 0; w < k; w++) {
            way[w / size] = Math.max(way[w / size], distance[w]);
        }
        for (int g = 0; g < groups; g++) {
            moved[g] = (moved[g] + way[g]) * (1 + 0x1p-50);
        }
        isNew = false;
        use(next);
    }

    private void use(Codebook next) {
        codebook = next;
        longest = next.search().longest();
        parts = new Strided[groups];
        for (int g = 0; g < groups; g++) {
            parts[g] = next.search().part(g * size);
        }
    }

    /** Whether all scores are computed, since no bounds are known. */
    boolean isNew() {
        return isNew;
    }

    /** The share of scores that the last iteration computed. */
    double computed() {
        long sum = 0;
        for (int c : computed) {
            sum += c;
        }
        return (double) sum / lower.length;
    }

    /** As {@link Assignment#of}. */
    Means of(Rows rows, int from, int to, Run run) {
        codebook.checkColumns(rows);
        Means means = new Means(k, d);
        computed[from / Means.CHUNK_ROWS] = 0;
        Tables.rangesOf(rows, from, to, run, (x, at, row, n) -> {
            computed[from / Means.CHUNK_ROWS] += assign(x, at, row, n, run);
            for (int i = 0; i < n; i++) {
                means.add(words[row + i], x, at + i * d);
            }
        });
        return means;
    }

    /** Returns how many pairs of rows and groups were computed. */
    private int assign(float[] x, int at, int row, int n, Run run) {
        Buffers memory = run.take(buffers);
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            memory.mask[i] = isNew ? -1 >>> (32 - groups) : toCompute(x, at + i * d, row + i, run);
            memory.best[i] = Float.NEGATIVE_INFINITY;
            memory.bestWord[i] = -1;
            if (memory.mask[i] != 0) {
                pairs += Integer.bitCount(memory.mask[i]);
                codebook.search().subtractCentre(run.kernels().linear(), x, at + i * d, memory.centred, i * d);
            }
        }
        for (int g = 0; g < groups && pairs > 0; g++) {
            int count = 0;
            for (int i = 0; i < n; i++) {
                if ((memory.mask[i] >>> g & 1) == 1) {
                    memory.batch[count++] = i;
                }
                if (count == NearestWord.ROWS || count > 0 && i == n - 1) {
                    compute(g, row, count, memory, run.kernels().linear());
                    count = 0;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            if (memory.mask[i] != 0) {
                finish(x, at + i * d, row + i, i, memory, run);
            }
        }
        run.giveBack(buffers, memory);
        return pairs;
    }

    /** Returns a bit for each group that may have a nearer word. */
    private int toCompute(float[] x, int at, int row, Run run) {
        float q = codebook.squaredDistance(x, at, words[row], run);
        distances[row] = q;
        double upper = upper(q);
        double needed = Math.sqrt(upper * upper + 4 * error(upper)) * (1 + 0x1p-40) + tiny();
        int mask = 0;
        for (int g = 0; g < groups; g++) {
            if (!(lower[row * groups + g] - moved[g] > needed)) {
                mask |= 1 << g;
            }
        }
        // The score of the own word is needed for comparison.
        return mask == 0 ? 0 : mask | 1 << words[row] / size;
    }

    /** Scores of some rows with the words of a group. Puts the best score of each row in the place of its bound. */
    private void compute(int g, int row, int count, Buffers memory, LinearKernels kernels) {
        for (int b = 0; b < count; b++) {
            System.arraycopy(memory.centred, memory.batch[b] * d, memory.gathered.data(), b * d, d);
        }
        int n = Math.min(size, k - g * size);
        codebook.search().scores(kernels, memory.gathered, count, parts[g], g * size, n, memory.scores);
        float[] score = memory.scores.data();
        for (int b = 0; b < count; b++) {
            int i = memory.batch[b];
            int at = b * memory.scores.row();
            int word = kernels.argMax(score, at, n);
            float greatest = score[at + word];
            lower[(row + i) * groups + g] = greatest;
            if (greatest > memory.best[i]) {
                memory.best[i] = greatest;
                memory.bestWord[i] = g * size + word;
                score[at + word] = Float.NEGATIVE_INFINITY;
                memory.second[i] = score[at + kernels.argMax(score, at, n)];
            } else if (Float.isNaN(greatest)) {
                memory.best[i] = Float.NaN;
            }
        }
    }

    /** Gives a row its word, its distance, and bounds for the groups that were computed. */
    private void finish(float[] x, int at, int row, int i, Buffers memory, Run run) {
        float best = memory.best[i];
        if (!(Math.abs(best) <= Float.MAX_VALUE)) {
            codebook.assign(x, at, 1, words, row, run);
            distances[row] = codebook.squaredDistance(x, at, words[row], run);
            Arrays.fill(lower, row * groups, (row + 1) * groups, Float.NEGATIVE_INFINITY);
            return;
        }
        int own = memory.bestWord[i];
        if (isNew || own != words[row]) {
            words[row] = own;
            distances[row] = codebook.squaredDistance(x, at, own, run);
        }
        float q = distances[row];
        double upper = upper(q);
        double g = relative();
        double least = Math.sqrt(Math.max(0, (q - tiny()) * (1 - g))) - 4 * U * (upper + longest);
        double base = Math.max(0, least) * Math.max(0, least) - 4 * error(upper);
        for (int group = 0; group < groups; group++) {
            if ((memory.mask[i] >>> group & 1) == 1) {
                int place = row * groups + group;
                double other = group == own / size ? memory.second[i] : lower[place];
                double squared = (base + 2 * (best - other)) * (1 - 0x1p-40);
                lower[place] = Math.nextDown((float) (Math.sqrt(Math.max(0, squared)) + moved[group]));
            }
        }
    }

    private double relative() {
        return (d + 16) * U / (1 - (d + 16) * U);
    }

    private double tiny() {
        return (d + 16) * 0x1p-148;
    }

    /** At least the distance of a row to its word, less the centre. @param q as computed before the centre */
    private double upper(float q) {
        return (Math.sqrt((q + tiny()) * (1 + relative())) + 4 * U * longest) * (1 + 4 * U);
    }

    /** At least the error of a score of a row with this distance from one of the words. */
    private double error(double upper) {
        double size = longest * longest / 2 + (upper + longest) * longest;
        return size < OVERFLOW ? relative() * size + tiny() : Double.POSITIVE_INFINITY;
    }
}
