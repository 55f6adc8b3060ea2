package dev.whittle.pipeline.method;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Papers by their keys, as a BibTeX file has them. */
public final class Bibliography {
    private static final String RESOURCE = "references.bib";
    private static final Pattern ENTRY = Pattern.compile("@([a-z]+)\\{([a-z0-9]+),((?s:.*?))\n\\}");
    private static final Pattern FIELD = Pattern.compile("(?s)\\s*([a-z]+) = \\{([^{}]*)\\},?");
    /** LaTeX's names of the accents that Unicode writes after their letters. */
    private static final Map<Integer, String> ACCENTS = Map.of(
            0x300, "`", 0x301, "'", 0x302, "^", 0x303, "~", 0x308, "\"", 0x30C, "v", 0x327, "c", 0x306, "u", 0x30A,
            "r");

    /**
     * A paper.
     *
     * @param type such as {@code article}
     * @param fields such as author, title and year; authors are joined by " and "
     * @param citation such as "Dalal and Triggs 2005"; no other paper has it
     */
    public record Paper(String type, String key, Map<String, String> fields, String citation) {
        public Paper {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        List<String> authors() {
            return List.of(fields.get("author").split(" and "));
        }

        /** The authors, the title, where it appeared and the year, as one line. */
        public String text() {
            List<String> authors = authors();
            int last = authors.size() - 1;
            String who = last == 0
                    ? authors.get(0)
                    : String.join(", ", authors.subList(0, last)) + " and " + authors.get(last);
            StringBuilder text = new StringBuilder(who + ". " + fields.get("title") + ". ");
            String where = where();
            if (!where.isEmpty()) {
                text.append(where).append(", ");
            }
            return text.append(fields.get("year")).append('.').toString();
        }

        private String where() {
            if (fields.containsKey("journal")) {
                return fields.get("journal")
                        + (fields.containsKey("volume") ? " " + fields.get("volume") : "")
                        + (fields.containsKey("number") ? "(" + fields.get("number") + ")" : "");
            }
            if (fields.containsKey("eprint")) {
                return "arXiv:" + fields.get("eprint");
            }
            for (String key : List.of("booktitle", "institution", "publisher", "url")) {
                if (fields.containsKey(key)) {
                    return fields.get(key);
                }
            }
            return "";
        }

        private String bibtex() {
            StringBuilder text = new StringBuilder("@" + type + "{" + key + ",\n");
            List<String> lines = new ArrayList<>();
            fields.forEach((name, value) -> lines.add("  " + name + " = {" + latex(name, value) + "}"));
            return text.append(String.join(",\n", lines)).append("\n}\n").toString();
        }
    }

    private final Map<String, Paper> papers;

    private Bibliography(Map<String, Paper> papers) {
        this.papers = papers;
    }

    /** The papers of this program. */
    static Bibliography installed() throws IOException {
        try (InputStream in = Bibliography.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @throws IllegalArgumentException if something in the file is not understood */
    static Bibliography parse(String text) {
        Map<String, Paper> read = new TreeMap<>();
        Matcher entry = ENTRY.matcher(text);
        int entries = 0;
        while (entry.find()) {
            entries++;
            Paper paper = new Paper(entry.group(1), entry.group(2), fields(entry.group(2), entry.group(3)), "");
            if (read.put(paper.key(), paper) != null) {
                throw new IllegalArgumentException("The paper " + paper.key() + " is there twice");
            }
        }
        long begun = text.chars().filter(c -> c == '@').count();
        if (begun != entries) {
            throw new IllegalArgumentException("Of " + begun + " papers only " + entries
                    + " are understood; expected @type{key, lines of field = {value}, and } on a line of its own");
        }
        return new Bibliography(cited(read));
    }

    private static Map<String, String> fields(String key, String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(body);
        int end = 0;
        while (field.lookingAt()) {
            fields.put(field.group(1), field.group(2).replaceAll("\\s+", " "));
            end = field.end();
            field.region(end, body.length());
        }
        if (!body.substring(end).isBlank()) {
            throw new IllegalArgumentException("The paper " + key + " has '"
                    + body.substring(end).strip() + "', expected field = {value} without braces in the value");
        }
        if (!fields.keySet().containsAll(List.of("author", "title", "year"))) {
            throw new IllegalArgumentException(
                    "The paper " + key + " has the fields " + fields.keySet() + ", expected author, title and year");
        }
        return fields;
    }

    /** With citations. Where several have the same authors and year, letters follow the year. */
    private static Map<String, Paper> cited(Map<String, Paper> papers) {
        Map<String, List<Paper>> alike = new TreeMap<>();
        papers.values()
                .forEach(paper -> alike.computeIfAbsent(citation(paper), text -> new ArrayList<>())
                        .add(paper));
        Map<String, Paper> cited = new TreeMap<>();
        alike.forEach((citation, same) -> {
            for (int i = 0; i < same.size(); i++) {
                Paper p = same.get(i);
                String unique = citation + (same.size() == 1 ? "" : String.valueOf((char) ('a' + i)));
                cited.put(p.key(), new Paper(p.type(), p.key(), p.fields(), unique));
            }
        });
        return cited;
    }

    private static String citation(Paper paper) {
        List<String> names =
                paper.authors().stream().map(Bibliography::familyName).toList();
        String who = names.size() == 1
                ? names.get(0)
                : names.size() == 2 ? names.get(0) + " and " + names.get(1) : names.get(0) + " et al.";
        return who + " " + paper.fields().get("year");
    }

    /** The last word, and the words before it that begin with a small letter: van de Sande. */
    private static String familyName(String author) {
        String[] words = author.split(" ");
        int first = words.length - 1;
        while (first > 1 && Character.isLowerCase(words[first - 1].charAt(0))) {
            first--;
        }
        return String.join(" ", List.of(words).subList(first, words.length));
    }

    /** @throws IllegalArgumentException if there is no such paper */
    public Paper get(String key) {
        Paper paper = papers.get(key);
        if (paper == null) {
            throw new IllegalArgumentException("There is no paper " + key + " in " + RESOURCE);
        }
        return paper;
    }

    /** The keys of all papers, sorted. */
    Collection<String> keys() {
        return papers.keySet();
    }

    /** A BibTeX file of these papers, sorted by their keys, in ASCII. */
    public static String bibtex(Collection<Paper> papers) {
        Map<String, String> entries = new TreeMap<>();
        papers.forEach(paper -> entries.put(paper.key(), paper.bibtex()));
        return String.join("\n", entries.values());
    }

    /** A value in ASCII. In titles, words with capitals within them are kept as they are. */
    private static String latex(String field, String value) {
        String kept = !field.equals("title")
                ? value
                : value.replaceAll("\\b(\\p{L}*\\p{Ll}\\p{L}*\\p{Lu}\\p{L}*|\\p{Lu}{2,}\\p{L}*)\\b", "{$1}");
        StringBuilder text = new StringBuilder();
        String letters = Normalizer.normalize(kept, Normalizer.Form.NFD);
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            String accent = i + 1 < letters.length() ? ACCENTS.get((int) letters.charAt(i + 1)) : null;
            if (accent != null) {
                text.append("{\\").append(accent).append('{').append(c).append("}}");
                i++;
            } else {
                text.append(
                        switch (c) {
                            case '“' -> "``";
                            case '”' -> "''";
                            case '%', '&', '#', '$', '_' -> "\\" + c;
                            default -> String.valueOf(c);
                        });
            }
        }
        if (text.chars().anyMatch(c -> c > 126)) {
            throw new IllegalArgumentException("BibTeX has no way to write '" + value + "', got " + text);
        }
        return text.toString();
    }

    /** The citations of papers, sorted, as in "(Dalal and Triggs 2005; Lowe 2004)"; empty for none. */
    static String citations(Collection<Paper> papers) {
        TreeSet<String> texts = new TreeSet<>();
        papers.forEach(paper -> texts.add(paper.citation()));
        return texts.isEmpty() ? "" : "(" + String.join("; ", texts) + ")";
    }
}
