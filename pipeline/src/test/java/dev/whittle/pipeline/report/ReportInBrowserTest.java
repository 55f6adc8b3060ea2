package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of the report sees, in a real browser at the width of a phone. */
class ReportInBrowserTest {
    @TempDir
    private static Path temp;

    private static Browser browser;
    private static ComparisonResult comparison;
    private static Path html;
    private static Browser.Page page;
    private static Browser.Page wide;

    @BeforeAll
    static void openTheReport() throws IOException, InterruptedException {
        browser = Browser.find().orElse(null);
        if (browser == null) {
            System.out.println(
                    "ReportInBrowserTest is skipped: none of chromium, chromium-browser, google-chrome is on the PATH");
        }
        assumeTrue(browser != null, "none of chromium, chromium-browser, google-chrome is on the PATH");
        comparison = Tiny.run(temp.resolve("tiny"), 2, KernelChoice.AUTO.kernels());
        Report.write(comparison, temp.resolve("tiny"), Run.defaults());
        html = temp.resolve("tiny").resolve(Report.HTML);
        List<Browser.Page> both = browser.open(onBothScreens(html), temp);
        page = both.get(0);
        wide = both.get(1);
    }

    private static List<Browser.View> onBothScreens(Path file) {
        return List.of(Browser.View.onAPhone(file), new Browser.View(file, 1280));
    }

    private static String percent(JsonNode accuracy) {
        return String.format(
                Locale.ROOT,
                "%.1f ± %.1f",
                100 * accuracy.path("mean").asDouble(),
                100 * accuracy.path("sd").asDouble());
    }

    @Test
    void theAnswerIsThatOfTheResult() throws IOException {
        JsonNode result = new ObjectMapper()
                .readTree(temp.resolve("tiny").resolve("result.json").toFile());
        List<String> cells = new ArrayList<>();
        JsonNode best = null;
        for (JsonNode cell : result.path("cells")) {
            JsonNode test = cell.path("accuracy").path("test");
            cells.add(percent(test));
            if (best == null
                    || test.path("mean").asDouble()
                            > best.path("accuracy").path("test").path("mean").asDouble()) {
                best = cell;
            }
        }
        String text = percent(best.path("accuracy").path("test"));
        String won = page.texts("answers").get(0);
        String expected = "Which feature won?" + best.path("feature").asText() + " under "
                + best.path("head").asText() + ", " + text + " % of 30 test images right, ";
        assertTrue(won.startsWith(expected) && won.contains("class: 10.0 %."), won);
        assertEquals(cells, page.texts("cells"));
        assertEquals(List.of(text), page.texts("best"));
    }

    /** On a phone and on a small computer all questions are answered without scrolling. */
    @Test
    void theAnswersAreOnTheFirstScreen() {
        assertEquals(4, page.texts("answers").size());
        onTheFirstScreen(page, wide);
        assertEquals(page.texts("sections"), page.texts("contents"));
    }

    /** With corrupted test images there are five answers, here of features and heads with long names. */
    @Test
    void fiveAnswersAreOnTheFirstScreen() throws IOException, InterruptedException {
        Path file = Files.writeString(temp.resolve("blind.yaml"), """
                name: blind
                data: {set: generated, train: 60, validation: 20, test: 30}
                seeds: [1, 2, 3]
                robustness: [gaussian-noise, shuffled-cells]
                features:
                  - {name: learned hidden layer, type: color-histogram, space: hue, bins: [10]}
                  - {name: untrained hidden layer, type: hog}
                  - {name: visual words, type: color-histogram, space: hsv, bins: [4, 2, 2]}
                  - {name: k-means filters, type: raw-pixels}
                heads: [{name: softmax, type: softmax, iterations: 9}, {name: linear SVM, type: linear-svm}]
                """);
        Path out = temp.resolve("blind");
        ComparisonResult blind =
                Tiny.run(Experiment.read(file), Run.defaults()).withFolder(out).run();
        Report.write(blind, out, Run.defaults());
        List<Browser.Page> both = browser.open(onBothScreens(out.resolve(Report.HTML)), temp);
        Browser.Page opened = both.get(0);
        onTheFirstScreen(opened, both.get(1));
        assertEquals(5, opened.texts("answers").size());
        String answer = opened.texts("answers").get(4);
        assertTrue(answer.startsWith("What is each blind to?"), answer);
        assertEquals(opened.texts("sections"), opened.texts("contents"));
    }

    private static void onTheFirstScreen(Browser.Page small, Browser.Page wide) {
        int end = small.found().path("answersEnd").asInt();
        assertTrue(end > 200 && end <= 844, () -> "the answers end at " + end + " on a phone");
        assertFalse(small.found().path("contentsOpen").asBoolean(), "contents are in the way on a phone");
        int endOfWide = wide.found().path("answersEnd").asInt();
        assertTrue(endOfWide > 200 && endOfWide <= 800, () -> "the answers end at " + endOfWide + " at 1280 pixels");
        assertTrue(wide.found().path("contentsOpen").asBoolean(), "contents are closed at 1280 pixels");
        assertEquals(List.of(), wide.faults());
        assertEquals(List.of(), small.faults());
    }

    @Test
    void everyFeatureAndHeadIsThere() {
        Experiment experiment = comparison.plan().experiment();
        assertEquals(
                experiment.features().stream().map(Experiment.Feature::name).toList(), page.texts("features"));
        List<String> columns = new ArrayList<>(List.of("Feature"));
        experiment.heads().forEach(head -> columns.add(head.name()));
        columns.addAll(List.of("length", "ms per image (one thread)"));
        assertEquals(columns, page.texts("heads"));
        assertEquals(20, page.found().path("matrices").asInt());
    }

    @Test
    void everySectionIsThere() {
        assertEquals(
                List.of(
                        "table",
                        "baselines",
                        "cost",
                        "choices",
                        "classes",
                        "confusion",
                        "examples",
                        "contested",
                        "glyphs",
                        "words",
                        "templates",
                        "curves",
                        "solvers",
                        "method",
                        "checklist",
                        "repeat"),
                page.texts("sections"));
        // Two charts for each of four heads, a line for each of five features.
        assertEquals(40, page.found().path("curves").asInt());
        // Examples, glyphs of 10 classes twice, one sheet of words, templates of 10 classes for 3 heads.
        int images = page.found().path("images").asInt();
        assertTrue(images > 2 * 10 + 1 + 3 * 10 && images <= 51 + 60, () -> images + " images");
    }

    @Test
    void nothingIsBrokenAndNothingOverflows() throws IOException {
        assertEquals(List.of(), page.faults());
        assertEquals(390, page.found().path("width").asInt());
        assertTrue(
                page.texts("scrolling").contains("Accuracy by feature and head"), () -> "" + page.texts("scrolling"));
        String text = Files.readString(html);
        assertFalse(text.contains("http:") || text.contains("https:"), "the page names another site");
        assertTrue(
                text.contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"),
                "the policy is missing");
        assertTrue(Files.size(html) < 5_000_000, () -> text.length() + " characters");
    }

    /** The largest first, then the smallest; a head without the feature is always last. */
    @Test
    void tablesAreSorted() {
        List<String> sorted = page.texts("sorted");
        assertEquals(2, sorted.size());
        List<Double> down = numbers(sorted.get(0), "descending: ");
        List<Double> up = numbers(sorted.get(1), "ascending: ");
        assertEquals(5, down.size());
        assertEquals(down.stream().sorted(Comparator.reverseOrder()).toList(), down);
        assertEquals(down.stream().sorted().toList(), up);
        assertNotEquals(down, up);
    }

    private static List<Double> numbers(String text, String order) {
        assertTrue(text.startsWith(order), text);
        return Arrays.stream(text.substring(order.length()).split(", "))
                .map(cell -> Double.valueOf(cell.split(" ")[0]))
                .toList();
    }

    /** Gray and colour images, before and after, each with its histogram. */
    @Test
    void imageStepsAreShown() throws IOException, InterruptedException {
        Path file = Files.writeString(temp.resolve("steps.yaml"), """
                name: steps
                data: {set: generated, size: 24, train: 60, test: 30}
                features:
                  - {name: equalized, type: raw-pixels, images: [{type: equalize}]}
                  - {name: gray, type: raw-pixels, images: [{type: light}, {type: gray}, {type: scale, size: 8}]}
                heads: [{name: softmax, type: softmax, iterations: 2}]
                """);
        Path out = temp.resolve("steps");
        ComparisonResult steps =
                Tiny.run(Experiment.read(file), Run.defaults()).withFolder(out).run();
        Report.write(steps, out, Run.defaults());
        Browser.Page opened = browser.open(out.resolve(Report.HTML), temp);
        assertEquals(List.of(), opened.faults());
        assertTrue(opened.texts("sections").contains("steps"), () -> "" + opened.texts("sections"));
        // Five classes for each of two features: three bands before and after, or three before and one after.
        assertEquals(5 * 6 + 5 * 4, opened.found().path("histograms").asInt());
    }

    @Test
    void thereAreNoBarriers() throws IOException, InterruptedException {
        assertEquals(List.of(), Axe.barriers(browser, html, temp, 390, 1280));
    }

    @Test
    void hostileNamesAreOnlyNames() throws IOException, InterruptedException {
        ComparisonResult hostile = ReportTest.hostile(temp.resolve("hostile"));
        Report.write(hostile, temp.resolve("hostile"), Run.defaults());
        Browser.Page opened = browser.open(temp.resolve("hostile").resolve(Report.HTML), temp);
        assertEquals(List.of(), opened.faults());
        assertEquals(List.of("F " + ReportTest.HOSTILE), opened.texts("features"));
        String won = opened.texts("answers").get(0);
        assertTrue(won.startsWith("Which feature won?F " + ReportTest.HOSTILE), won);
    }

    @Test
    void fusionsAndDivisionsOfEachSeedAreShown() throws IOException, InterruptedException {
        Path yaml = Files.writeString(temp.resolve("fusion.yaml"), """
                name: fusion
                data: {set: generated, train: 40, validation: 20, test: 20, divide: per-seed}
                seeds: [1, 2, 3]
                features:
                  - {name: HoG, type: hog, transforms: [{type: standardize}]}
                  - {name: hue, type: color-histogram, space: hue, bins: [10], transforms: [{type: standardize}]}
                heads: [{name: softmax, type: softmax, iterations: 20}]
                fusions:
                  - name: HoG + hue
                    of: [{feature: HoG, head: softmax}, {feature: hue, head: softmax}]
                """);
        Path out = temp.resolve("fusion");
        ComparisonResult fused =
                Tiny.run(Experiment.read(yaml), Run.defaults()).withFolder(out).run();
        Report.write(fused, out, Run.defaults());
        Browser.Page opened = browser.open(out.resolve(Report.HTML), temp);
        assertEquals(List.of(), opened.faults());
        assertEquals(390, opened.found().path("width").asInt());
        assertEquals(
                List.of("table", "baselines", "cost", "fusions"),
                opened.texts("sections").subList(0, 4));
        JsonNode accuracy = new ObjectMapper()
                .readTree(out.resolve("result.json").toFile())
                .path("fusions")
                .path(0)
                .path("accuracy")
                .path("test");
        String text = Files.readString(out.resolve(Report.HTML));
        assertTrue(text.contains("<th scope=\"row\">HoG + hue</th><td>" + percent(accuracy) + "</td>"), text);
        assertTrue(text.contains("20 test images, drawn anew for each seed, right"), text);
    }

    /** What is wrong with a page, and what is said of it. */
    private static final String[][] PLANTED = {
        {"<img alt='x' src='data:image/png;base64,AAAA'>", "1 broken images"},
        {"<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>", "1 images without a text"},
        {"<div style='width: 600px'>wide</div>", "the page is 6"},
        {"<p>AnExtremelyLongWord</p><table><td style='min-width: 500px'>x</table>", "the page is 5"},
        {"<img alt='x' src='http://127.0.0.1:9/x.png'>", "Content Security Policy"},
        {"<div style='overflow-x: auto'><p style='width: 500px'>x</p></div>", "1 parts scroll without a shadow"},
        {"<script>fetch('x')</script>", "Content Security Policy"},
        {"<script>1</script>", "2 scripts"},
        {"<h4>x</h4>", "heading out of order: x"},
        {"<figure>x</figure>", "1 figures without a caption"},
        {"<svg></svg>", "1 drawings without a text"},
        {"<div style='overflow: auto; width: 9px'><table><thead><tr><th>one</table></div>", "1 tables have columns"}
    };

    /** The checks above find what is wrong with a page, each in its own page and in no other. */
    @Test
    void plantedFaultsAreFound() throws IOException, InterruptedException {
        String good = Files.readString(html);
        List<Browser.View> views = new ArrayList<>();
        for (int i = 0; i < PLANTED.length; i++) {
            Path bad = temp.resolve("bad" + i + ".html");
            Files.writeString(bad, good.replace("</header>", PLANTED[i][0] + "</header>"));
            views.add(Browser.View.onAPhone(bad));
        }
        views.add(Browser.View.onAPhone(html));
        List<Browser.Page> pages = browser.open(views, temp);
        for (int i = 0; i < PLANTED.length; i++) {
            String[] planted = PLANTED[i];
            List<String> faults = pages.get(i).faults();
            assertTrue(faults.stream().anyMatch(f -> f.contains(planted[1])), () -> planted[0] + " gives " + faults);
        }
        assertEquals(List.of(), pages.get(PLANTED.length).faults());
    }
}
