package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.benchmarks.Target.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatioTableTest {
    private static final Measurement VECTOR = Measurement.of("A.b", Map.of("by", "VECTOR"));
    private static final Measurement SCALAR = Measurement.of("A.b", Map.of("by", "SCALAR"));
    private static final Measurement PEER = Measurement.of("A.b", Map.of("by", "OPENCV"));
    private static final Measurement OTHER = Measurement.ofPython("other");

    @Test
    void ratesAndRatiosAreThoseOfPlantedTimes() {
        // 1 µs a pixel and images of 1000 pixels: 1000 images/s. The rounds' ratios are 8, 10, 12 and 2, 2.5, 1.
        Target target = target("OpenCV", Column.PEER, PEER, 9.5, 2.5);
        assertEquals(
                List.of(
                        "HoG",
                        "images/s",
                        "1,000",
                        "250",
                        "OpenCV",
                        "100",
                        "10.00×",
                        "2.00×",
                        "≥ 9.5×, ≥ 2.5×",
                        "yes, no"),
                cells(
                        target,
                        Map.of(
                                VECTOR, new double[] {1e-6, 1e-6, 1e-6},
                                SCALAR, new double[] {4e-6, 4e-6, 12e-6},
                                PEER, new double[] {8e-6, 10e-6, 12e-6})));
    }

    /** What is not measured is shown as such, and nothing is said of it. */
    @Test
    void missingTimesAreMissing() {
        Target target = target("OpenCV", Column.PEER, PEER, 9.5, null);
        assertEquals(
                List.of("HoG", "images/s", "1,000", "–", "OpenCV", "–", "–", "–", "≥ 9.5×, –", "–, –"),
                cells(target, Map.of(VECTOR, new double[] {1e-6})));
    }

    @Test
    void aimWithoutPeerIsARate() {
        Target target = new Target(
                "Cells", null, "MPix/s", 1e-6, Map.of(Column.VECTOR, VECTOR, Column.SCALAR, SCALAR), 1000.0, 250.0);
        assertEquals(
                List.of("Cells", "MPix/s", "2,000", "200", "–", "–", "–", "–", "≥ 1,000, ≥ 250", "yes, no"),
                cells(target, Map.of(VECTOR, new double[] {0.4e-9, 0.6e-9}, SCALAR, new double[] {4e-9, 6e-9})));
    }

    @Test
    void scalarPeerIsItsOwn() {
        Target target = target("1 thread", Column.SCALAR_PEER, OTHER, 1.8, 1.8);
        assertEquals(
                List.of(
                        "HoG",
                        "images/s",
                        "1,000",
                        "500",
                        "1 thread",
                        "500 and 333",
                        "2.00×",
                        "1.50×",
                        "≥ 1.8×, ≥ 1.8×",
                        "yes, no"),
                cells(
                        target,
                        Map.of(
                                VECTOR, new double[] {1e-6},
                                SCALAR, new double[] {2e-6},
                                PEER, new double[] {2e-6},
                                OTHER, new double[] {3e-6})));
    }

    @Test
    void withoutWorkTimesAreShown() {
        Target target = new Target(
                "k-means", "sklearn", "s", null, Map.of(Column.VECTOR, VECTOR, Column.PEER, PEER), 1.0, null);
        assertEquals(
                List.of("k-means", "s", "1.50", "–", "sklearn", "3.00", "2.00×", "–", "≥ 1×, –", "yes, –"),
                cells(target, Map.of(VECTOR, new double[] {1.5}, PEER, new double[] {3})));
    }

    @Test
    void roundsAreComparedWithThemselves() {
        // A machine that slows down threefold in the second round changes no ratio.
        assertEquals(2, RatioTable.ratio(new double[] {2, 6, 2}, new double[] {1, 3, 1}));
        assertThrows(
                IllegalArgumentException.class, () -> RatioTable.ratio(new double[] {1, 2}, new double[] {1, 2, 3}));
    }

    @Test
    void medianIsTheMiddle() {
        assertEquals(3, RatioTable.median(9, 3, 1));
        assertEquals(2, RatioTable.median(3, 9, 1, 1));
    }

    private static Target target(String peer, Column column, Measurement other, Double vectorAim, Double scalarAim) {
        return new Target("HoG", peer, "images/s", 1e-3, timed(column, other), vectorAim, scalarAim);
    }

    private static Map<Column, Measurement> timed(Column column, Measurement other) {
        return column == Column.PEER
                ? Map.of(Column.VECTOR, VECTOR, Column.SCALAR, SCALAR, Column.PEER, other)
                : Map.of(Column.VECTOR, VECTOR, Column.SCALAR, SCALAR, Column.PEER, PEER, column, other);
    }

    /** The cells of the one line under the heading. */
    private static List<String> cells(Target target, Map<Measurement, double[]> seconds) {
        String[] lines = RatioTable.markdown(List.of(target), seconds).split("\n");
        assertEquals(3, lines.length);
        List<String> cells =
                Arrays.stream(lines[2].split("\\|")).map(String::strip).toList();
        return cells.subList(1, cells.size());
    }
}
