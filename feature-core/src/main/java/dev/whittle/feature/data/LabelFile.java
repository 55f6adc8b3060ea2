package dev.whittle.feature.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A list of labels: a CSV file in UTF-8 with the name of an image and its class in the first two fields of each line
 * (RFC 4180; fields may be quoted). A first line {@code file,label}, {@code file,class}, or with {@code name} or {@code
 * image} in place of {@code file}, is a header.
 */
final class LabelFile {
    private LabelFile() {}

    /**
     * The class of each image.
     *
     * @throws IOException if the file cannot be read or a line is wrong, with the number of the line
     */
    static TreeMap<String, String> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is not in UTF-8; save it as UTF-8", e);
        }
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        TreeMap<String, String> labels = new TreeMap<>();
        int number = 0;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            List<String> fields = fields(line);
            if (fields.size() < 2 || fields.get(0).isBlank() || fields.get(1).isBlank()) {
                throw new IOException(file + ", line " + number + ": expected the name of an image and its class,"
                        + " separated by a comma, found '" + line + "'");
            }
            if (number == 1
                    && fields.get(0).matches("(?i)file|filename|name|image|path")
                    && fields.get(1).matches("(?i)label|class|category")) {
                continue;
            }
            String name = fields.get(0).replace('\\', '/').replaceFirst("^\\./", "");
            String before = labels.put(name, fields.get(1));
            if (before != null && !before.equals(fields.get(1))) {
                throw new IOException(file + ", line " + number + ": " + name + " has two classes, '" + before
                        + "' and '" + fields.get(1) + "'");
            }
        }
        if (labels.isEmpty()) {
            throw new IOException(file + ": has no line with a name and a class");
        }
        return labels;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
