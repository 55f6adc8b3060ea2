package dev.whittle.pipeline.cli;

import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.experiment.CsvFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The classes of the rows of a table.
 *
 * @param classes their names, sorted: by value if the file holds numbers, else by name
 * @param labels the place of each row's class among them
 */
record LabelFile(List<String> classes, int[] labels) {
    private static final int SHOWN = 10;

    /**
     * Reads a .npy file of whole numbers, or a text file in UTF-8 with the name of a class in each line. In a .csv file
     * a name may be quoted.
     *
     * @throws IOException if the file cannot be read, or lines cannot be used, with all of these
     */
    static LabelFile read(Path file) throws IOException {
        return hasEnding(file, ".npy") ? of(NpyFile.readInts(file)) : of(names(file));
    }

    static boolean hasEnding(Path file, String ending) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static LabelFile of(int[] numbers) {
        TreeMap<Integer, Integer> places = new TreeMap<>();
        IntStream.of(numbers).distinct().sorted().forEach(number -> places.put(number, places.size()));
        return new LabelFile(
                places.keySet().stream().map(String::valueOf).toList(),
                IntStream.of(numbers).map(places::get).toArray());
    }

    private static LabelFile of(List<String> names) {
        TreeMap<String, Integer> places = new TreeMap<>();
        new TreeSet<>(names).forEach(name -> places.put(name, places.size()));
        return new LabelFile(
                List.copyOf(places.keySet()),
                names.stream().mapToInt(places::get).toArray());
    }

    private static List<String> names(Path file) throws IOException {
        List<String> lines;
        try {
            lines = new ArrayList<>(Files.readAllLines(file));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; give a .npy file of whole numbers, or a text file", e);
        }
        if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
            lines.set(0, lines.get(0).substring(1));
        }
        boolean csv = hasEnding(file, ".csv");
        List<String> names = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).strip();
            try {
                name = csv ? CsvFile.onlyField(name) : name;
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("is empty");
                }
            } catch (IllegalArgumentException e) {
                wrong.add("line " + (i + 1) + " " + e.getMessage());
            }
            names.add(name);
        }
        if (!wrong.isEmpty()) {
            int more = wrong.size() - SHOWN;
            throw new IOException(file + ": " + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
                    + (more > 0 ? "; and " + more + " more" : "") + "; expected the name of a class in each line");
        }
        return names;
    }
}
