package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variance by source in a results folder: on its pages, and checked. */
@Tag("long")
class VarianceVerifiedTest {
    private static final String YAML = """
            name: variance
            data: {set: generated, size: 24, train: 60, test: 60}
            seeds: [1, 2, 3]
            features:
              - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
              - {name: words, type: bag-of-words, samples: 500, kMeans: {k: 8, iterations: 2}}
            heads: [{name: softmax, type: softmax, iterations: 5}]
            controls: false
            variance: [codebook, start]
            """;

    @TempDir
    Path temp;

    private Outcome verify(Path results, Object... more) {
        Object[] all = new Object[3 + more.length];
        all[0] = "verify";
        all[1] = results;
        all[2] = "--data=" + temp;
        System.arraycopy(more, 0, all, 3, more.length);
        return whittle(all);
    }

    private static void assertFound(Outcome found, String... parts) {
        assertEquals(1, found.exit(), found.toString());
        String last = found.out().lines().reduce((a, b) -> b).orElseThrow();
        for (String part : parts) {
            assertTrue(last.contains(part), part + " in " + last);
        }
    }

    @Test
    void itIsOnThePagesAndIsChecked() throws IOException {
        Path out = temp.resolve("out");
        Path file = Files.writeString(temp.resolve("e.yaml"), YAML);
        Outcome compared = whittle("compare", file, "--out", out, "--data", temp);
        assertEquals(0, compared.exit(), compared.err());

        String page = Files.readString(out.resolve("report.html"));
        String section = page.substring(page.indexOf("<section id=\"variance\">"));
        section = section.substring(0, section.indexOf("</section>"));
        assertTrue(section.contains("codebook has the largest deviation in 1 of 2 cells, with up to "), section);
        assertTrue(section.contains("; words × softmax). In 1 of 2 none changes the accuracy."), section);
        // pixels: codebook, start and all; words: start.
        assertEquals(4, section.split("no effect", -1).length - 1, section);
        assertEquals(1, section.split("class=\"best\"", -1).length - 1, section);
        String markdown = Files.readString(out.resolve("report.md"));
        assertTrue(markdown.contains("| pixels | softmax | no effect | no effect | no effect |"), markdown);
        List<String> csv = Files.readAllLines(out.resolve("variance.csv"));
        String[] words = csv.get(4).split(",");
        assertEquals(
                "words,softmax,codebook,true", String.join(",", List.of(words).subList(0, 4)));
        String deviation = String.format(Locale.ROOT, "%.2f", 100 * Double.parseDouble(words[5]));
        assertTrue(markdown.contains("| words | softmax | **" + deviation + "** ("), deviation + " in " + markdown);

        Outcome same = verify(out);
        assertEquals(0, same.exit(), same.toString());
        assertTrue(same.out().contains("variance.csv"), same.out());
        assertEquals(0, verify(out.resolve("report.html")).exit());
        assertEquals(0, verify(out, "--sample", "1s").exit());

        Path result = out.resolve("result.json");
        String json = Files.readString(result);
        int at = json.indexOf("\"low\" : 0.0", json.indexOf("\"variance\" : [ {"));
        Files.writeString(result, json.substring(0, at) + "\"low\" : 0.9" + json.substring(at + 11));
        assertFound(verify(out), "statistics: ", "/variance/1/sources/0/low", "words × softmax, variance by codebook");
        Files.writeString(result, json);

        Path table = out.resolve("variance.csv");
        String text = Files.readString(table);
        Files.writeString(table, text.replace("words,softmax,codebook,true,0.", "words,softmax,codebook,true,0.9"));
        assertFound(verify(out, "--sample", "1s"), "page: ", "variance.csv, line 5");
        Files.writeString(table, text);

        Files.writeString(out.resolve("report.html"), page.replace("with up to ", "with up to 1"));
        assertFound(verify(out, "--sample", "1s"), "page: ", "report.html, line ", "section 'variance'");
        Files.writeString(out.resolve("report.html"), page);

        // A table that only another comparison writes.
        Files.writeString(file, YAML.replaceAll("variance: \\[.*", ""));
        Path plain = temp.resolve("plain");
        assertEquals(0, whittle("compare", file, "--out", plain, "--data", temp).exit());
        Files.copy(table, plain.resolve("variance.csv"));
        assertFound(verify(plain, "--sample", "1s"), "variance.csv: stored a file, now no file of this comparison");
        assertEquals(0, whittle("compare", file, "--out", plain, "--data", temp).exit());
        assertTrue(Files.notExists(plain.resolve("variance.csv")));
    }
}
