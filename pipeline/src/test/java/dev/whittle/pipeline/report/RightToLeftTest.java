package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.EmbeddedResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in Arabic and Hebrew do not move what stands beside them. */
class RightToLeftTest {
    private static final String HEBREW = "\u05e9\u05dc\u05d5\u05dd";
    private static final String ARABIC = "\u0635\u0648\u0631";

    /** What is read one after the other on a line, and does not stand so. */
    private static final String QUESTION = """
            const wrong = [];
            let seen = 0;
            for (const part of page.querySelectorAll('#answers dd, p, li, #table tr, figcaption, pre, svg text')) {
              const walker = page.createTreeWalker(part, NodeFilter.SHOW_TEXT);
              let before = null;
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const words = /[\\u0590-\\u08ff]+(?: [\\u0590-\\u08ff]+)*|\\d+(\\.\\d+)?|%|×/g;
                for (const found of node.data.matchAll(words)) {
                  const range = page.createRange();
                  range.setStart(node, found.index);
                  range.setEnd(node, found.index + found[0].length);
                  const box = range.getBoundingClientRect();
                  if (box.width === 0) continue;
                  seen++;
                  if (before && Math.abs(before.box.bottom - box.bottom) < 4 && before.box.left > box.left) {
                    wrong.push(before.text + ' ' + found[0] + ' in ' + part.tagName + ' ' + part.textContent.trim());
                  }
                  before = {box, text: found[0]};
                }
              }
            }
            return {wrong, seen};
            """;

    @TempDir
    Path temp;

    private ComparisonResult comparison;

    @BeforeEach
    void aComparison() throws IOException {
        String yaml = "features: [{name: " + HEBREW + ", type: hog}, {name: HoG " + ARABIC
                + " 2, type: raw-pixels}]\nheads: [{name: " + ARABIC + ", type: softmax}]\n";
        HandMade.Images plain = HandMade.Images.plain(new int[] {0, 1, 1}, List.of(HEBREW, ARABIC + " " + ARABIC));
        List<Planar<GrayU8>> images = Stream.generate(() -> new Planar<>(GrayU8.class, 16, 16, 1))
                .limit(3)
                .toList();
        comparison = HandMade.comparison(
                temp.resolve("results"),
                HEBREW + " 7",
                yaml,
                new HandMade.Images(images, plain.ofClass(), plain.classes()),
                new int[][][] {{{0, 1, 0}, {0, 1, 1}}, {{0, 0, 0}, {0, 0, 1}}},
                null,
                Small.CURVE);
        Report.write(comparison, temp, Run.defaults());
    }

    /** S and T stand for Hebrew letters, A for an Arabic one, F for one beyond U+FFFF, [ and ] for isolating signs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a.html | <p>S 45.3 %</p>           | <p><bdi>S</bdi> 45.3 %</p>
                    a.html | <b>ST T</b>, S-T: 7       | <b><bdi>ST T</bdi></b>, <bdi>S-T</bdi>: 7
                    a.html | S&quot;T &quot;A&quot;    | <bdi>S&quot;T</bdi> &quot;<bdi>A</bdi>&quot;
                    a.html | a/S/T 1                   | a/<bdi>S</bdi>/<bdi>T</bdi> 1
                    a.html | S 2 T 3                   | <bdi>S</bdi> 2 <bdi>T</bdi> 3
                    a.html | <img alt="S 1" id="S">    | <img alt="[S] 1" id="S">
                    a.html | <svg a="S"><g>S</g></svg> | <svg a="[S]"><g>[S]</g></svg>
                    a.html | <title>A 1</title>        | <title>[A] 1</title>
                    a.html | <script>"S"</script>S     | <script>"S"</script><bdi>S</bdi>
                    a.html | <pre>name: S, k: 1</pre>  | <pre>name: <bdi>S</bdi>, k: 1</pre>
                    a.html | A\u200cA 1                | <bdi>A\u200cA</bdi> 1
                    a.html | FF 1                      | <bdi>FF</bdi> 1
                    a.html | gr\u00fc\u00df 1           | gr\u00fc\u00df 1
                    a.md   | S 45.3 %                  | [S] 45.3 %
                    a.tex  | S 45.3                    | S 45.3
                    """)
    void wordsAreIsolated(String file, String text, String expected) {
        assertEquals(letters(expected), RightToLeft.isolated(Path.of(file), letters(text)));
    }

    private static String letters(String text) {
        return text.replace("S", "\u05e9")
                .replace("T", "\u05ea")
                .replace("A", "\u0634")
                .replace("F", Character.toString(0x1E900))
                .replace("[", "\u2068")
                .replace("]", "\u2069");
    }

    @Test
    void codeInMarkdownIsLeftAlone() {
        String code = "```yaml\nname: \u05e9\n```\n";
        assertEquals(code + "\u2068\u05e9\u2069 1\n", RightToLeft.isolated(Path.of("a.md"), code + "\u05e9 1\n"));
    }

    /** Nothing else changes, and no text is too long. */
    @Test
    void otherPagesAreTheSame() {
        String page = "<p>HoG 45.3 %</p>";
        assertSame(page, RightToLeft.isolated(Path.of("a.html"), page));
        String all = "\u05e9 ".repeat(200_000).strip();
        assertEquals("<bdi>" + all + "</bdi>", RightToLeft.isolated(Path.of("a.html"), all));
    }

    /** In every place of the page and the files beside it, without a list of these places. */
    @Test
    void noneStandsAloneInAPage() throws IOException {
        Pattern isolated = Pattern.compile("<bdi>[^<]*</bdi>|\u2068[^\u2069]*\u2069|(?s:<script.*?</script>)"
                + "|(?ms:^```yaml$.*?^```$)|(?: id| href)=\"[^\"]*\"");
        for (String name : List.of(Report.HTML, Report.MARKDOWN, "model-card.md", "datasheet.md")) {
            String page = Files.readString(temp.resolve(name));
            String rest = isolated.matcher(page).replaceAll("");
            assertTrue(rest.length() < page.length(), name);
            Matcher left = Pattern.compile(".{0,40}[\\u0590-\\u08FF].{0,40}").matcher(rest);
            assertFalse(left.find(), () -> name + ": " + left.group());
        }
        // The page carries its result with the names as they are.
        comparison.write(temp);
        String result = Files.readString(temp.resolve("result.json"));
        assertTrue(result.contains(HEBREW));
        EmbeddedResult.read(temp.resolve(Report.HTML)).write(temp);
        assertEquals(result, Files.readString(temp.resolve("result.json")));
    }

    @Test
    void figuresStandWhereTheyAreWritten() throws IOException, InterruptedException {
        Browser browser = Browser.find().orElse(null);
        assumeTrue(browser != null, "none of chromium, chromium-browser, google-chrome is on the PATH");
        Path page = temp.resolve(Report.HTML);
        Browser.Page found = browser.ask(page, temp, 1200, QUESTION);
        assertEquals(List.of(), found.texts("wrong"));
        assertTrue(found.found().get("seen").asInt() > 50, found.found().toString());
        assertEquals(List.of(), found.console());

        // Without the isolation they do not.
        Path plain = temp.resolve("plain.html");
        Files.writeString(plain, Files.readString(page).replaceAll("</?bdi>|[\u2068\u2069]", ""));
        assertTrue(browser.ask(plain, temp, 1200, QUESTION).texts("wrong").size() > 2);
    }
}
