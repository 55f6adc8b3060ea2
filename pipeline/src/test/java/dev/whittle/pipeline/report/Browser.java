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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headless Chromium: opens a page at the width of a phone and tells what it found there. */
record Browser(Path program) {
    private static final Pattern FOUND = Pattern.compile("<pre id=\"found\">([^<]+)</pre>");
    /** The page in a frame of 390 pixels; what a script finds in it is written where --dump-dom shows it. */
    private static final String PROBE = """
            <!DOCTYPE html><meta charset="utf-8">
            <iframe id="frame" src="PAGE" style="width:390px;height:800px;border:0"></iframe>
            <pre id="found"></pre>
            <script>
            onload = () => {
              const page = document.getElementById('frame').contentDocument;
              const texts = q => [...page.querySelectorAll(q)].map(e => e.textContent.replace(/\\s+/g, ' ').trim());
              const images = [...page.images];
              const style = e => page.defaultView.getComputedStyle(e);
              const scrolling = [...page.querySelectorAll('body *')].filter(e =>
                  ['auto', 'scroll'].includes(style(e).overflowX) && e.scrollWidth > e.clientWidth);
              document.getElementById('found').textContent = encodeURIComponent(JSON.stringify({
                answer: texts('#answer')[0],
                cells: texts('#table td.cell > span:not(.sr)'),
                features: texts('#table tbody th[scope=row]'),
                heads: texts('#table thead th[scope=col]'),
                best: texts('#table td.best > span:not(.sr)'),
                sections: [...page.querySelectorAll('section')].map(e => e.id),
                headings: texts('h2'),
                matrices: page.querySelectorAll('#confusion table').length,
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
              }));
            };
            </script>
            """;

    /** The first of the usual names on the PATH. */
    static Optional<Browser> find() {
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
    record Page(JsonNode found, List<String> console) {
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
            if (found.path("scripts").asInt() > 0) {
                faults.add(found.path("scripts").asInt() + " scripts");
            }
            if (found.path("scrollWidth").asInt() > found.path("width").asInt()) {
                faults.add("the page is " + found.path("scrollWidth").asInt() + " pixels wide in "
                        + found.path("width").asInt());
            }
            return faults;
        }

        List<String> texts(String member) {
            List<String> texts = new ArrayList<>();
            found.path(member).forEach(t -> texts.add(t.asText()));
            return texts;
        }
    }

    /** Opens a page; files of the browser and the probe go into {@code temp}. */
    Page open(Path page, Path temp) throws IOException, InterruptedException {
        Path probe = temp.resolve("probe.html");
        Files.writeString(probe, PROBE.replace("PAGE", page.toUri().toString()));
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
                        "--window-size=1100,900",
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        probe.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException(program + " did not end within 120 s");
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
        return new Page(new ObjectMapper().readTree(URLDecoder.decode(dump.group(1), StandardCharsets.UTF_8)), console);
    }
}
