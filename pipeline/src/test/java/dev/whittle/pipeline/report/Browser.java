package dev.whittle.pipeline.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headless Chromium: opens pages and tells what it found there. To start it takes longer than most pages do. */
public record Browser(Path program) {
    private static final Pattern FOUND = Pattern.compile("<pre id=\"found\">([^<]+)</pre>");
    /** Each page in a frame; what a script finds in them is written where --dump-dom shows it. */
    private static final String PROBE = """
            <!DOCTYPE html><meta charset="utf-8">
            FRAMES
            <pre id="found"></pre>
            <script>
            const answer = async (page, view) => {
            QUESTION
            };
            onload = () => setTimeout(async () => {
              const found = [];
              for (const frame of document.querySelectorAll('iframe')) {
                try {
                  found.push(await answer(frame.contentDocument, frame.contentWindow));
                } catch (e) {
                  found.push({failed: String(e)});
                }
              }
              document.getElementById('found').textContent = encodeURIComponent(JSON.stringify(found));
            }, 300);
            </script>
            """;

    private static final String FRAME =
            "<iframe src=\"%s\" style=\"position:absolute;top:0;left:0;width:%dpx;height:844px;border:0\"></iframe>%n";

    /** What is asked of a report. */
    private static final String REPORT = """
            const sorted = page => [...page.querySelectorAll('#table tbody tr')].length < 2 ? [] : [0, 1].map(() => {
              const head = page.querySelector('#table thead th:nth-child(2)');
              head.querySelector('button').click();
              return head.getAttribute('aria-sort') + ': ' +
                  [...page.querySelectorAll('#table tbody td:nth-child(2) > span:not(.sr)')]
                      .map(e => e.textContent).join(', ');
            });
              const texts = q => [...page.querySelectorAll(q)].map(e => e.textContent.replace(/\\s+/g, ' ').trim());
              const images = [...page.images];
              const style = e => page.defaultView.getComputedStyle(e);
              const scrolling = [...page.querySelectorAll('body *')].filter(e =>
                  ['auto', 'scroll'].includes(style(e).overflowX) && e.scrollWidth > e.clientWidth);
              return {
                answers: texts('#answers > div'),
                answersEnd: Math.ceil(page.getElementById('answers').getBoundingClientRect().bottom),
                cells: texts('#table td.cell > span:not(.sr)'),
                features: texts('#table tbody th[scope=row]'),
                heads: texts('#table thead th[scope=col]'),
                best: texts('#table td.best > span:not(.sr)'),
                contents: [...page.querySelectorAll('nav a')].map(e => e.hash.slice(1)),
                contentsOpen: page.querySelector('nav details')?.open === true,
                sections: [...page.querySelectorAll('section')].map(e => e.id),
                headings: [...page.querySelectorAll('h1, h2, h3, h4, h5, h6')].flatMap((h, i, all) =>
                    Number(h.tagName[1]) <= (i ? Number(all[i - 1].tagName[1]) : 0) + 1 ? []
                        : ['heading out of order: ' + h.textContent]),
                loaded: page.defaultView.performance.getEntriesByType('resource').map(r => r.name)
                    .filter(name => !name.startsWith('data:')),
                figuresWithoutCaption: [...page.querySelectorAll('figure')].filter(f =>
                    !f.querySelector('figcaption')?.textContent.trim()).length,
                drawingsWithoutText: [...page.querySelectorAll('svg:not([aria-hidden])')].filter(d =>
                    !d.getAttribute('aria-label')).length,
                language: page.documentElement.lang,
                silent: scrolling.filter(e => e.querySelector('thead') &&
                    !/\\d+ of \\d+ columns/.test(e.previousElementSibling?.textContent ?? '')).length,
                sorted: sorted(page),
                matrices: page.querySelectorAll('#confusion table.confusion').length,
                curves: page.querySelectorAll('#curves polyline').length,
                histograms: page.querySelectorAll('#steps polyline').length,
                images: images.length,
                broken: images.filter(i => !i.complete || i.naturalWidth === 0).length,
                withoutText: images.filter(i => !i.alt).length,
                scripts: page.querySelectorAll('script:not([type="application/json"])').length,
                scrolling: scrolling.map(e => e.getAttribute('aria-label') || e.tagName),
                withoutHint: scrolling.filter(e => style(e).backgroundAttachment !== 'local, scroll').length,
                width: page.documentElement.clientWidth,
                scrollWidth: page.documentElement.scrollWidth
              };
            """;

    /** The first of the usual names on the PATH. */
    public static Optional<Browser> find() {
        for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
            for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                Path program = Path.of(folder, name);
                if (!folder.isEmpty() && Files.isExecutable(program)) {
                    return Optional.of(new Browser(program));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * @param found what the probe found
     * @param console what the browser complained about: errors of scripts, and whatever the page's security policy
     *     refused
     */
    public record Page(JsonNode found, List<String> console) {
        /** What no report may have; empty for a good page. */
        List<String> faults() {
            List<String> faults = new ArrayList<>(console);
            if (found.path("broken").asInt() > 0) {
                faults.add(found.path("broken").asInt() + " broken images");
            }
            if (found.path("withoutText").asInt() > 0) {
                faults.add(found.path("withoutText").asInt() + " images without a text");
            }
            if (found.path("withoutHint").asInt() > 0) {
                faults.add(found.path("withoutHint").asInt() + " parts scroll without a shadow that tells so");
            }
            if (found.path("scripts").asInt() != 1) {
                faults.add(found.path("scripts").asInt() + " scripts");
            }
            found.path("loaded").forEach(address -> faults.add("loads " + address.asText()));
            found.path("headings").forEach(fault -> faults.add(fault.asText()));
            if (found.path("figuresWithoutCaption").asInt() > 0) {
                faults.add(found.path("figuresWithoutCaption").asInt() + " figures without a caption");
            }
            if (found.path("drawingsWithoutText").asInt() > 0) {
                faults.add(found.path("drawingsWithoutText").asInt() + " drawings without a text");
            }
            if (found.path("language").asText().isEmpty()) {
                faults.add("no language");
            }
            if (found.path("silent").asInt() > 0) {
                faults.add(found.path("silent").asInt() + " tables have columns out of sight and do not say so");
            }
            if (found.path("scrollWidth").asInt() > found.path("width").asInt()) {
                faults.add("the page is " + found.path("scrollWidth").asInt() + " pixels wide in "
                        + found.path("width").asInt());
            }
            return faults;
        }

        public List<String> texts(String member) {
            List<String> texts = new ArrayList<>();
            found.path(member).forEach(t -> texts.add(t.asText()));
            return texts;
        }
    }

    /**
     * A page at a width.
     *
     * @param width of the window in pixels
     */
    public record View(Path page, int width) {
        /** At the width of a phone. */
        static View onAPhone(Path page) {
            return new View(page, 390);
        }
    }

    /** Opens a report at the width of a phone. */
    Page open(Path page, Path temp) throws IOException, InterruptedException {
        return open(List.of(View.onAPhone(page)), temp).get(0);
    }

    /** Opens reports beside each other; files of the browser and the probe go into {@code temp}. */
    List<Page> open(List<View> views, Path temp) throws IOException, InterruptedException {
        return ask(views, temp, REPORT);
    }

    /**
     * Opens a page and asks it something.
     *
     * @param question the body of an asynchronous function of the document {@code page} and its window {@code view}; it
     *     returns an object, which is what is found
     */
    public Page ask(Path page, Path temp, int width, String question) throws IOException, InterruptedException {
        return ask(List.of(new View(page, width)), temp, question).get(0);
    }

    /** Asks the same of several pages, one after another; the browser starts once. */
    List<Page> ask(List<View> views, Path temp, String question) throws IOException, InterruptedException {
        Path probe = temp.resolve("probe.html");
        StringBuilder frames = new StringBuilder();
        views.forEach(view ->
                frames.append(String.format(Locale.ROOT, FRAME, view.page().toUri(), view.width())));
        Files.writeString(probe, PROBE.replace("FRAMES", frames).replace("QUESTION", question));
        Path out = temp.resolve("browser.out");
        Path err = temp.resolve("browser.err");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--allow-file-access-from-files",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + Files.createTempDirectory(temp, "profile"),
                        "--window-size=1400,900",
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        probe.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        long seconds = 120L * views.size();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException(program + " did not end within " + seconds + " s");
        }
        Matcher dump = FOUND.matcher(Files.readString(out));
        if (!dump.find()) {
            throw new IOException(
                    program + " gave no answer (exit code " + process.exitValue() + "): " + Files.readString(err));
        }
        List<String> console = new ArrayList<>();
        for (String line : Files.readAllLines(err, StandardCharsets.ISO_8859_1)) {
            if (line.contains(":CONSOLE")) {
                console.add(line);
            }
        }
        JsonNode found = new ObjectMapper().readTree(URLDecoder.decode(dump.group(1), StandardCharsets.UTF_8));
        List<Page> pages = new ArrayList<>();
        for (View view : views) {
            // A complaint that names another page is not of this one.
            List<String> own = console.stream()
                    .filter(line -> views.stream()
                                    .noneMatch(
                                            v -> line.contains(v.page().toUri().toString()))
                            || line.contains(view.page().toUri().toString()))
                    .toList();
            pages.add(new Page(found.path(pages.size()), own));
        }
        return pages;
    }
}
