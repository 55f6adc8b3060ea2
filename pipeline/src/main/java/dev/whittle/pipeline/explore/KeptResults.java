package dev.whittle.pipeline.explore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tables of results that the project keeps in its documentation: accuracies on test images in %, as mean and sample
 * deviation over the seeds of the experiment.
 */
public enum KeptResults {
    /** Learning curves of {@code experiments/quick-start.yaml}. */
    GENERATED("generated images", "experiments/quick-start.yaml", "docs/which-feature.md"),

    /** Learning curves of {@code experiments/handmade-vs-learned.yaml}. */
    CIFAR10("CIFAR-10", "experiments/handmade-vs-learned.yaml", "docs/which-feature.md"),

    /** Learning curves of {@code experiments/handmade-vs-learned-scene15.yaml}. */
    SCENE15("Scene-15", "experiments/handmade-vs-learned-scene15.yaml", "docs/which-feature.md"),

    /** Six features on five sets under the linear SVM, and mean ranks: {@code experiments/five-data-sets.yaml}. */
    FIVE_DATA_SETS("five data sets", "experiments/five-data-sets.yaml", "docs/results/README.md"),

    /** The features of the lecture on CIFAR-10 under three heads: {@code experiments/cifar10-lecture.yaml}. */
    LECTURE("lecture", "experiments/cifar10-lecture.yaml", "docs/results/cifar10-lecture.md");

    private static final String FILE = "kept-results.csv";

    private final String table;
    private final String experiment;
    private final String page;
    private final List<Row> rows;

    KeptResults(String table, String experiment, String page) {
        this.table = table;
        this.experiment = experiment;
        this.page = page;
        this.rows = read(table);
    }

    /** What kind of feature a row has. */
    public enum Kind {
        HAND_MADE,
        LEARNED,
        /** A network with the weights it was drawn with. */
        UNTRAINED
    }

    /** @param deviation over the seeds; NaN where there is none, as for a mean rank */
    public record Cell(double value, double deviation) {}

    /**
     * A row of the table.
     *
     * @param name the feature, in learning curves often with its head
     * @param cells by the name of their column, from left to right; in learning curves the number of training images
     */
    public record Row(String name, Kind kind, Map<String, Cell> cells) {}

    /** The name of the table. */
    public String table() {
        return table;
    }

    /** The file that declares the experiment, in the project. */
    public String experiment() {
        return experiment;
    }

    /** The page of the documentation that has the table. */
    public String page() {
        return page;
    }

    /** The rows from top to bottom. */
    public List<Row> rows() {
        return rows;
    }

    /** The names of the columns from left to right. */
    public List<String> columns() {
        return List.copyOf(rows.get(0).cells().keySet());
    }

    /** The row of this kind with the highest value in a column; the first of equal ones. */
    public Row best(Kind kind, String column) {
        return rows.stream()
                .filter(row -> row.kind == kind)
                .max(Comparator.comparingDouble(row -> row.cells.get(column).value))
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no row of the kind " + kind + " in " + table));
    }

    /**
     * The least number of training images from which on the best learned feature is ahead of the best hand-made one;
     * empty if it is behind with the largest number. For learning curves only.
     */
    public OptionalInt learnedLeadsFrom() {
        OptionalInt from = OptionalInt.empty();
        for (String column : columns()) {
            boolean ahead = best(Kind.LEARNED, column).cells.get(column).value
                    > best(Kind.HAND_MADE, column).cells.get(column).value;
            if (!ahead) {
                from = OptionalInt.empty();
            } else if (from.isEmpty()) {
                from = OptionalInt.of(Integer.parseInt(column));
            }
        }
        return from;
    }

    private static List<Row> read(String table) {
        Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
        Map<String, Kind> kinds = new HashMap<>();
        for (String line : text().lines().skip(1).toList()) {
            String[] part = line.split(",", -1);
            if (part[0].equals(table)) {
                kinds.put(part[1], Kind.valueOf(part[2].toUpperCase(Locale.ROOT).replace('-', '_')));
                cells.computeIfAbsent(part[1], name -> new LinkedHashMap<>())
                        .put(
                                part[3],
                                new Cell(
                                        Double.parseDouble(part[4]),
                                        part[5].isEmpty() ? Double.NaN : Double.parseDouble(part[5])));
            }
        }
        List<Row> rows = new ArrayList<>();
        cells.forEach((name, row) -> rows.add(new Row(name, kinds.get(name), Collections.unmodifiableMap(row))));
        return List.copyOf(rows);
    }

    /** The file with all tables: a line for each cell. */
    static String text() {
        try (InputStream in = KeptResults.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("The program has no file " + FILE + " of its page of figures");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
