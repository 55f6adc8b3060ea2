package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first screen of the page, from comparisons by hand. */
class AnswersTest {
    static final int IMAGES = 100;

    @TempDir
    private Path temp;

    /** One seed and one head, softmax; each feature is right on some of the images, from one to another. */
    private ComparisonResult features(int[]... fromTo) throws IOException {
        return features(temp, "", fromTo);
    }

    private ComparisonResult features(String keys, int[]... fromTo) throws IOException {
        return features(temp, keys, fromTo);
    }

    static ComparisonResult features(Path folder, String keys, int[]... fromTo) throws IOException {
        StringBuilder names = new StringBuilder();
        int[][][] predicted = new int[fromTo.length][1][IMAGES];
        for (int f = 0; f < fromTo.length; f++) {
            names.append(f == 0 ? "" : ", ").append("{name: f").append(f).append(", type: raw-pixels}");
            Arrays.fill(predicted[f][0], 1);
            Arrays.fill(predicted[f][0], fromTo[f][0], fromTo[f][1], 0);
        }
        return HandMade.comparison(
                folder,
                "by hand",
                keys + "features: [" + names + "]\nheads: [{name: softmax, type: softmax}]\n",
                HandMade.Images.plain(new int[IMAGES], List.of("ant", "bee")),
                predicted,
                null,
                Small.CURVE);
    }

    private static Answers of(ComparisonResult comparison) throws IOException {
        return of(comparison, false);
    }

    private static Answers of(ComparisonResult comparison, boolean isDoubtful) throws IOException {
        Summary summary = Summary.of(comparison);
        return Answers.of(
                comparison.plan(),
                isDoubtful,
                summary,
                Rivals.of(comparison, summary),
                Baselines.of(comparison),
                Costs.of(comparison, summary),
                BlindSpots.of(comparison));
    }

    static Answers.Answer answer(Answers answers, String id) {
        return answers.all().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
    }

    static void says(Answers.Answer answer, String brief, String... texts) {
        assertEquals(brief, answer.brief());
        for (String text : texts) {
            assertTrue(answer.text().contains(text), answer.text());
        }
    }

    /** 8 to 0 has p = 2/2⁸ by McNemar, 25 to 0 nearly 0. Two others in one direction: once the two-sided p. */
    @Test
    void oneSeed() throws IOException {
        Answers answers = of(features(new int[] {0, 50}, new int[] {0, 75}, new int[] {0, 67}));
        says(answer(answers, "won"), "f1 under softmax, 75.0 %", "of 100 test images right. Always the most frequent");
        says(
                answer(answers, "lead"),
                "+8.0 ± 5.4 points over the next feature, +25.0 ± 8.6 over the baseline.",
                "Next: f2 under softmax. Baseline: f0 under softmax.");
        says(
                answer(answers, "real"),
                "Yes.",
                "Over the next feature: beyond chance (p = 0.008).",
                "more than ½ point behind with probability > 99 %.",
                "Over the baseline: beyond chance (p < 0.001)",
                "Beyond chance over all 2 other features.",
                "One seed: the chance in training is not counted.");
        says(
                answer(answers, "paid"),
                "2.1 s to train, 0.250 ms an image.",
                "20 values. The next feature: 3.2 s, 0.500 ms.");
    }

    @Test
    void notSettled() throws IOException {
        Answers answers = of(features(new int[] {0, 50}, new int[] {0, 75}, new int[] {0, 73}, new int[] {1, 73}));
        // 2 to 0: three halves of 2/2².
        says(
                answer(answers, "real"),
                "Better than the baseline: yes. Best of all: not settled.",
                "Over the next feature: not settled (p = 0.750)",
                "Over the baseline: beyond chance (p < 0.001)",
                "Not settled over 2 of 3 other features: f2, f3.");
        says(answer(of(features(new int[] {0, 50}, new int[] {0, 52})), "real"), "Not settled.", "(p = 0.500)");
    }

    @Test
    void theBaselineWins() throws IOException {
        Answers answers = of(features(new int[] {0, 75}, new int[] {0, 50}));
        says(
                answer(answers, "lead"),
                "+25.0 ± 8.6 points over the next feature.",
                "The winner is the baseline itself.");
        says(answer(answers, "real"), "Yes.", "Over the next feature: beyond chance (p < 0.001)");
        assertFalse(answer(answers, "real").text().contains("baseline"));
    }

    @Test
    void theDeclaredBaseline() throws IOException {
        int[][] fromTo = {{0, 50}, {0, 75}, {0, 60}};
        Answers third = of(features("baseline: f2\n", fromTo));
        says(
                answer(third, "lead"),
                "+15.0 ± 7.1 points over the next feature, +15.0 ± 7.1 over the baseline.",
                "Next: f2 under softmax. Baseline: f2 under softmax.");
        Answers winner = of(features("baseline: f1\n", fromTo));
        says(answer(winner, "lead"), "+15.0 ± 7.1 points over the next feature.", "The winner is the baseline itself.");
    }

    /** f1 has the head svm alone, so the declared baseline stands under softmax, where f0 is too. */
    @Test
    void theDeclaredBaselineHasNotTheBestHead() throws IOException {
        String yaml = "baseline: f2\nfeatures: [{name: f0, type: raw-pixels}, {name: f1, type: raw-pixels, heads:"
                + " [svm]}, {name: f2, type: raw-pixels, heads: [softmax]}]\n"
                + "heads: [{name: softmax, type: softmax}, {name: svm, type: linear-svm}]\n";
        int[][][] predicted = new int[4][1][IMAGES];
        int[] right = {50, 40, 75, 60};
        for (int cell = 0; cell < right.length; cell++) {
            Arrays.fill(predicted[cell][0], right[cell], IMAGES, 1);
        }
        Answers answers = of(HandMade.comparison(
                temp,
                "by hand",
                yaml,
                HandMade.Images.plain(new int[IMAGES], List.of("ant", "bee")),
                predicted,
                null,
                Small.CURVE));
        says(
                answer(answers, "lead"),
                "+15.0 ± 7.1 points over the next feature, +15.0 ± 7.1 over the baseline.",
                "Baseline: f2 under softmax.");
    }

    /** 8 to 0 has p = 2/2⁸. With four cells it counts (4 - 1)/2 times; Holm within the head would count it 3 times. */
    @Test
    void bothAreAdjustedAlike() throws IOException {
        Answers answers = of(features(new int[] {0, 50}, new int[] {0, 58}, new int[] {0, 50}, new int[] {0, 50}));
        says(
                answer(answers, "real"),
                "Yes.",
                "Over the next feature: beyond chance (p = 0.012).",
                "Over the baseline: beyond chance (p = 0.012).",
                "adjusted for the choice of the best (Hsu 1984)");
    }

    @Test
    void twoEqualFeatures() throws IOException {
        Answers answers = of(features(new int[] {0, 60}, new int[] {40, 100}));
        says(answer(answers, "won"), "f0 under softmax, 60.0 %", "Equally accurate: f1 under softmax.");
        says(answer(answers, "lead"), "0.0 ± 17.8 points over the next feature.", "The winner is the baseline itself.");
        says(answer(answers, "real"), "Not settled.", "not settled (p = 1.000)");
    }

    @Test
    void oneFeature() throws IOException {
        Answers answers = of(features(new int[] {0, 60}));
        says(answer(answers, "lead"), "Nothing to compare with.", "leaves up to 9.8 points");
        // All images are of one class, so that nothing is better than always naming it.
        says(answer(answers, "real"), "Not settled.", "Within what the number of test images leaves to chance.");
        says(answer(answers, "paid"), "1.0 s to train, < 0.001 ms an image.", "10 values.");
        assertFalse(answer(answers, "paid").text().contains("next"));
    }

    /** Such as test images that equal training images. */
    @Test
    void whatMakesResultsDoubtfulIsSaidBesideTheVerdict() throws IOException {
        ComparisonResult comparison = features(new int[] {0, 50}, new int[] {0, 75}, new int[] {0, 67});
        Answers.Answer quiet = answer(of(comparison), "real");
        Answers.Answer doubtful = answer(of(comparison, true), "real");
        assertEquals(quiet.brief() + " But see the notes below.", doubtful.brief());
        assertEquals(quiet.text(), doubtful.text());
        assertEquals(answer(of(comparison), "won"), answer(of(comparison, true), "won"));
    }

    /** Where the best head has no other feature, the baseline stands under the head that is best for it. */
    @Test
    void noBaselineUnderTheHead() throws IOException {
        ComparisonResult comparison = features(new int[] {0, 50}, new int[] {0, 75}, new int[] {0, 67});
        Summary summary = Summary.of(comparison);
        Rivals rivals = Rivals.of(comparison, summary);
        Answers answers = Answers.of(
                comparison.plan(),
                false,
                summary,
                rivals,
                new Baselines(List.of()),
                Costs.of(comparison, summary),
                Optional.empty());
        says(
                answer(answers, "lead"),
                "+8.0 ± 5.4 points over the next feature, +25.0 ± 8.6 over the baseline.",
                "Baseline: f0 under softmax.");
    }

    @Test
    void withoutCorruptionsThereAreFourAnswers() throws IOException {
        assertEquals(4, of(features(new int[] {0, 60})).all().size());
    }

    @Test
    void manyNamesAreCutShort() throws IOException {
        int[][] all = new int[9][];
        Arrays.setAll(all, f -> new int[] {0, 60});
        Answers answers = of(features(all));
        says(
                answer(answers, "won"),
                "f0 under softmax, 60.0 %",
                "Equally accurate: f1 under softmax, f2 under softmax, f3 under softmax, and 5 more.");
        says(
                answer(answers, "real"),
                "Not settled.",
                "Not settled over 8 of 8 other features: f1, f2, f3, and 5 more.");
    }

    /** Each number of the answers in the page is computed anew from result.json and timing.json. */
    @Test
    void everyNumberIsThatOfTheResult() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        comparison.write(temp);
        Report.write(comparison, temp, Run.defaults());
        assertEquals(List.of(), wrongNumbers(Files.readString(temp.resolve(Report.HTML))));
        String markdown = Files.readString(temp.resolve(Report.MARKDOWN));
        for (Answers.Answer answer : of(comparison, true).all()) {
            assertTrue(
                    markdown.contains("- " + answer.question() + " **" + Markdown.escape(answer.brief()) + "** "
                            + Markdown.escape(answer.text()) + "\n"),
                    markdown);
        }
    }

    @Test
    void aPlantedNumberIsSeen() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        comparison.write(temp);
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        for (String[] planted : new String[][] {
            {"100.0 ± 0.0 %", "100.0 ± 0.1 %"},
            {"of 6 test images", "of 7 test images"},
            {"class: 50.0 %", "class: 40.0 %"},
            {"91.7 ± 11.8 % of", "91.8 ± 11.8 % of"},
            {"<b>+25.0 ±", "<b>+26.0 ±"},
            {"feature, +25.0 ±", "feature, +24.0 ±"},
            {"3.7 s to train", "3.6 s to train"},
            {"0.500 ms an image", "0.501 ms an image"},
            {"30 values", "31 values"}
        }) {
            assertTrue(html.contains(planted[0]), () -> planted[0] + " is not in the page");
            assertEquals(
                    1,
                    wrongNumbers(html.replaceFirst(Pattern.quote(planted[0]), planted[1]))
                            .size(),
                    planted[0]);
        }
    }

    /** What the answers say of the best cell, the one of the validation images, and the next feature. */
    private List<String> wrongNumbers(String html) throws IOException {
        JsonNode result =
                new ObjectMapper().readTree(temp.resolve("result.json").toFile());
        JsonNode runs = new ObjectMapper()
                .readTree(temp.resolve("timing.json").toFile())
                .path("runs");
        JsonNode best = best(result, "test");
        JsonNode chosen = best(result, "validation");
        JsonNode next = null;
        for (JsonNode cell : result.path("cells")) {
            boolean other = !cell.path("feature").equals(best.path("feature"));
            next = other && (next == null || mean(cell, "test") > mean(next, "test")) ? cell : next;
        }
        int images = result.path("data").path(0).path("test").path("images").asInt();
        double most = 0;
        for (JsonNode row : best.path("runs").path(0).path("test").path("confusion")) {
            double sum = 0;
            for (JsonNode n : row) {
                sum += n.asInt();
            }
            most = Math.max(most, 100 * sum / images);
        }
        JsonNode baseline = null;
        for (JsonNode cell : result.path("cells")) {
            baseline = baseline == null && cell.path("head").equals(best.path("head")) ? cell : baseline;
        }
        String overNext = String.format(Locale.ROOT, "<b>%+.1f ±", 100 * (mean(best, "test") - mean(next, "test")));
        String overBaseline =
                String.format(Locale.ROOT, "feature, %+.1f ±", 100 * (mean(best, "test") - mean(baseline, "test")));
        double seconds = timing(runs, best, "fitFeatureSeconds") + timing(runs, best, "trainSeconds");
        double ms = timing(runs, best, "extractMsPerImage") + timing(runs, best, "predictMsPerImage");
        String[][] expected = {
            {"won", name(best) + ", " + percent(best) + " %"},
            {"won", "of " + images + " test images right"},
            {"won", String.format(Locale.ROOT, "Always the most frequent class: %.1f %%.", most)},
            {"won", "choose " + name(chosen) + ", " + percent(chosen) + " % of the test images."},
            {"lead", overNext},
            {"lead", overBaseline},
            {"lead", "Next: " + name(next) + "."},
            {"paid", String.format(Locale.ROOT, "%.1f s to train", seconds)},
            {"paid", String.format(Locale.ROOT, "%.3f ms an image", ms)},
            {"paid", best.path("length").asInt() + " values"}
        };
        return Arrays.stream(expected)
                .filter(e -> !section(html, e[0]).contains(e[1]))
                .map(e -> e[1])
                .toList();
    }

    private static String section(String html, String id) {
        Matcher matcher = Pattern.compile("<div id=\"" + id + "\">(.*?)</div>", Pattern.DOTALL)
                .matcher(html);
        assertTrue(matcher.find(), id);
        return matcher.group(1);
    }

    private static JsonNode best(JsonNode result, String split) {
        JsonNode best = null;
        for (JsonNode cell : result.path("cells")) {
            best = best == null || mean(cell, split) > mean(best, split) ? cell : best;
        }
        return best;
    }

    private static double mean(JsonNode cell, String split) {
        return cell.path("accuracy").path(split).path("mean").asDouble();
    }

    private static String name(JsonNode cell) {
        return cell.path("feature").asText() + " under " + cell.path("head").asText();
    }

    private static String percent(JsonNode cell) {
        JsonNode test = cell.path("accuracy").path("test");
        return String.format(
                Locale.ROOT,
                "%.1f ± %.1f",
                100 * test.path("mean").asDouble(),
                100 * test.path("sd").asDouble());
    }

    private static double timing(JsonNode runs, JsonNode cell, String what) {
        double sum = 0;
        int n = 0;
        for (JsonNode run : runs) {
            if (run.path("feature").equals(cell.path("feature"))
                    && run.path("head").equals(cell.path("head"))) {
                sum += run.path(what).asDouble();
                n++;
            }
        }
        return sum / n;
    }
}
