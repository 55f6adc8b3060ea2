package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Values that a script in src/test/reference wrote: lines of what it is, a step, and values. */
final class ReferenceValues {
    private final List<String[]> lines;

    private ReferenceValues(List<String[]> lines) {
        this.lines = lines;
    }

    static ReferenceValues read(String file) {
        try (InputStream in = ReferenceValues.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ReferenceValues(text.lines().map(line -> line.split(",")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What there is, in the order of the file, each once. */
    List<String> names() {
        return lines.stream().map(line -> line[0]).distinct().toList();
    }

    /** The values of one line. */
    double[] values(String name, int step) {
        String[] line = lines.stream()
                .filter(l -> l[0].equals(name) && Integer.parseInt(l[1]) == step)
                .findFirst()
                .orElseThrow();
        return values(line);
    }

    private static double[] values(String[] line) {
        return Arrays.stream(line, 2, line.length)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Compares all steps that the file has of one thing. */
    void check(String name, IntFunction<double[]> valuesOfStep, double tolerance) {
        List<String[]> of = new ArrayList<>(lines);
        of.removeIf(line -> !line[0].equals(name));
        assertTrue(!of.isEmpty(), () -> "no values of " + name);
        for (String[] line : of) {
            int step = Integer.parseInt(line[1]);
            assertArrayEquals(values(line), valuesOfStep.apply(step), tolerance, () -> name + ", step " + step);
        }
    }
}
