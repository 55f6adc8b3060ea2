package dev.whittle.feature.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads comma-separated values (RFC 4180) in UTF-8. A quoted field may have commas, line breaks, and quotes, which are
 * doubled. A quote that is not the first character of a field stands for itself. Spaces around a field do not count.
 */
public final class CsvReader {
    private final String text;
    private int at;
    private int lineNumber = 1;
    private String problem;

    private CsvReader(String text) {
        this.text = text;
    }

    /**
     * A record.
     *
     * @param line the number of the line it begins in; the first is 1
     * @param fields at least one
     * @param problem what is wrong with it, in words; null if nothing
     */
    public record Row(int line, List<String> fields, String problem) {}

    /**
     * All records of a file. An empty line is a record with one empty field.
     *
     * @throws IOException if the file cannot be read, or is not in UTF-8
     */
    public static List<Row> read(Path file) throws IOException {
        return parse(text(file));
    }

    /**
     * The text of a file in UTF-8, without the mark that it may begin with.
     *
     * @throws IOException if the file cannot be read, or is not in UTF-8
     */
    public static String text(Path file) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(RegularFile.bytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is no text in UTF-8; save it as UTF-8", e);
        }
    }

    public static List<Row> parse(String text) {
        List<Row> rows = new ArrayList<>();
        forEach(text, rows::add);
        return rows;
    }

    /** Gives the records one after another, for texts whose records need too much memory all at once. */
    public static void forEach(String text, Consumer<Row> action) {
        CsvReader in = new CsvReader(text);
        while (in.at < text.length()) {
            action.accept(in.row());
        }
    }

    private Row row() {
        int first = lineNumber;
        problem = null;
        List<String> fields = new ArrayList<>();
        do {
            fields.add(field());
        } while (take(','));
        endLine();
        return new Row(first, List.copyOf(fields), problem);
    }

    private String field() {
        int from = at;
        skipSpaces();
        if (!take('"')) {
            at = from;
            skipField();
            return text.substring(from, at).strip();
        }
        String inside = quoted();
        skipSpaces();
        from = at;
        skipField();
        if (at > from && problem == null) {
            problem = "has text after the quote that ends a field";
        }
        return inside;
    }

    /** What stands between two quotes, of which the first is taken already. */
    private String quoted() {
        StringBuilder inside = new StringBuilder();
        while (at < text.length()) {
            if (take('"')) {
                if (!take('"')) {
                    return inside.toString();
                }
                inside.append('"');
            } else if (isLineEnd()) {
                int from = at;
                endLine();
                inside.append(text, from, at);
            } else {
                inside.append(text.charAt(at++));
            }
        }
        problem = "has a quote that does not end";
        return inside.toString();
    }

    private boolean take(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    /** To the next comma or the end of the line. */
    private void skipField() {
        while (at < text.length() && !isLineEnd() && text.charAt(at) != ',') {
            at++;
        }
    }

    private boolean isLineEnd() {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private void endLine() {
        boolean ended = take('\r');
        ended |= take('\n');
        lineNumber += ended ? 1 : 0;
    }
}
