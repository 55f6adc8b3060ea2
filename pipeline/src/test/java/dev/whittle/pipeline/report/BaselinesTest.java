package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.inference.Difference;
import dev.whittle.classify.inference.ImagesAndSeeds;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    private static final int IMAGES = 20;

    @TempDir
    private Path temp;

    /** Predictions of one seed for images of class 0, of which those with the numbers given are wrong. */
    private static int[][] wrong(int... images) {
        int[] predicted = new int[IMAGES];
        Arrays.stream(images).forEach(i -> predicted[i] = 1);
        return new int[][] {predicted};
    }

    /** Three features and one seed; the baseline is right on 10 images. */
    private ComparisonResult three() throws IOException {
        return three("");
    }

    private ComparisonResult three(String keys) throws IOException {
        String yaml = keys + "features: [{name: first, type: raw-pixels}, {name: second, type: color-histogram},"
                + " {name: third, type: raw-pixels}]\n"
                + "heads: [{name: softmax, type: softmax}]\n";
        int[][] baseline = wrong(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        int[][] eightMore = wrong(18, 19);
        int[][] sixMoreOneLess = wrong(0, 16, 17, 18, 19);
        return HandMade.comparison(
                temp,
                "three",
                yaml,
                HandMade.Images.plain(new int[IMAGES], List.of("ant", "bee")),
                new int[][][] {baseline, eightMore, sixMoreOneLess},
                null,
                Small.CURVE);
    }

    /** The others are compared with the declared baseline, in their order. */
    @Test
    void theBaselineIsTheDeclaredOne() throws IOException {
        List<Baselines.Row> rows = Baselines.of(three("baseline: third\n")).rows();
        assertEquals(
                List.of("first", "second"),
                rows.stream().map(Baselines.Row::feature).toList());
        assertEquals(
                List.of("third", "third"),
                rows.stream().map(Baselines.Row::baseline).toList());
        assertEquals(-25, rows.get(0).points(), 1e-9);
        assertEquals(15, rows.get(1).points(), 1e-9);
    }

    /** A head that is not trained on the declared baseline compares nothing. */
    @Test
    void aHeadWithoutTheBaselineHasNoComparison() throws IOException {
        String yaml = "baseline: second\nfeatures: [{name: first, type: raw-pixels}, {name: second, type: raw-pixels,"
                + " heads: [SVM]}, {name: third, type: raw-pixels}]\n"
                + "heads: [{name: softmax, type: softmax}, {name: SVM, type: linear-svm}]\n";
        int[][] all = wrong(3);
        ComparisonResult comparison = HandMade.comparison(
                temp,
                "some heads",
                yaml,
                HandMade.Images.plain(new int[IMAGES], List.of("ant", "bee")),
                new int[][][] {all, all, all, all, all},
                null,
                Small.CURVE);
        assertEquals(
                List.of("SVM first", "SVM third"),
                Baselines.of(comparison).rows().stream()
                        .map(row -> row.head() + " " + row.feature())
                        .toList());
    }

    /** McNemar: 8 to 0 has p = 2/2⁸, 6 to 1 has p = 2·(1 + 7)/2⁷. Holm: twice the first, the second as it is. */
    @Test
    void oneSeedByHand() throws IOException {
        Baselines baselines = Baselines.of(three());
        assertEquals(2, baselines.rows().size());
        Baselines.Row second = baselines.rows().get(0);
        assertEquals("second", second.feature());
        assertEquals("first", second.baseline());
        assertEquals("softmax", second.head());
        assertEquals(40, second.points(), 1e-9);
        // 8 of 20 are 1: variance 20·0.4·0.6/19, and t(19) is 2.093024.
        assertEquals(100 * 2.093024 * Math.sqrt(0.4 * 0.6 / 19), second.error(), 1e-4);
        assertEquals(2 * 2 / 256.0, second.p(), 1e-12);
        assertEquals("0.016", second.pText());
        assertTrue(second.better() > 0.99 && second.worse() < 0.01);
        assertEquals("> 99", second.betterText());
        assertEquals("< 1", second.worseText());
        Baselines.Row third = baselines.rows().get(1);
        assertEquals(25, third.points(), 1e-9);
        assertEquals(2 * 8 / 128.0, third.p(), 1e-12);
        assertEquals(new Baselines.Row("h", "f", "b", 1.24, 0.5, 0.0001, 0.5, 0.2).pText(), "< 0.001");
        assertEquals(new Baselines.Row("h", "f", "b", 1.24, 0.5, 0.0001, 0.5, 0.2).difference(), "+1.2 ± 0.5");
    }

    /** With several seeds each head is a family of its own, with the p-value of the difference. */
    @Test
    void severalSeeds() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Baselines baselines = Baselines.of(comparison);
        assertEquals(
                List.of("softmax", "forest"),
                baselines.rows().stream().map(Baselines.Row::head).toList());
        boolean[][] pixels = {{true, true, false, true, false, true}, {true, true, true, true, false, true}};
        boolean[][] hue = new boolean[2][6];
        for (boolean[] seed : hue) {
            Arrays.fill(seed, true);
        }
        Difference expected = ImagesAndSeeds.difference(hue, pixels);
        Baselines.Row row = baselines.rows().get(0);
        assertEquals("hue", row.feature());
        assertEquals("pixels", row.baseline());
        assertEquals(25, row.points(), 1e-9);
        assertEquals(100 * expected.error(0.95), row.error(), 1e-9);
        assertEquals(expected.p(), row.p(), "a family of one");
        assertEquals(expected.practical(0.005).better(), row.better());
        assertEquals(expected.practical(0.005).worse(), row.worse());
    }

    @Test
    void bothPagesShowThem() throws IOException {
        Report.write(three(), temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertTrue(html.contains("<section id=\"baselines\">"));
        assertTrue(
                html.contains("<th scope=\"row\">second<small>over first</small></th><td>softmax</td>"
                        + "<td>+40.0 ± 23.5</td><td>0.016</td><td>&gt; 99</td><td>&lt; 1</td>"),
                html);
        assertTrue(html.contains("McNemar"));
        String markdown = Files.readString(temp.resolve(Report.MARKDOWN));
        assertTrue(
                markdown.contains("| softmax | second | +40.0 ± 23.5 over first | 0.016 | \\> 99 | \\< 1 |\n"),
                markdown);
    }

    /** A single feature has nothing to be compared with. */
    @Test
    void noTableForOneFeature() throws IOException {
        ComparisonResult comparison = ReportTest.hostile(temp);
        assertEquals(List.of(), Baselines.of(comparison).rows());
        Report.write(comparison, temp, Run.defaults());
        assertFalse(Files.readString(temp.resolve(Report.HTML)).contains("id=\"baselines\""));
        assertFalse(Files.readString(temp.resolve(Report.MARKDOWN)).contains("by Holm"));
    }
}
