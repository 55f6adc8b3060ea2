package dev.whittle.pipeline.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines of comma-separated values, quoted according to RFC 4180. */
public final class CsvFile {
    private CsvFile() {}

    /**
     * A line with these fields, with its end. Give a float or double as {@code CanonicalJson.number}, whose digits are
     * the same on every Java.
     */
    public static String line(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            String text = String.valueOf(fields[i]);
            boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.append(i == 0 ? "" : ",").append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
        }
        return line.append('\n').toString();
    }

    /** The fields of each line of a text, as {@link #line} writes them. */
    static void read(String text, Consumer<List<String>> lines) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean doubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (c != '"' || doubled) {
                    field.append(c);
                    i += doubled ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    lines.accept(List.copyOf(fields));
                    fields.clear();
                }
            } else {
                field.append(c);
            }
        }
    }
}
