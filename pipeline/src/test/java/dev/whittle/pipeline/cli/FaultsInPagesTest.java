package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults planted into pages, in their folder and alone. */
@Tag("long")
class FaultsInPagesTest extends PlantedFaults {
    @Test
    void aFigureInAPage() throws IOException {
        for (String page : List.of("report.html", "report.md")) {
            String text = Files.readString(made.resolve(page));
            int at = text.indexOf(" %", text.indexOf("Best"));
            int digit = at - 1;
            char other = text.charAt(digit) == '7' ? '8' : '7';
            Files.writeString(results.resolve(page), text.substring(0, digit) + other + text.substring(digit + 1));
            assertFound("page", page + ", line ", "stored '", "now '");
            assertEquals("ok", check("statistics").get("outcome").asText());
            Files.writeString(results.resolve(page), text);
        }
        String html = Files.readString(made.resolve("report.html"));
        String hash = sha256(made.resolve("result.json"));
        Files.writeString(results.resolve("report.html"), html.replace(hash, "0" + hash.substring(1)));
        assertFound("page", "report.html, line ", "section 'repeat'");
    }

    /** The page is made with the times that are stored. */
    @Test
    void aTime() throws IOException {
        String text = Files.readString(results.resolve(CELL + "1/timing.json"));
        Files.writeString(
                results.resolve(CELL + "1/timing.json"),
                text.replaceFirst("\"trainSeconds\" : [^,]*", "\"trainSeconds\" : 77.5"));
        assertFound("page");
    }

    /** The folder is not there; the images are. */
    @Test
    void aPageAloneSuffices() throws IOException {
        Path page = Files.move(results.resolve("report.html"), temp.resolve("page.html"));
        results = page;
        Outcome equal = verify();
        assertEquals(0, equal.exit(), equal.toString());
        assertTrue(verdict.get("equal").asBoolean());
        for (JsonNode check : verdict.get("checks")) {
            boolean notInPage =
                    List.of("files", "splits").contains(check.get("name").asText());
            assertEquals(notInPage ? "not checked" : "ok", check.get("outcome").asText(), check.toString());
        }

        String html = Files.readString(page);
        int at = html.indexOf(" %", html.indexOf("Best")) - 1;
        char other = html.charAt(at) == '7' ? '8' : '7';
        Files.writeString(page, html.substring(0, at) + other + html.substring(at + 1));
        assertFound("page", "page.html, line ", "stored '");

        at = html.indexOf("\"mean\" : 0.") + "\"mean\" : 0.".length();
        other = html.charAt(at) == '1' ? '2' : '1';
        Files.writeString(page, html.substring(0, at) + other + html.substring(at + 1));
        assertFound("statistics", "page.html#result.json, /cells/0/", "stored 0." + other, "pixels × softmax");
        assertTrue(check("statistics").at("/finding/file").asText().endsWith("page.html#result.json"));

        at = html.lastIndexOf("\"model.npz\" : \"") + "\"model.npz\" : \"".length();
        Files.writeString(page, html.substring(0, at) + "0".repeat(64) + html.substring(at + 64));
        assertFound("models", "SHA-256 of model.npz: stored 0000", "HoG × softmax, seed 1");

        Files.writeString(page, html.replaceFirst("\"seconds\" : [^,\n]*", "\"seconds\" : 7777.5"));
        assertFound("page", "7,778 s");

        Files.writeString(page, html);
        ImageFile.write(data.resolve("set/test/two/1.png"), new Planar<>(GrayU8.class, 16, 16, 1));
        assertFound("data", "the test images are others");
        assertEquals("not checked", check("page").get("outcome").asText());
    }

    @Test
    void aPageWithoutItsResultIsRefused() throws IOException {
        Path page = Files.writeString(temp.resolve("page.html"), "<p>nothing</p>");
        Outcome refused = whittle("verify", page, "--data", data);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("page.html carries no result"), refused.err());
    }

    /** Else a page could show anything, and nobody would be told. */
    @Test
    void aForgedPageWithoutTheTimes() throws IOException {
        Files.writeString(results.resolve("report.html"), "<p>100 %</p>");
        Files.delete(results.resolve("timing.json"));
        assertFound("page", "timing.json does not exist");
    }

    /** Fewer predictions than test images, from which no page can be made. */
    @Test
    void whatCannotBeShownIsADifference() throws IOException {
        for (int seed = 1; seed <= 2; seed++) {
            Path file = results.resolve(CELL + seed).resolve("predictions.npy");
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertTrue(text.contains("(12,)"), text);
            Files.write(
                    file,
                    text.replace("(12,)", "(10,)")
                            .substring(0, text.length() - 2)
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        assertFound("files", "predictions.npy");
        assertEquals("differs", check("page").get("outcome").asText());
        String text = check("page").get("text").asText();
        assertTrue(text.contains("the pages cannot be written again from what is stored: "), text);
    }

    /** Its own name is in the message, and no folder is left behind. */
    @Test
    void aPageWithAnExperimentThatIsNotUnderstoodIsRefused() throws IOException {
        String mark = "mark-" + UUID.randomUUID();
        String html = Files.readString(results.resolve("report.html"));
        Path page = temp.resolve("page.html");
        for (String fault : List.of("softmax", "featuresSha256")) {
            String from = fault.equals("softmax") ? "\"type\" : \"softmax\"" : "\"featuresSha256\" : [^\n]*\n";
            String to = fault.equals("softmax") ? "\"type\" : \"" + mark + "\"" : "\"" + mark + "\" : 1,\n";
            Files.writeString(page, html.replaceAll(from, to));
            Outcome refused = whittle("verify", page, "--data", data);
            assertEquals(1, refused.exit(), refused.toString());
            assertTrue(refused.err().contains("page.html#result.json"), refused.err());
            assertFalse(refused.err().contains("whittle-page"), refused.err());
        }
        // The folder of a page is deleted, also where a sample cannot be chosen.
        String times = html.replaceFirst("\"trainSeconds\" : ", "\"" + mark + "\" : ");
        Files.writeString(page, times);
        Outcome refused = whittle("verify", page, "--data", data, "--sample", "1m");
        assertEquals(1, refused.exit(), refused.toString());
        assertTrue(refused.err().contains("page.html#timing.json"), refused.err());
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> all = Files.list(temporary)) {
            for (Path left : all.filter(path -> path.getFileName().toString().startsWith("whittle-page"))
                    .toList()) {
                for (String name : List.of("result.json", "timing.json")) {
                    Path file = left.resolve(name);
                    assertFalse(Files.exists(file) && Files.readString(file).contains(mark), left.toString());
                }
            }
        }
    }
}
