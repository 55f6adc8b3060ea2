package dev.whittle.pipeline.experiment;

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
}
