package dev.whittle.pipeline.report;

import java.util.Locale;

/** How amounts are written on the pages, the same everywhere. */
final class Amounts {
    private Amounts() {}

    /** A difference and half the width of its interval, such as "+1.2 ± 0.8"; "0.0 ± 0.8" without a sign. */
    static String points(double points, double error) {
        String text = String.format(Locale.ROOT, "%+.1f ± %.1f", points, error);
        return text.startsWith("+0.0 ") || text.startsWith("-0.0 ") ? text.substring(1) : text;
    }

    /** A p-value such as "0.012", with "&lt; 0.001" for all that is below. */
    static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** A probability in whole percent; "&lt; 1" below 1 % and "&gt; 99" above 99 %. */
    static String percent(double probability) {
        return probability > 0.99 ? "> 99" : probability < 0.01 ? "< 1" : String.valueOf(Math.round(100 * probability));
    }

    /** Such as "12.3 s". */
    static String seconds(double seconds) {
        return seconds < 0.05 ? "< 0.1 s" : String.format(Locale.ROOT, seconds < 99.95 ? "%.1f s" : "%,.0f s", seconds);
    }

    /** With about three digits, such as "0.012 ms". */
    static String ms(double ms) {
        return ms < 0.0005
                ? "< 0.001 ms"
                : String.format(Locale.ROOT, ms < 9.995 ? (ms < 0.9995 ? "%.3f ms" : "%.2f ms") : "%,.1f ms", ms);
    }

    /** In kB of 1,000 bytes or MB of 1,000,000. */
    static String bytes(long bytes) {
        return String.format(
                Locale.ROOT, bytes < 999_950 ? "%.1f kB" : "%,.1f MB", bytes / (bytes < 999_950 ? 1e3 : 1e6));
    }
}
