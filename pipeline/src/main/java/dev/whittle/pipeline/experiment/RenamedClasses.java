package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * Compares the accuracy of predictions, as the mean over the classes, with that of 9,999 random renamings of the
 * predicted classes. For predictions of something that knows nothing of the labels all of these are as probable.
 */
final class RenamedClasses {
    private static final int RENAMINGS = 9999;
    /** So many of the renamings may exceed the limit. */
    private static final int EXCEEDING = 9;

    private RenamedClasses() {}

    /** @param limit what is exceeded by chance at most once in a thousand times */
    record Found(double accuracy, double limit) {}

    /** @param shares of each set of predictions, as of {@link #shares}; each is renamed by itself */
    static Found of(double[][][] shares, Run run) {
        int classes = shares[0].length;
        int[] identity = new int[classes];
        Arrays.setAll(identity, c -> c);
        int[][] names = new int[shares.length][];
        Arrays.fill(names, identity);
        double accuracy = accuracy(shares, names);
        double[] renamed = new double[RENAMINGS];
        for (int r = 0; r < RENAMINGS; r++) {
            Rng random = run.random("renamed classes", r);
            Arrays.setAll(names, s -> random.permutation(classes));
            renamed[r] = accuracy(shares, names);
        }
        Arrays.sort(renamed);
        return new Found(accuracy, renamed[RENAMINGS - 1 - EXCEEDING]);
    }

    /** For each class of test images, the share that each class is predicted for. */
    static double[][] shares(int[] truth, int[] predicted, int classes) {
        double[][] shares = new double[classes][classes];
        int[] sizes = new int[classes];
        for (int i = 0; i < truth.length; i++) {
            shares[truth[i]][predicted[i]]++;
            sizes[truth[i]]++;
        }
        for (int c = 0; c < classes; c++) {
            for (int p = 0; p < classes && sizes[c] > 0; p++) {
                shares[c][p] /= sizes[c];
            }
        }
        return shares;
    }

    /**
     * The mean over classes with test images, and over sets of predictions.
     *
     * @param names for each set, what each class is predicted by
     */
    private static double accuracy(double[][][] shares, int[][] names) {
        double sum = 0;
        int tested = 0;
        for (int s = 0; s < shares.length; s++) {
            for (int c = 0; c < shares[s].length; c++) {
                sum += shares[s][c][names[s][c]];
                tested += Arrays.stream(shares[s][c]).sum() > 0 ? 1 : 0;
            }
        }
        return sum / tested;
    }
}
