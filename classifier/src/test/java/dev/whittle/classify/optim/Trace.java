package dev.whittle.classify.optim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs of numbers that another program wrote, and how far ours may be from them. */
final class Trace {
    private Trace() {}

    /**
     * The rows of a CSV file with these values in the first columns, by those; of each row the values of the last
     * columns.
     */
    static Map<List<String>, List<double[]>> read(String file, int settings) {
        Map<List<String>, List<double[]>> traces = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Trace.class.getResourceAsStream(file), StandardCharsets.US_ASCII))) {
            in.readLine(); // names of the columns
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                List<String> cells = List.of(line.split(","));
                List<double[]> rows = traces.computeIfAbsent(cells.subList(0, settings), key -> new ArrayList<>());
                int step = Integer.parseInt(cells.get(settings));
                if (step != rows.size()) {
                    throw new IOException("Step " + step + " where " + rows.size() + " was expected: " + line);
                }
                rows.add(cells.subList(settings + 1, cells.size()).stream()
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return traces;
    }

    /** Fails where a value differs by more than the tolerance, with step and values. */
    static void check(List<double[]> expected, List<double[]> got, double tolerance) {
        if (expected.size() != got.size()) {
            throw new AssertionError("expected " + expected.size() + " rows, got " + got.size());
        }
        for (int step = 0; step < expected.size(); step++) {
            if (expected.get(step).length != got.get(step).length) {
                throw new AssertionError(
                        "expected " + expected.get(step).length + " values in a row, got " + got.get(step).length);
            }
            for (int i = 0; i < expected.get(step).length; i++) {
                double e = expected.get(step)[i];
                double g = got.get(step)[i];
                if (!(Math.abs(e - g) <= tolerance)) {
                    throw new AssertionError(
                            String.format(Locale.ROOT, "step %d, value %d: expected %s, got %s", step, i, e, g));
                }
            }
        }
    }
}
