package dev.whittle.pipeline.experiment;

/** Fields of comma-separated values, quoted according to RFC 4180. */
public final class CsvFile {
    private CsvFile() {}

    /**
     * The only field of a line.
     *
     * @throws IllegalArgumentException if it has several, or a quote that does not end
     */
    public static String onlyField(String line) {
        if (!line.startsWith("\"")) {
            if (line.indexOf(',') >= 0) {
                throw new IllegalArgumentException("has several columns");
            }
            return line;
        }
        String inside = line.length() > 1 && line.endsWith("\"") ? line.substring(1, line.length() - 1) : "\"";
        String without = inside.replace("\"\"", "");
        if (without.indexOf('"') >= 0) {
            throw new IllegalArgumentException("has several columns, or a quote that does not end");
        }
        return inside.replace("\"\"", "\"");
    }

    /** A line with these fields, with its end. */
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
