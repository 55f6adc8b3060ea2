package dev.whittle.feature.encode;

import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Moments;
import dev.whittle.feature.transform.Standardize;
import dev.whittle.feature.transform.Zca;
import java.util.Arrays;

/**
 * Groups of similar channels (Coates and Ng, "Selecting receptive fields in deep networks", NIPS 2011). The values of
 * all channels at many places are whitened. Two channels are as similar as their energies, the squares of the whitened
 * values, are correlated. A group is a channel that is drawn at random, and the channels most similar to it.
 */
final class ChannelGroups {
    private static final Zca WHITENING = Zca.defaults();

    private ChannelGroups() {}

    /**
     * @param values a row for each place, a column for each channel
     * @param groups how many, at most the number of channels; no two are of the same drawn channel
     * @param size the number of channels in each
     * @return the numbers of the channels of each group, in ascending order
     */
    static int[][] learn(Matrix values, int groups, int size, Run run) {
        double[] similarity = similarities(values, run);
        int channels = values.columns();
        int[] drawn = run.random("channel groups", 0).permutation(channels);
        int[][] all = new int[groups][];
        for (int g = 0; g < groups; g++) {
            all[g] = mostSimilar(similarity, channels, drawn[g], size);
        }
        return all;
    }

    /** The correlation of the energies of channels i and j is element i·channels + j; 0 if one of them is constant. */
    static double[] similarities(Matrix values, Run run) {
        Matrix whitened = Standardize.defaults().fit(values, run).apply(values, run);
        whitened = WHITENING.fit(whitened, run).apply(whitened, run);
        float[] energies = whitened.data();
        for (int i = 0; i < energies.length; i++) {
            energies[i] *= energies[i];
        }
        int channels = values.columns();
        double[] covariance = Moments.covariance(whitened, Moments.mean(whitened, run), run);
        double[] similarity = new double[covariance.length];
        for (int i = 0; i < channels; i++) {
            for (int j = 0; j < channels; j++) {
                double scale = Math.sqrt(covariance[i * channels + i]) * Math.sqrt(covariance[j * channels + j]);
                similarity[i * channels + j] = scale > 0 ? covariance[i * channels + j] / scale : 0;
            }
        }
        return similarity;
    }

    /** The drawn channel and those most similar to it; of equally similar ones the first. */
    private static int[] mostSimilar(double[] similarity, int channels, int drawn, int size) {
        int[] group = new int[size];
        boolean[] taken = new boolean[channels];
        group[0] = drawn;
        taken[drawn] = true;
        for (int n = 1; n < size; n++) {
            int best = -1;
            for (int j = 0; j < channels; j++) {
                if (!taken[j] && (best < 0 || similarity[drawn * channels + j] > similarity[drawn * channels + best])) {
                    best = j;
                }
            }
            group[n] = best;
            taken[best] = true;
        }
        Arrays.sort(group);
        return group;
    }

    /** About how many bytes {@link #learn} needs for so many places and channels, in addition to the values. */
    static long heapBytes(int places, int channels) {
        return 2L * Float.BYTES * places * channels
                + Math.max(WHITENING.heapBytes(places, channels), 4L * Double.BYTES * channels * channels);
    }
}
