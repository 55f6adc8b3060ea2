package dev.whittle.classify;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Compares a gradient with central differences of a function that is computed in double. */
public final class CentralDifferences {
    private CentralDifferences() {}

    /**
     * Fails where a derivative differs from (f(x+h) - f(x-h))/2h by more than {@code tolerance} times the largest
     * derivative (or, if all are 0, than {@code tolerance}).
     */
    public static void check(ToDoubleFunction<double[]> f, double[] x, double[] gradient, double h, double tolerance) {
        double[] numeric = new double[x.length];
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            double[] there = x.clone();
            there[i] = x[i] + h;
            double plus = f.applyAsDouble(there);
            there[i] = x[i] - h;
            numeric[i] = (plus - f.applyAsDouble(there)) / (2 * h);
            largest = Math.max(largest, Math.abs(numeric[i]));
        }
        double allowed = tolerance * (largest == 0 ? 1 : largest);
        for (int i = 0; i < x.length; i++) {
            if (!(Math.abs(numeric[i] - gradient[i]) <= allowed)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "derivative %d is %s, but central differences give %s (allowed %s)",
                        i,
                        gradient[i],
                        numeric[i],
                        allowed));
            }
        }
    }
}
