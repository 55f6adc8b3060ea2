package dev.whittle.pipeline.report;

import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names in Arabic, Hebrew and other scripts that are written from right to left. By the bidirectional algorithm of
 * Unicode (UAX #9) they also decide where figures and signs beside them stand: {@code NAME 45.3 %} is shown as {@code %
 * 45.3 NAME}. Words of such scripts are therefore isolated where a page is written, wherever they come from: by the
 * element {@code bdi}, and in attributes, drawings and Markdown by the characters U+2068 and U+2069. Then everything
 * else is shown in the order in which it is written. Words that only spaces, hyphens or quotation marks separate are
 * isolated together.
 */
final class RightToLeft {
    /** The blocks that Unicode keeps for such scripts. Not by the properties of Java, which differ between versions. */
    private static final String LETTERS =
            "[\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFE\\x{10800}-\\x{10FFF}\\x{1E800}-\\x{1EFFF}]++";

    private static final String WORDS = LETTERS + "(?:(?:[ '\"\\u2019\\u200C\\u200D-]|&#39;|&quot;)" + LETTERS + ")*+";
    private static final Pattern RUN = Pattern.compile(WORDS);

    /** What is left alone, what has no elements within its text, a tag, and a run of words in a text. */
    private static final Pattern HTML = Pattern.compile("(?s)(?<code><(?<tag>script|style)\\b.*?</\\k<tag>>)"
            + "|(?<plain><svg\\b.*?</svg>|<title>.*?</title>)|(?<element><[^>]*>)|(?<words>" + WORDS + ")");

    /** The attributes that are read. */
    private static final Pattern READ = Pattern.compile("\\b(?:alt|title|aria-label)=\"[^\"]*\"");

    /** A block of code, which is left alone since it is to be copied, and a run of words. */
    private static final Pattern MARKDOWN =
            Pattern.compile("(?ms)(?<code>^(?<fence>`{3,})[^\\n]*\\n.*?^\\k<fence>$)|(?<words>" + WORDS + ")");

    private RightToLeft() {}

    /** The text of a file with these words isolated, as its kind asks for. Only HTML and Markdown have them. */
    static String isolated(Path file, String text) {
        if (!RUN.matcher(text).find()) {
            return text;
        }
        String name = file.getFileName().toString();
        return name.endsWith(".html") ? html(text) : name.endsWith(".md") ? markdown(text) : text;
    }

    /** @param page in which texts have no {@code <} */
    private static String html(String page) {
        Matcher parts = HTML.matcher(page);
        return parts.replaceAll(part -> {
            String text = part.group();
            if (parts.start("words") >= 0) {
                text = "<bdi>" + text + "</bdi>";
            } else if (parts.start("plain") >= 0) {
                text = characters(text);
            } else if (parts.start("element") >= 0) {
                text = READ.matcher(text).replaceAll(found -> Matcher.quoteReplacement(characters(found.group())));
            }
            return Matcher.quoteReplacement(text);
        });
    }

    private static String markdown(String text) {
        Matcher parts = MARKDOWN.matcher(text);
        return parts.replaceAll(
                part -> parts.start("words") >= 0 ? isolate(part) : Matcher.quoteReplacement(part.group()));
    }

    private static String characters(String text) {
        return RUN.matcher(text).replaceAll(RightToLeft::isolate);
    }

    private static String isolate(MatchResult words) {
        return "\u2068" + words.group() + "\u2069";
    }
}
