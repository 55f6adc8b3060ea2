package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
    private static final int[][][] ONE = {{{0, 1}}};

    @TempDir
    private Path temp;

    private List<Curves> curves(double[][] curve) throws IOException {
        return Curves.of(HandMade.comparison(
                temp,
                "one",
                "features: [{name: pixels, type: raw-pixels}]\nheads: [{name: softmax, type: softmax}]\n",
                HandMade.Images.plain(new int[] {0, 1}, List.of("a", "b")),
                ONE,
                null,
                curve));
    }

    @Test
    void points() throws IOException {
        List<Curves> curves = curves(Small.CURVE);
        assertEquals(2, curves.size());
        Curves objective = curves.get(0);
        assertEquals("training objective", objective.title());
        assertEquals(3, objective.iterations());
        assertEquals(0, objective.low());
        assertEquals(2, objective.high());
        List<Curves.Mark> marks = List.of(
                new Curves.Mark("0.0", "0.0"), new Curves.Mark("150.0", "80.0"), new Curves.Mark("300.0", "160.0"));
        assertEquals(List.of(new Curves.Line("pixels", 0, "0.0,0.0 150.0,80.0 300.0,160.0", marks)), objective.lines());
        assertEquals("At its last iteration pixels is lowest, 0.000.", objective.conclusion());
        Curves accuracy = curves.get(1);
        assertEquals("At its last iteration pixels is highest, 100.000.", accuracy.conclusion());
        assertEquals("accuracy on training images, %", accuracy.title());
        assertEquals(25, accuracy.low());
        assertEquals(100, accuracy.high());
        assertEquals("0.0,160.0 150.0,106.7 300.0,0.0", accuracy.lines().get(0).points());
    }

    @Test
    void aLineForEachFeatureWithTheFirstSeed() throws IOException {
        List<Curves> curves = Curves.of(Small.comparison(temp));
        assertEquals(
                List.of("softmax", "softmax", "forest", "forest"),
                curves.stream().map(Curves::head).toList());
        assertEquals(
                List.of("pixels", "hue"),
                curves.get(0).lines().stream().map(Curves.Line::feature).toList());
        assertEquals(1, curves.get(0).lines().get(1).color());
    }

    /** A few of a line's points and the last one; those of the next feature are elsewhere. */
    @Test
    void markersDoNotCoverEachOther() throws IOException {
        double[][] curve = new double[101][];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = new double[] {i + 1, curve.length - i, 0.5};
        }
        List<Curves.Line> lines = Curves.of(HandMade.comparison(
                        temp,
                        "two",
                        "features: [{name: pixels, type: raw-pixels}, {name: hue, type: color-histogram}]\n"
                                + "heads: [{name: softmax, type: softmax}]\n",
                        HandMade.Images.plain(new int[] {0, 1}, List.of("a", "b")),
                        new int[][][] {ONE[0], ONE[0]},
                        null,
                        curve))
                .get(0)
                .lines();
        assertEquals(List.of("0.0", "75.0", "150.0", "225.0", "300.0"), xs(lines.get(0)));
        assertEquals(List.of("15.0", "90.0", "165.0", "240.0", "300.0"), xs(lines.get(1)));
    }

    private static List<String> xs(Curves.Line line) {
        return line.marks().stream().map(Curves.Mark::x).toList();
    }

    @Test
    void nothingToDraw() throws IOException {
        assertEquals(List.of(), curves(new double[][] {}));
        assertEquals(List.of(), curves(new double[][] {{1, 2, 0.5}}));
        // An objective that never moves has no chart, the accuracy beside it does.
        assertEquals(1, curves(new double[][] {{1, 2, 0.5}, {2, 2, 0.75}}).size());
    }

    @Test
    void longCurvesAreThinned() throws IOException {
        double[][] curve = new double[10_000][];
        for (int i = 0; i < curve.length; i++) {
            curve[i] = new double[] {i + 1, curve.length - i, 0.5};
        }
        String[] points = curves(curve).get(0).lines().get(0).points().split(" ");
        assertTrue(points.length > 100 && points.length <= 152, () -> points.length + " points");
        assertEquals("0.0,0.0", points[0]);
        assertEquals("300.0,160.0", points[points.length - 1]);
    }
}
