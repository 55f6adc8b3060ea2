package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.TemperatureScaling;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * The temperature by which the probabilities of a head are scaled: softmax(s/T) instead of softmax(s), see {@link
 * TemperatureScaling}. It is fitted to the scores of the validation images by a head that was not fitted to them.
 *
 * @param temperature T, above 0. Above 1 the head was too sure on the validation images
 * @param lossBefore the mean cross entropy of the validation images in nats, of softmax(s)
 * @param lossAfter the same of softmax(s/T)
 */
public record Calibration(double temperature, double lossBefore, double lossAfter) {
    public Calibration {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("A temperature is a finite number above 0, got " + temperature);
        }
    }

    /**
     * @param scores a row for each validation image, a column for each class
     * @param labels the class of each validation image
     */
    static Calibration of(Matrix scores, int[] labels, Run run) {
        float inverse = TemperatureScaling.defaults()
                .fit(new Samples(scores, labels, scores.columns()), run)
                .arrays()
                .get("inverseTemperature", 1, 1)
                .get(0, 0);
        return new Calibration(1.0 / inverse, loss(scores, labels, 1), loss(scores, labels, inverse));
    }

    /** The mean of ln Σ_k exp(s_k/T) - s_y/T. */
    private static double loss(Matrix scores, int[] labels, double inverse) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            float[] row = scores.row(i);
            float largest = row[Classifier.largest(row, 0, row.length)];
            double exp = 0;
            for (float s : row) {
                exp += StrictMath.exp(inverse * (s - largest));
            }
            sum += StrictMath.log(exp) - inverse * (row[labels[i]] - largest);
        }
        return sum / labels.length;
    }

    /**
     * The probabilities softmax(s/T) of each row of scores.
     *
     * @param temperature 1 for the probabilities as they are
     */
    public static Matrix probabilities(Matrix scores, double temperature) {
        Matrix probabilities = new Matrix(scores.rows(), scores.columns());
        for (int i = 0; i < scores.rows(); i++) {
            float[] row = scores.row(i);
            float largest = row[Classifier.largest(row, 0, row.length)];
            double sum = 0;
            for (float s : row) {
                sum += StrictMath.exp((s - largest) / temperature);
            }
            for (int c = 0; c < row.length; c++) {
                probabilities.set(i, c, (float) (StrictMath.exp((row[c] - largest) / temperature) / sum));
            }
        }
        return probabilities;
    }
}
