package dev.whittle.pipeline.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks for barriers to readers with axe-core, whose rules follow the Web Content Accessibility Guidelines. */
public final class Axe {
    private static final String QUESTION = """
            const found = await view.axe.run(page, {resultTypes: ['violations']});
            return {
              rules: found.passes.length,
              barriers: found.violations.map(v => v.id + ': ' + v.help + ', ' + v.nodes.map(n => n.target).join('; '))
            };
            """;

    private Axe() {}

    /**
     * The barriers of a page at any of these widths; empty for a good one.
     *
     * @param widths of the window in pixels
     */
    public static List<String> barriers(Browser browser, Path page, Path temp, int... widths)
            throws IOException, InterruptedException {
        String script;
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        // The policy of a page allows no script but its own, so a copy without it is looked at.
        String html = Files.readString(page).replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
        Path copy = Files.writeString(
                temp.resolve("axe.html"), html.replace("</body>", "<script>" + script + "</script></body>"));
        List<Browser.View> views = Arrays.stream(widths)
                .mapToObj(width -> new Browser.View(copy, width))
                .toList();
        List<String> barriers = new ArrayList<>();
        for (Browser.Page found : browser.ask(views, temp, QUESTION)) {
            if (found.found().path("rules").asInt() < 5) {
                throw new IOException("axe-core did not run: " + found);
            }
            barriers.addAll(found.texts("barriers"));
        }
        return barriers;
    }
}
