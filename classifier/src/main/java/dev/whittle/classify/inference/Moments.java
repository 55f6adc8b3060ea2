package dev.whittle.classify.inference;

/** Mean and variance. */
final class Moments {
    /**
     * Accuracies, and differences of some, that are no further apart are equal: computed in double, 0.8 - 0.75 is not
     * 0.3 - 0.25. Those that are not equal are further apart, unless there are millions of test images.
     */
    static final double ROUNDING = 1e-13;

    private Moments() {}

    static boolean same(double a, double b) {
        return Math.abs(a - b) <= ROUNDING;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    /**
     * The sample variance, with n - 1 in the denominator. It is exactly 0 if all values are {@link #same the same}, or
     * there is one.
     */
    static double variance(double[] values) {
        double mean = mean(values);
        double squares = 0;
        boolean equal = true;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
            equal &= same(v, values[0]);
        }
        return equal ? 0 : squares / (values.length - 1);
    }

    /** The squared standard error of the mean. */
    static double squaredError(double[] values) {
        return variance(values) / values.length;
    }
}
