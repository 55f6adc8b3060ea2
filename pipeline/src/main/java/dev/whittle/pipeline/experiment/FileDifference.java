package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The first place where two files differ, by what they are: a JSON pointer, a line of a text, an element of an array,
 * an array of a model; otherwise a byte.
 *
 * @param place where
 * @param expected what is there in the first file
 * @param actual what is there in the second file
 */
public record FileDifference(String place, String expected, String actual) {
    /** How many characters of a line are shown before and after the place. */
    private static final int SHOWN = 40;

    private static final Set<String> TEXTS = Set.of("csv", "md", "html", "yaml", "key");

    /**
     * Compares two files byte for byte; those whose name ends with {@code .gz} by what is compressed in them.
     *
     * @return empty if they are equal
     */
    public static Optional<FileDifference> first(Path expected, Path actual) throws IOException {
        if (!Files.isRegularFile(expected) || !Files.isRegularFile(actual)) {
            return Files.isRegularFile(expected) == Files.isRegularFile(actual)
                    ? Optional.empty()
                    : Optional.of(new FileDifference("", presence(expected), presence(actual)));
        }
        if (Files.mismatch(expected, actual) < 0) {
            return Optional.empty();
        }
        String name = String.valueOf(expected.getFileName());
        if (name.endsWith(".npz")) {
            Optional<FileDifference> found = ofArchives(expected, actual);
            if (found.isPresent()) {
                return found;
            }
        }
        if (GzipFile.is(expected)) {
            Optional<byte[]> a = GzipFile.content(expected);
            Optional<byte[]> b = GzipFile.content(actual);
            if (a.isPresent() && b.isPresent()) {
                return Arrays.equals(a.get(), b.get())
                        ? Optional.empty()
                        : Optional.of(of(name.replace(GzipFile.ENDING, ""), a.get(), b.get()));
            }
        }
        byte[] a = RegularFile.bytes(expected);
        byte[] b = RegularFile.bytes(actual);
        return Optional.of(of(name, a, b));
    }

    private static String presence(Path file) {
        return Files.isRegularFile(file) ? "a file" : "missing";
    }

    /** Of different contents of files of this name. */
    private static FileDifference of(String name, byte[] expected, byte[] actual) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        Optional<FileDifference> found = Optional.empty();
        if (ending.equals("json")) {
            found = ofJson(expected, actual);
        } else if (ending.equals("npy")) {
            found = ofArrays(expected, actual);
        } else if (TEXTS.contains(ending)) {
            found = Optional.of(ofTexts(text(expected), text(actual)));
        }
        return found.orElseGet(() -> ofBytes(expected, actual));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Optional<FileDifference> ofJson(byte[] expected, byte[] actual) {
        try {
            JsonNode a = CanonicalJson.parse(expected);
            JsonNode b = CanonicalJson.parse(actual);
            return JsonDifference.first(a, b)
                    .map(found -> new FileDifference(found.pointer(), found.expectedText(), found.actualText()));
        } catch (IOException e) {
            // One of them is no JSON, so that only bytes can be compared.
            return Optional.empty();
        }
    }

    /** By lines: the first that differs, from shortly before the place. */
    public static FileDifference ofTexts(String expected, String actual) {
        String[] a = expected.split("\n", -1);
        String[] b = actual.split("\n", -1);
        int line = 0;
        while (line < a.length && line < b.length && a[line].equals(b[line])) {
            line++;
        }
        String of = line < a.length ? a[line] : null;
        String or = line < b.length ? b[line] : null;
        int column = 0;
        while (of != null
                && or != null
                && column < of.length()
                && column < or.length()
                && of.charAt(column) == or.charAt(column)) {
            column++;
        }
        return new FileDifference("line " + (line + 1), part(of, column), part(or, column));
    }

    private static String part(String line, int column) {
        if (line == null) {
            return "absent";
        }
        int from = Math.max(0, column - SHOWN);
        int to = Math.min(line.length(), column + SHOWN);
        return "'" + (from == 0 ? "" : "...") + line.substring(from, to) + (to == line.length() ? "" : "...") + "'";
    }

    /** Of two .npy files: the first element that differs. Empty if they have other headers or lengths. */
    private static Optional<FileDifference> ofArrays(byte[] a, byte[] b) {
        int start = NpyElements.start(a);
        if (start < 0 || a.length != b.length || !Arrays.equals(a, 0, start, b, 0, start)) {
            return Optional.empty();
        }
        int element = (Arrays.mismatch(a, b) - start) / NpyElements.size(a);
        return Optional.of(new FileDifference(
                "element " + element, NpyElements.element(a, element), NpyElements.element(b, element)));
    }

    /** Of two .npz files: the first entry that differs. Empty if one of them cannot be read. */
    private static Optional<FileDifference> ofArchives(Path expected, Path actual) {
        try (ZipFile a = new ZipFile(expected.toFile());
                ZipFile b = new ZipFile(actual.toFile())) {
            Map<String, ZipEntry> ofA = entries(a);
            Map<String, ZipEntry> ofB = entries(b);
            if (isCompressed(ofA) || isCompressed(ofB)) {
                return Optional.empty();
            }
            // What describes the arrays has their hashes, so the arrays come first.
            Set<String> names = new LinkedHashSet<>(ofA.keySet());
            names.addAll(ofB.keySet());
            List<String> ordered = names.stream()
                    .sorted((x, y) -> Boolean.compare(y.endsWith(".npy"), x.endsWith(".npy")))
                    .toList();
            for (String name : ordered) {
                if (!ofA.containsKey(name) || !ofB.containsKey(name)) {
                    return Optional.of(new FileDifference(
                            "array " + name,
                            ofA.containsKey(name) ? "in it" : "absent",
                            ofB.containsKey(name) ? "in it" : "absent"));
                }
                byte[] x = a.getInputStream(ofA.get(name)).readAllBytes();
                byte[] y = b.getInputStream(ofB.get(name)).readAllBytes();
                if (!Arrays.equals(x, y)) {
                    FileDifference found = of(name, x, y);
                    return Optional.of(new FileDifference(name + ", " + found.place, found.expected, found.actual));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            // Damaged so that only its bytes can be compared.
            return Optional.empty();
        }
    }

    /** Whittle compresses no entry; another's may become much more than its file. */
    private static boolean isCompressed(Map<String, ZipEntry> entries) {
        return entries.values().stream().anyMatch(entry -> entry.getMethod() != ZipEntry.STORED);
    }

    private static Map<String, ZipEntry> entries(ZipFile zip) {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            entries.put(entry.getName(), entry);
        }
        return entries;
    }

    private static FileDifference ofBytes(byte[] a, byte[] b) {
        if (a.length != b.length) {
            return new FileDifference(
                    "its length",
                    String.format(Locale.ROOT, "%,d bytes", a.length),
                    String.format(Locale.ROOT, "%,d bytes", b.length));
        }
        int at = Arrays.mismatch(a, b);
        return new FileDifference("byte " + at, String.valueOf(a[at] & 0xff), String.valueOf(b[at] & 0xff));
    }
}
