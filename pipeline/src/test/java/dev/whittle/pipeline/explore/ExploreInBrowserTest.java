package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.nn.Network;
import dev.whittle.classify.nn.NetworkClassifier;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.pipeline.report.Axe;
import dev.whittle.pipeline.report.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of the page of figures sees, in a real browser. */
@Tag("long")
class ExploreInBrowserTest {
    /** Moves each slider to each of its positions, the others staying where they are, and reads what is shown. */
    private static final String MOVE = """
            const figures = [...page.querySelectorAll('figure')].map(figure => {
              const sliders = [...figure.querySelectorAll(':scope > .slider input')];
              const moves = [];
              sliders.forEach((slider, s) => {
                const before = slider.value;
                for (let p = 0; p <= Number(slider.max); p++) {
                  slider.value = p;
                  slider.dispatchEvent(new view.Event('input', {bubbles: true}));
                  moves.push({slider: s, position: p, output: slider.parentElement.querySelector('output').textContent,
                      reading: figure.querySelector('.reading').textContent,
                      drawing: figure.querySelector('.drawing').innerHTML.length});
                }
                slider.value = before;
                slider.dispatchEvent(new view.Event('input', {bubbles: true}));
              });
              return {anchor: figure.id, drawings: figure.querySelectorAll('.drawing svg[aria-label]').length, moves};
            });
            return {
              figures,
              width: page.documentElement.clientWidth,
              scrollWidth: page.documentElement.scrollWidth,
              loaded: view.performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith('data:'))
            };
            """;

    /** Moves both inputs of each network that runs in the page to five places. */
    private static final String TRY = """
            return [...page.querySelectorAll('.network')].map(element => {
              const inputs = [...element.querySelectorAll('input')];
              return [[0, 0], [0, 20], [20, 0], [20, 20], [-7, 13]].map(place => {
                inputs.forEach((input, i) => {
                  input.value = place[i];
                  input.dispatchEvent(new view.Event('input', {bubbles: true}));
                });
                const ring = element.parentElement.querySelector('.drawing circle.ink');
                return {values: element.querySelector('.values').textContent, x: ring.getAttribute('cx')};
              });
            });
            """;

    private static final String NO_BROWSER = "none of chromium, chromium-browser, google-chrome is on the PATH";

    @TempDir
    private static Path temp;

    private static Browser browser;
    private static List<Chapter> chapters;
    private static Path html;

    @BeforeAll
    static void writeThePage() throws IOException {
        browser = Browser.find().orElse(null);
        if (browser == null) {
            System.out.println("ExploreInBrowserTest is skipped: " + NO_BROWSER);
        }
        assumeTrue(browser != null, NO_BROWSER);
        chapters = ComputedChapters.get();
        html = temp.resolve("explore.html");
        ExplorePage.write(chapters, html);
    }

    @Test
    void everySliderShowsItsState() throws IOException, InterruptedException {
        Browser.Page page = browser.ask(html, temp, 390, MOVE);
        assertEquals(List.of(), page.console());
        assertEquals(List.of(), page.texts("loaded"));
        assertEquals(390, page.found().path("scrollWidth").asInt(), "the page fits a phone");
        List<Figure> figures =
                chapters.stream().flatMap(c -> c.figures().stream()).toList();
        assertEquals(figures.size(), page.found().path("figures").size());
        for (int f = 0; f < figures.size(); f++) {
            JsonNode shown = page.found().path("figures").path(f);
            assertEquals(figures.get(f).anchor(), shown.path("anchor").asText());
            assertTrue(shown.path("drawings").asInt() > 0, shown.path("anchor").asText());
            check(figures.get(f), shown.path("moves"));
        }
    }

    private static void check(Figure figure, JsonNode moves) {
        int n = 0;
        for (int s = 0; s < figure.sliders().size(); s++) {
            List<String> positions = figure.sliders().get(s).positions();
            for (int p = 0; p < positions.size(); p++) {
                JsonNode move = moves.path(n++);
                List<Integer> at = new ArrayList<>();
                figure.sliders().forEach(slider -> at.add(slider.start()));
                at.set(s, p);
                String where = figure.anchor() + " " + at;
                assertEquals(positions.get(p), move.path("output").asText(), where);
                assertEquals(state(figure, at).reading(), move.path("reading").asText(), where);
                assertTrue(move.path("drawing").asInt() > 200, where);
            }
        }
        assertEquals(n, moves.size());
    }

    private static Figure.State state(Figure figure, List<Integer> at) {
        int index = 0;
        for (int s = 0; s < at.size(); s++) {
            index = index * figure.sliders().get(s).positions().size() + at.get(s);
        }
        return figure.states().get(index);
    }

    @Test
    void networksOfThePageComputeWhatWhittleDoes() throws IOException, InterruptedException {
        Run run = Run.defaults();
        Network six = ((NetworkClassifier)
                        HiddenUnits.of(6, 1000, Split.spiral(run), run).classifier())
                .network();
        List<Network> networks = List.of(TruthTable.xorByHand(), six);
        JsonNode found = browser.ask(html, temp, 1280, TRY).found();
        assertEquals(networks.size(), found.size());
        float[][] places = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {-0.35f, 0.65f}};
        for (int n = 0; n < networks.size(); n++) {
            for (int p = 0; p < places.length; p++) {
                float[] scores =
                        networks.get(n).scores(Matrix.of(places[p]), run).data();
                String shown = found.path(n).path(p).path("values").asText();
                String[] values = shown.replaceFirst(".*: (.*)\\.$", "$1").split(", ");
                assertEquals(scores.length, values.length, shown);
                for (int i = 0; i < scores.length; i++) {
                    assertEquals(scores[i], Double.parseDouble(values[i].replace('−', '-')), 0.0051, shown);
                }
            }
            assertNotEquals(
                    found.path(n).path(0).path("x").asText(),
                    found.path(n).path(2).path("x").asText(),
                    "the ring moves");
        }
    }

    @Test
    void thereAreNoBarriers() throws IOException, InterruptedException {
        assertEquals(List.of(), Axe.barriers(browser, html, temp, 390, 1280));
    }

    @Test
    void aBarrierIsFound() throws IOException, InterruptedException {
        Path bad = temp.resolve("bad.html");
        ExplorePage.write(chapters.subList(0, 1), bad);
        Files.writeString(
                bad,
                Files.readString(bad)
                        .replace("<main>", "<main><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"));
        List<String> found = Axe.barriers(browser, bad, temp, 390);
        assertFalse(found.isEmpty());
        assertTrue(found.get(0).contains("image-alt"), () -> "" + found);
    }
}
