package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.inference.CorrectedResampledT;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.FinishedRun;
import dev.whittle.pipeline.experiment.RunTiming;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
    private static final Run RUN = Run.defaults();

    @TempDir
    private Path temp;

    private ComparisonResult small(String more) throws IOException {
        return small(more, "");
    }

    private ComparisonResult small(String more, String data) throws IOException {
        Path file = Files.writeString(
                temp.resolve("e.yaml"),
                "name: small\ndata: {set: generated, size: 24, train: 60, test: 30" + data + "}\nseeds: [1, 2]\n" + more
                        + "features:\n"
                        + "  - {name: pixels, type: raw-pixels}\n"
                        + "  - {name: network, type: raw-pixels, learned: true, heads: [MLP]}\n"
                        + "heads:\n"
                        + "  - {name: softmax, type: softmax, iterations: 5}\n"
                        + "  - {name: MLP, type: mlp, hidden: 8, training: {epochs: 2}}\n");
        return Tiny.run(Experiment.read(file), RUN).run();
    }

    @Test
    void everyCellHasAPointForEachNumberOfImages() throws IOException {
        ComparisonResult comparison = small("trainImages: [20, 40]\n");
        LearningCurve curve = LearningCurve.of(comparison).orElseThrow();
        assertEquals(List.of(20, 40, 60), curve.sizes());
        assertEquals(3, curve.rows().size());
        LearningCurve.Row softmax = curve.rows().get(0);
        assertEquals("pixels", softmax.feature());
        for (int p = 0; p < 3; p++) {
            var cell = p < 2
                    ? comparison.result().fewerImages().get(p).cells().get(0)
                    : comparison.cells().get(0);
            var accuracy = cell.accuracy(Split.TEST).orElseThrow();
            assertEquals(100 * accuracy.mean(), softmax.points().get(p).mean());
            assertEquals(100 * accuracy.sd(), softmax.points().get(p).sd());
            assertTrue(softmax.points().get(p).seconds() > 0);
        }
        assertEquals(
                1,
                curve.rows().stream()
                        .filter(row -> row.drawn() && !row.learned())
                        .count());
        assertEquals(
                List.of(0, 0, 1),
                curve.rows().stream().map(LearningCurve.Row::color).toList());
        assertEquals(3, curve.overtaking().size());
        LearningCurve.Overtaking few = curve.overtaking().get(0);
        double points = few.learned().points().get(0).mean()
                - few.handMade().points().get(0).mean();
        assertEquals(points, few.difference().points(), 1e-9);

        Report report = Report.write(comparison, temp.resolve("out"), RUN);
        String page = Files.readString(temp.resolve("out").resolve(Report.HTML));
        assertTrue(
                page.contains("id=\"by-images\"") && page.contains("pixels × softmax") && page.contains("40 images"));
        assertTrue(page.contains("<td class=\"none\">–</td>"), "a head that is not trained on a feature");
        assertTrue(
                Files.readString(temp.resolve("out").resolve(Report.MARKDOWN)).contains("| training images | 20 |"));
        assertTrue(report.curveTable().contains("network × MLP, learned |"), report.curveTable());
        assertTrue(report.table().contains("| network | | "), report.table());
    }

    /** A head of another library: its figures are marked in both tables, and only its. */
    @Test
    void figuresOutsideThePromiseOfBitsAreMarked() throws IOException {
        Path file = Files.writeString(temp.resolve("e.yaml"), """
                name: foreign
                data: {set: generated, size: 24, train: 40, test: 20}
                trainImages: [20]
                features:
                  - {name: pixels, type: raw-pixels}
                  - {name: network, type: raw-pixels, learned: true, heads: [softmax]}
                heads:
                  - {name: softmax, type: softmax, iterations: 2}
                  - {name: forest, type: smile-random-forest, trees: 2}
                """);
        ComparisonResult comparison = Tiny.run(Experiment.read(file), RUN).run();
        String table = LearningCurve.of(comparison).orElseThrow().table();
        for (String line : table.lines().skip(2).toList()) {
            assertEquals(line.contains("forest") ? 2 : 0, line.split("\\\\\\*", -1).length - 1, line);
        }
        Report.write(comparison, temp.resolve("out"), RUN);
        String page = Files.readString(temp.resolve("out").resolve(Report.HTML));
        String section = page.substring(page.indexOf("id=\"by-images\""), page.indexOf("id=\"classes\""));
        for (String row : section.split("<tr>")) {
            boolean drawn = section.contains("<b>pixels × forest</b>");
            boolean foreign = row.contains("pixels × forest") || row.contains("Best learned") && drawn;
            assertEquals(foreign ? 2 : 0, row.split("&#8202;\\*<small>|\u200a\\*<small>", -1).length - 1, row);
        }
        assertTrue(section.contains("* A part comes from another library"), section);
    }

    /** In the legend, and in the figures, with the colours taken away. */
    @Test
    void linesCanBeToldApartInGray() throws IOException {
        StringBuilder features = new StringBuilder();
        for (int f = 0; f < 9; f++) {
            features.append("  - {name: f").append(f).append(", type: raw-pixels}\n");
        }
        Path file = Files.writeString(
                temp.resolve("e.yaml"),
                "name: many\ndata: {set: generated, size: 24, train: 40, test: 20}\ntrainImages: [20]\nfeatures:\n"
                        + features + "heads: [{name: softmax, type: softmax, iterations: 2}]\n");
        ComparisonResult comparison = Tiny.run(Experiment.read(file), RUN).run();
        Report.write(comparison, temp.resolve("out"), RUN);
        String page = Files.readString(temp.resolve("out").resolve(Report.HTML));
        for (String section : List.of("by-images", "curves")) {
            String part = page.substring(page.indexOf("id=\"" + section + "\""));
            part = part.substring(0, part.indexOf("</section>"));
            int end = part.indexOf("</div>");
            Map<String, String> keys = looks(part.substring(0, end), "<span>", "</svg>([^<×]+)");
            Map<String, String> lines = looks(part.substring(end), "<g[> ]", "<title>([^<×]+)");
            assertEquals(9, keys.size(), part);
            assertEquals(9, Set.copyOf(keys.values()).size(), () -> section + ": " + keys);
            assertEquals(keys, lines);
        }
    }

    /** For each name the dashes and markers, without colours, that are drawn with it. */
    private static Map<String, String> looks(String part, String begin, String name) {
        Map<String, String> looks = new TreeMap<>();
        for (String one : part.split(begin)) {
            Matcher named = Pattern.compile(name).matcher(one);
            if (named.find()) {
                Set<String> seen = new TreeSet<>();
                Matcher found = Pattern.compile(
                                "stroke-dasharray=\"[^\"]*\"|class=\"marker\" d=\"[^\"]*\"|r=\"[^\"]*\"")
                        .matcher(one);
                while (found.find()) {
                    seen.add(found.group());
                }
                looks.put(named.group(1).strip(), seen.toString());
            }
        }
        return looks;
    }

    @Test
    void withoutTheKeyThereIsNone() throws IOException {
        ComparisonResult comparison = small("");
        assertTrue(LearningCurve.of(comparison).isEmpty());
        Report report = Report.write(comparison, temp.resolve("out"), RUN);
        assertEquals("", report.curveTable());
        assertFalse(Files.readString(temp.resolve("out").resolve(Report.HTML)).contains("by-images"));
    }

    /** A curve of one hand-made and one learned row, whose accuracies are known. */
    private static LearningCurve curve(double error, double[] handMade, double[] learned) {
        List<LearningCurve.Row> rows = new ArrayList<>();
        for (double[] row : new double[][] {handMade, learned}) {
            List<LearningCurve.Point> points = new ArrayList<>();
            for (double mean : row) {
                points.add(new LearningCurve.Point(mean, 0.5, 1));
            }
            rows.add(new LearningCurve.Row(
                    row == learned ? "net" : "HoG", "head", row == learned, rows.size(), true, true, points));
        }
        List<LearningCurve.Overtaking> overtaking = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            overtaking.add(new LearningCurve.Overtaking(
                    new int[] {100, 1000, 10000}[p],
                    rows.get(1),
                    rows.get(0),
                    new Differences.Difference("HoG", "head", learned[p] - handMade[p], error)));
        }
        return new LearningCurve(List.of(100, 1000, 10000), rows, false, overtaking);
    }

    /** Ahead means ahead with all larger numbers, too. */
    @Test
    void whereLearningOvertakes() {
        double[] handMade = {50, 60, 70};
        String end = " With all 10,000 images the best learned feature, net, has 80.0 ± 0.5 %, and the best hand-made"
                + " one, HoG, 70.0 ± 0.5 %: a difference of +10.0 ± 1.0 points.";
        assertEquals(
                "Learned features are ahead of hand-made ones from 10,000 images on, and not yet with 1,000." + end,
                curve(1, handMade, new double[] {55, 59, 80}).conclusion());
        assertEquals(
                "Learned features are ahead of hand-made ones from 1,000 images on, there not beyond chance, and not"
                        + " yet with 100." + end,
                curve(1, handMade, new double[] {45, 61, 80}).conclusion());
        assertEquals(
                "Learned features are ahead of hand-made ones from 100 images on, there not beyond chance." + end,
                curve(1, handMade, new double[] {51, 61, 80}).conclusion());
        String surer = end.replace("± 1.0", "± 0.5");
        assertEquals(
                "Learned features are ahead of hand-made ones from 1,000 images on, and not yet with 100." + surer,
                curve(0.5, handMade, new double[] {45, 61, 80}).conclusion());
        assertEquals(
                "Learned features are ahead of hand-made ones from 100 images on." + surer,
                curve(0.5, handMade, new double[] {51, 61, 80}).conclusion());
        String never = curve(12, handMade, new double[] {51, 61, 60}).conclusion();
        assertTrue(
                never.startsWith("Learned features do not overtake hand-made ones with up to 10,000 images.")
                        && never.endsWith("-10.0 ± 12.0 points, which is not beyond chance."),
                never);
        // Without rows of both kinds.
        LearningCurve both = curve(1, handMade, new double[] {45, 59, 80});
        assertEquals(
                "With 100 images HoG under head is the best, 50.0 ± 0.5 %; with all 10,000 it is net under head,"
                        + " 80.0 ± 0.5 %.",
                new LearningCurve(both.sizes(), both.rows(), false, List.of()).conclusion());
        assertEquals(
                "With 100 images as with all 10,000, HoG under head is the best: 50.0 ± 0.5 % and 70.0 ± 0.5 %.",
                new LearningCurve(both.sizes(), both.rows().subList(0, 1), false, List.of()).conclusion());
    }

    /** n1 counts the images for validation, so with all images the pair has the interval of the main table. */
    @Test
    void imagesForValidationCountInTheIntervalOfDividedImages() throws IOException {
        ComparisonResult comparison = small("trainImages: [20, 40]\n", ", validation: 30, divide: per-seed");
        LearningCurve curve = LearningCurve.of(comparison).orElseThrow();
        int[] images = {20 + 10, 40 + 20, 60 + 30};
        for (int p = 0; p < 3; p++) {
            LearningCurve.Overtaking at = curve.overtaking().get(p);
            Differences.Difference expected = resampled(comparison, at, p, images[p]);
            assertEquals(expected, at.difference());
            // The check can fail: without the images for validation the interval is another.
            assertNotEquals(
                    expected.error(),
                    resampled(comparison, at, p, curve.sizes().get(p)).error());
        }
        LearningCurve.Overtaking all = curve.overtaking().get(2);
        Summary.Cell learned = Summary.of(comparison).rows().get(1).under("MLP");
        assertEquals("network", learned.feature());
        assertTrue(Differences.of(comparison, learned).cells().contains(all.difference()), "as in the main table");
    }

    private static Differences.Difference resampled(
            ComparisonResult comparison, LearningCurve.Overtaking at, int point, int images) throws IOException {
        return new Differences.Difference(
                at.handMade().feature(),
                at.handMade().head(),
                CorrectedResampledT.difference(
                        right(comparison, at.learned(), point), right(comparison, at.handMade(), point), images));
    }

    private static boolean[][] right(ComparisonResult comparison, LearningCurve.Row row, int point) throws IOException {
        List<FinishedRun> runs = comparison.curve(row.feature(), row.head()).get(point);
        boolean[][] right = new boolean[runs.size()][];
        for (int s = 0; s < right.length; s++) {
            int[] predicted = runs.get(s).outputs().predictions();
            right[s] = new boolean[predicted.length];
            for (int i = 0; i < predicted.length; i++) {
                right[s][i] = predicted[i] == comparison.plan().data(s).test().label(i);
            }
        }
        return right;
    }

    /** 2 s to learn the feature, 1,000 images of 8 ms on 4 threads, 3 s to train. */
    @Test
    void secondsAreThoseOnAllThreads() {
        assertEquals(7, LearningCurve.seconds(new RunTiming(2, 8, 3, 1, 4, "none"), 1000), 1e-12);
    }

    @Test
    void linesAreDrawnOverALogarithmicAxis() {
        LogChart chart = LogChart.of(
                List.of("100", "1000", "10000"),
                List.of(new LogChart.Series(
                        "net",
                        3,
                        true,
                        List.of(
                                new LogChart.Value(100, 50, 0),
                                new LogChart.Value(1000, 60, 10),
                                new LogChart.Value(10000, 90, 0)))));
        LogChart.Line line = chart.lines().get(0);
        assertEquals("0.0,240.0 180.0,180.0 360.0,0.0", line.points());
        assertEquals(
                new LogChart.Mark("180.0", "180.0", "240.0", "120.0"),
                line.marks().get(1));
        assertEquals(
                List.of("100", "1,000", "10,000"),
                chart.ticks().stream().map(LogChart.Tick::label).toList());
        assertEquals(
                List.of("50", "55", "60", "65", "70", "75", "80", "85", "90"),
                chart.levels().stream().map(LogChart.Tick::label).toList());
        LogChart seconds = LogChart.of(
                List.of(),
                List.of(new LogChart.Series(
                        "net", 0, false, List.of(new LogChart.Value(0.02, 1, 0), new LogChart.Value(20, 1, 0)))));
        assertEquals(
                List.of("0.1", "1", "10"),
                seconds.ticks().stream().map(LogChart.Tick::label).toList());
        LogChart near = LogChart.of(
                List.of("3000", "9000", "10000"),
                List.of(new LogChart.Series(
                        "net", 0, false, List.of(new LogChart.Value(3000, 1, 0), new LogChart.Value(10000, 2, 0)))));
        assertEquals(
                List.of("3,000", "", "10,000"),
                near.ticks().stream().map(LogChart.Tick::label).toList());
    }

    /** Where there are less than two powers of 10, there are more numbers. */
    @Test
    void anAxisWithinOneDecadeHasLabels() {
        assertEquals(List.of("2", "5"), secondsFrom(1.5, 9));
        assertEquals(List.of("0.2", "0.5", "1"), secondsFrom(0.11, 1.9));
        assertEquals(List.of("20", "50", "100", "200", "500"), secondsFrom(15, 600));
        assertEquals(List.of("3", "4"), secondsFrom(2.1, 4.9));
        assertEquals(List.of("1,400", "1,500", "1,600"), secondsFrom(1350, 1640));
        assertEquals(List.of("1", "10"), secondsFrom(1, 10));
    }

    private static List<String> secondsFrom(double least, double most) {
        return LogChart.of(
                        List.of(),
                        List.of(new LogChart.Series(
                                "net",
                                0,
                                false,
                                List.of(new LogChart.Value(least, 1, 0), new LogChart.Value(most, 2, 0)))))
                .ticks()
                .stream()
                .map(LogChart.Tick::label)
                .toList();
    }
}
