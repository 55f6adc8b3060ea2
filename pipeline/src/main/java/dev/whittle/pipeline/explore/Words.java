package dev.whittle.pipeline.explore;

import java.util.Locale;

/** Words and numbers as they stand in the sentences and drawings of the page. */
final class Words {
    private Words() {}

    /** The same text with a minus sign in place of the hyphen before a number, and without the sign of a zero. */
    static String minus(String text) {
        return text.replaceAll("(?<![\\p{L}\\p{N}])-(?=0(\\.0*)?(?!\\.?\\d))", "")
                .replaceAll("(?<![\\p{L}\\p{N}])-(?=\\d)", "−");
    }

    /** The same text with a capital at its start. */
    static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** A number with at most this many digits behind the point, one or more, and no zeros at its end. */
    static String number(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value).replaceFirst("\\.?0+$", "");
        return minus(text);
    }
}
