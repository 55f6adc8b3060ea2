package dev.whittle.feature.data;

import dev.whittle.feature.file.CsvReader;
import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Files with the classes of images, or with those of the rows of a table. Text is in UTF-8. */
public final class LabelFile {
    private static final int SHOWN = 10;

    private LabelFile() {}

    /**
     * The class of each image. In each line of a CSV file ({@link CsvReader}) the first two fields are the name of an
     * image and its class. A first line {@code file,label}, {@code file,class}, or with {@code name} or {@code image}
     * in place of {@code file}, is a header. Empty lines are passed over.
     *
     * @throws IOException if the file cannot be read, or lines cannot be used, with all of these
     */
    static TreeMap<String, String> ofImages(Path file) throws IOException {
        TreeMap<String, String> labels = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (CsvReader.Row row : CsvReader.read(file)) {
            List<String> fields = row.fields();
            String line = "line " + row.line();
            if (row.problem() != null) {
                wrong.add(line + " " + row.problem());
            } else if (fields.equals(List.of("")) || row.line() == 1 && isHeader(fields)) {
                continue;
            } else if (fields.size() < 2
                    || fields.get(0).isBlank()
                    || fields.get(1).isBlank()) {
                wrong.add(line + ": expected the name of an image and its class, separated by a comma, found '"
                        + String.join(",", fields) + "'");
            } else {
                String name = fields.get(0).replace('\\', '/').replaceFirst("^\\./", "");
                String before = labels.putIfAbsent(name, fields.get(1));
                if (before != null && !before.equals(fields.get(1))) {
                    wrong.add(line + ": " + name + " has two classes, '" + before + "' and '" + fields.get(1) + "'");
                }
            }
        }
        refuse(file, wrong, "");
        if (labels.isEmpty()) {
            throw new IOException(file + ": has no line with a name and a class");
        }
        return labels;
    }

    private static boolean isHeader(List<String> fields) {
        return fields.size() >= 2
                && fields.get(0).matches("(?i)file|filename|name|image|path")
                && fields.get(1).matches("(?i)label|class|category");
    }

    /**
     * The classes of the rows of a table.
     *
     * @param classes their names, sorted: by value if the file holds numbers, else by name
     * @param labels the place of each row's class among them
     */
    public record OfRows(List<String> classes, int[] labels) {
        private static OfRows numbers(int[] numbers) {
            TreeMap<Integer, Integer> places = new TreeMap<>();
            IntStream.of(numbers).distinct().sorted().forEach(number -> places.put(number, places.size()));
            return new OfRows(
                    places.keySet().stream().map(String::valueOf).toList(),
                    IntStream.of(numbers).map(places::get).toArray());
        }

        private static OfRows names(List<String> names) {
            TreeMap<String, Integer> places = new TreeMap<>();
            new TreeSet<>(names).forEach(name -> places.put(name, places.size()));
            return new OfRows(
                    List.copyOf(places.keySet()),
                    names.stream().mapToInt(places::get).toArray());
        }
    }

    /**
     * Reads a .npy file of whole numbers, or a text file with the name of a class in each line. A .csv file
     * ({@link CsvReader}) has one field in each line.
     *
     * @throws IOException if the file cannot be read, or lines cannot be used, with all of these
     */
    public static OfRows ofRows(Path file) throws IOException {
        if (FileNames.hasEnding(file, ".npy")) {
            return OfRows.numbers(NpyFile.readInts(file));
        }
        List<String> names = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        if (FileNames.hasEnding(file, ".csv")) {
            for (CsvReader.Row row : CsvReader.read(file)) {
                String problem = row.fields().size() > 1 ? "has several columns" : row.problem();
                add(row.fields().get(0), row.line(), problem, names, wrong);
            }
        } else {
            for (String name : CsvReader.text(file).lines().toList()) {
                add(name.strip(), names.size() + 1, null, names, wrong);
            }
        }
        refuse(file, wrong, "; expected the name of a class in each line");
        return OfRows.names(names);
    }

    private static void add(String name, int line, String problem, List<String> names, List<String> wrong) {
        if (problem != null || name.isEmpty()) {
            wrong.add("line " + line + " " + (problem == null ? "is empty" : problem));
        }
        names.add(name);
    }

    private static void refuse(Path file, List<String> wrong, String expected) throws IOException {
        if (!wrong.isEmpty()) {
            int more = wrong.size() - SHOWN;
            throw new IOException(file + ": " + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
                    + (more > 0 ? "; and " + more + " more" : "") + expected);
        }
    }
}
