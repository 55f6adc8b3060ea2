package dev.whittle.feature.segment;

import java.util.Arrays;

/** The threshold of a histogram, see {@link Hhts}. As in the published program, only the power is not in float. */
final class Threshold {
    private final int[] counts = new int[256];
    private final float[] histogram = new float[256];

    /**
     * The threshold of the values {@code from} to {@code to - 1} of a channel, from {@code min} to {@code max - 1}.
     *
     * @param min the smallest value
     * @param max the largest value, at least {@code min + 2}
     * @param most how many bins there are at most, 2 to 256
     */
    int of(byte[] channel, int from, int to, int min, int max, int most) {
        Arrays.fill(counts, min, max + 1, 0);
        for (int i = from; i < to; i++) {
            counts[channel[i] & 0xFF]++;
        }
        int bins = Math.min(most, max - min);
        fill(bins, min, max);
        int b = best(bins);
        return (int) (min + 0.5 * ((max - min + 1.0) * (2.0 * b + 1) / bins - 1));
    }

    /** How many of the values of the last call are from {@code min} to {@code max}. */
    int count(int min, int max) {
        int count = 0;
        for (int v = min; v <= max; v++) {
            count += counts[v];
        }
        return count;
    }

    private void fill(int bins, int min, int max) {
        Arrays.fill(histogram, 0, bins, 0);
        double scale = bins / (max + 1.0 - min);
        double offset = -scale * min;
        for (int v = min; v <= max; v++) {
            histogram[(int) Math.floor(v * scale + offset)] += counts[v];
        }
    }

    /** The bin of the first largest response. */
    private int best(int bins) {
        float total = 0;
        for (int b = 0; b < bins; b++) {
            total += histogram[b];
        }
        int middle = (int) total / 2;
        int best = 0;
        float largest = Float.NEGATIVE_INFINITY;
        float sum = 0;
        for (int b = 0; b < bins; b++) {
            float before = histogram[Math.max(b - 1, 0)];
            float after = histogram[Math.min(b + 1, bins - 1)];
            sum += histogram[b];
            double off = (middle - sum) / middle * 2;
            float weight = (float) (1 / (off * off * (off * off) + 1));
            float response = (before - 2 * histogram[b] + after) * weight;
            if (response > largest) {
                largest = response;
                best = b;
            }
        }
        return best;
    }
}
