package dev.whittle.classify.inference;

/** Mean and variance. */
final class Moments {
    private Moments() {}

    static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    /** The sample variance, with n - 1 in the denominator. It is exactly 0 if all values are equal, or there is one. */
    static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        boolean equal = true;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
            equal &= v == values[0];
        }
        return equal ? 0 : squares / (values.length - 1);
    }

    /** The squared standard error of the mean. */
    static double squaredError(double[] values) {
        return variance(values) / values.length;
    }
}
