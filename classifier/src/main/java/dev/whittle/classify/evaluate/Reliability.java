package dev.whittle.classify.evaluate;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are calibrated: of predictions with the probability 0.8, 80 % should be correct (Guo, Pleiss,
 * Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, §2). The confidence of a prediction is its
 * probability, the largest of the row. Predictions are sorted into M bins of equal width by it; bin m of 1 to M holds
 * confidences above (m-1)/M up to m/M, and the first 0 too. The bins are the reliability diagram.
 *
 * <p>Probabilities before and after scaling are compared by two of these: that of a head's own probabilities, and that
 * of {@code TemperatureScaling} fitted to the scores of validation samples.
 *
 * @param bins in ascending order of the confidence, empty ones among them
 */
public record Reliability(List<Bin> bins) {
    /**
     * @param samples how many predictions it holds
     * @param confidence the mean of them; NaN for an empty bin
     * @param accuracy the share that is correct; NaN for an empty bin
     */
    public record Bin(int samples, double confidence, double accuracy) {
        /** By how much the mean confidence differs from the accuracy; 0 for an empty bin. */
        public double gap() {
            return samples == 0 ? 0 : Math.abs(confidence - accuracy);
        }
    }

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * @param probabilities a row for each sample, a column for each class; each row has the sum 1
     * @param labels the class of each sample
     * @param bins how many; 15 in the paper
     * @throws IllegalArgumentException if there is no sample or bin, there are not as many labels as rows, a label is
     *     no class, or a row is not made of probabilities
     */
    public static Reliability of(Matrix probabilities, int[] labels, int bins) {
        return of(probabilities, Classifier.largest(probabilities), labels, bins);
    }

    /**
     * The same of given predictions, for probabilities that were rounded, by which some would be others.
     *
     * @param predicted the class that each sample is taken for
     */
    public static Reliability of(Matrix probabilities, int[] predicted, int[] labels, int bins) {
        if (predicted.length != probabilities.rows()) {
            throw new IllegalArgumentException("There is a prediction for each row of probabilities, got "
                    + predicted.length + " predictions and " + probabilities.rows() + " rows");
        }
        if (labels.length != probabilities.rows() || labels.length == 0 || bins < 1) {
            throw new IllegalArgumentException("A reliability diagram needs at least one bin and one sample, with"
                    + " probabilities and a label for each, got " + bins + " bins, " + probabilities.rows()
                    + " rows and "
                    + labels.length + " labels");
        }
        int[] samples = new int[bins];
        int[] right = new int[bins];
        double[] confidence = new double[bins];
        for (int i = 0; i < labels.length; i++) {
            requireClass("label", i, labels[i], probabilities.columns());
            requireClass("prediction", i, predicted[i], probabilities.columns());
            double largest = confidence(probabilities.row(i), predicted[i], i);
            // Rounding may have made it a little larger than 1. The probability of a given prediction may be 0.
            int bin = Math.max(1, Math.min(bins, (int) Math.ceil(largest * bins))) - 1;
            samples[bin]++;
            right[bin] += predicted[i] == labels[i] ? 1 : 0;
            confidence[bin] += largest;
        }
        List<Bin> diagram = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            diagram.add(new Bin(samples[b], confidence[b] / samples[b], (double) right[b] / samples[b]));
        }
        return new Reliability(diagram);
    }

    private static void requireClass(String what, int sample, int given, int classes) {
        if (given < 0 || given >= classes) {
            throw new IllegalArgumentException(
                    "Sample " + sample + " has the " + what + " " + given + ", expected 0 to " + (classes - 1));
        }
    }

    private static double confidence(float[] row, int predicted, int sample) {
        double sum = 0;
        boolean probabilities = true;
        for (float p : row) {
            sum += p;
            probabilities &= p >= 0;
        }
        if (!probabilities || !(Math.abs(sum - 1) < 1e-3)) {
            throw new IllegalArgumentException("Row " + sample + " has the sum " + sum
                    + " or a value below 0, so it is not made of probabilities: scores become probabilities by"
                    + " TemperatureScaling or PlattScaling");
        }
        return row[predicted];
    }

    /** How many predictions there are. */
    public int samples() {
        return bins.stream().mapToInt(Bin::samples).sum();
    }

    /** The mean gap over all predictions, the expected calibration error, 0 to 1. */
    public double expectedCalibrationError() {
        double sum = 0;
        for (Bin bin : bins) {
            sum += bin.samples() * bin.gap();
        }
        return sum / samples();
    }
}
