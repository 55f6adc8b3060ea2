package dev.whittle.pipeline.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands beside an axis.
 *
 * @param at values of the axis
 * @param words at each of them
 */
record Ticks(List<Double> at, List<String> words) {
    static final Ticks NONE = new Ticks(List.of(), List.of());

    /** Round numbers from one value to another, at most about this many. */
    static Ticks of(double from, double to, double most) {
        double step = step(to - from, most);
        List<Double> at = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
            at.add(i * step);
            words.add(label(i * step, step));
        }
        return new Ticks(at, words);
    }

    /** 1, 2 or 5 times a power of ten, so that at most this many steps fit. */
    private static double step(double range, double most) {
        double step = StrictMath.pow(10, Math.floor(StrictMath.log10(range / most)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if (range / (factor * step) <= most) {
                return factor * step;
            }
        }
        return 10 * step;
    }

    private static String label(double value, double step) {
        int digits = (int) Math.max(0, Math.ceil(-StrictMath.log10(step) - 1e-9));
        return Words.minus(String.format(Locale.ROOT, "%." + digits + "f", value));
    }
}
