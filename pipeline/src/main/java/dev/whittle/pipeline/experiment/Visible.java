package dev.whittle.pipeline.experiment;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names may have characters that are not seen and change what is beside them: U+202E reverses the figures after it in
 * a page, and ESC begins a command to a terminal. They are shown by their numbers.
 */
public final class Visible {
    /** Control characters but tabs and ends of lines, and what changes the direction of text. */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    /** The end of a line, unless the next one begins with a space, or there is none. */
    private static final Pattern CONTINUED = Pattern.compile("(?:\\r\\n|[\\r\\n])(?=[^ ])");

    private Visible() {}

    /** The text with such a character as {@code [U+202E]}. The same object if there is none. */
    public static String text(String text) {
        return replaced(text, "[U+%04X]");
    }

    /** A name on one line: the ends of lines in it are shown, too. */
    public static String line(String name) {
        return text(name.replaceAll("\\r\\n|[\\r\\n]", "[U+000A]"));
    }

    /**
     * A message in which every line but the first begins with a space, so that no name in it can look like a line of
     * the program's own, such as the verdict EQUAL.
     */
    public static String indented(String message) {
        return CONTINUED.matcher(text(message)).replaceAll(System.lineSeparator() + "  ");
    }

    /** The same JSON with such characters as escapes. */
    public static String json(String json) {
        return replaced(json, "\\u%04x");
    }

    private static String replaced(String text, String format) {
        Matcher unseen = UNSEEN.matcher(text);
        return !unseen.find()
                ? text
                : unseen.replaceAll(found -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, format, (int) found.group().charAt(0))));
    }
}
