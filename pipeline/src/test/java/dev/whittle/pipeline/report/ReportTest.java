package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    static final String HOSTILE = "<script>alert(1)</script> a|b \"quoted\" 'single' ``` ${x} &lt;";

    @TempDir
    private Path temp;

    /** Every name that a user chooses is hostile: of the experiment, features, heads and classes. */
    static ComparisonResult hostile(Path folder) throws IOException {
        String yaml = "features: [{name: \"F " + HOSTILE.replace("\"", "\\\"") + "\", type: hog}]\nheads: [{name: \"H "
                + HOSTILE.replace("\"", "\\\"") + "\", type: softmax}]\n";
        HandMade.Images plain = HandMade.Images.plain(new int[] {0, 1, 1}, List.of("A " + HOSTILE, "B " + HOSTILE));
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            images.add(new Planar<>(GrayU8.class, 16, 16, 1));
        }
        HandMade.Images test = new HandMade.Images(images, plain.ofClass(), plain.classes());
        return HandMade.comparison(folder, "N\n" + HOSTILE, yaml, test, new int[][][] {{{0, 1, 0}}}, null, Small.CURVE);
    }

    private String read(String file) throws IOException {
        return Files.readString(temp.resolve(file));
    }

    /** The page without the result that it carries, in which there is no element. */
    private static String withoutResult(String html) {
        String without = html.replaceAll("<script type=\"application/json\" id=\"(result|timing)\">[^<]*</script>", "");
        assertTrue(without.length() < html.length(), "the page carries its result");
        return without;
    }

    @Test
    void hostileNamesAreShownAndDoNothing() throws IOException {
        ComparisonResult comparison = hostile(temp);
        Report.write(comparison, temp, Run.defaults());
        String html = read(Report.HTML);
        assertEquals(2, withoutResult(html).split("<script", -1).length, "the page's own script and no other");
        String shown =
                "&lt;script&gt;alert(1)&lt;/script&gt; a|b &quot;quoted&quot; &#39;single&#39; ``` ${x} &amp;lt;";
        for (String who : new String[] {"N\n", "F ", "H ", "A ", "B "}) {
            assertTrue(html.contains(who + shown), () -> who + "is not shown");
        }
        String markdown = read(Report.MARKDOWN);
        String beforeCode = markdown.substring(0, markdown.indexOf("````yaml\n"));
        assertTrue(markdown.endsWith("\n````\n"), "the fence is longer than that in a name");
        String unescaped = "(?<!\\\\)";
        assertFalse(beforeCode.replaceAll("\\\\<", "").contains("<"), beforeCode);
        for (String line : beforeCode.lines().filter(l -> l.startsWith("|")).toList()) {
            assertEquals(6, line.split(unescaped + "\\|", -1).length, line);
        }
        assertTrue(beforeCode.startsWith("# N \\<script\\>"), beforeCode);
    }

    @Test
    void bothPagesGiveTheAnswer() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Report report = Report.write(comparison, temp, Run.defaults());
        String markdown = read(Report.MARKDOWN);
        assertTrue(
                markdown.contains("- Which feature won? **hue under softmax, 100.0 ± 0.0 %** of 6 test images"),
                markdown);
        assertTrue(
                markdown.contains("The validation images choose hue under forest, 91.7 ± 11.8 % of the test images."),
                markdown);
        assertTrue(markdown.contains(report.table()), markdown);
        assertTrue(markdown.contains("not covered by the promise"), markdown);
        String few = "t is up to 12.7 (with 4 of them 3.2, with 10 2.3), so hardly any difference is beyond chance";
        assertTrue(markdown.contains("With 2 seeds") && markdown.contains(few), markdown);
        assertTrue(read(Report.HTML).contains(few));
        String html = read(Report.HTML);
        assertTrue(html.contains(
                "<dt>Which feature won?</dt><dd><b>hue under softmax, 100.0 ± 0.0 %</b> <span>of 6 test"));
        assertTrue(html.contains("10 for validation"));
        assertTrue(html.contains("91.7 ± 11.8</span>&#8202;*"), "marked as not covered by the promise");
        assertTrue(html.contains(comparison.resultSha256()));
    }

    @Test
    void oneSeedAndNoValidation() throws IOException {
        ComparisonResult comparison = hostile(temp);
        Report.write(comparison, temp, Run.defaults());
        String html = read(Report.HTML);
        assertTrue(html.contains("One seed (1), so no deviation can be given"));
        assertFalse(html.contains("t is up to"), "images alone are compared");
        assertTrue(html.contains("none held out for validation"));
        assertFalse(html.contains("The validation images choose"));
        assertFalse(html.contains("not covered by the promise"));
    }

    /** 100 classes under 12 cells: matrices are drawn, examples limited, and the page stays small. */
    @Test
    void aHundredClasses() throws IOException {
        List<String> classes = new ArrayList<>();
        int[] labels = new int[1000];
        for (int c = 0; c < 100; c++) {
            classes.add("a class with a rather long name " + c);
        }
        int[][][] predicted = new int[12][1][1000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 100;
            for (int cell = 0; cell < 12; cell++) {
                predicted[cell][0][i] = (i % 100 + (i * (cell + 1) / 7) % 3) % 100;
            }
        }
        StringBuilder features = new StringBuilder();
        for (int f = 0; f < 12; f++) {
            features.append(f == 0 ? "" : ", ").append("{name: f").append(f).append(", type: raw-pixels}");
        }
        ComparisonResult comparison = HandMade.comparison(
                temp,
                "hundred",
                "features: [" + features + "]\nheads: [{name: softmax, type: softmax}]\n",
                HandMade.Images.plain(labels, classes),
                predicted,
                null,
                Small.CURVE);
        Report.write(comparison, temp, Run.defaults());
        String html = read(Report.HTML);
        assertEquals(12, html.split("class=\"drawn\"", -1).length - 1);
        assertEquals(0, html.split("<table class=\"confusion\"", -1).length - 1);
        assertEquals(30, html.split(", taken for", -1).length - 1, "errors shown");
        assertTrue(withoutResult(html).length() < 700_000, () -> html.length() + " characters");
        assertTrue(html.length() < 5_000_000, () -> html.length() + " characters");
    }
}
