package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolversTest {
    private static final String MET =
            "{\"iterations\": 34, \"objective\": 1, \"gradient\": 8.1e-4, \"stop\": \"tolerance\"}";

    @TempDir
    private Path temp;

    /** Units 0 to 1 are pixels × softmax, 2 to 3 pixels × forest, 4 to 5 hue × softmax. */
    private static void put(Comparison comparison, int unit, String convergence) throws IOException {
        ((ObjectNode) comparison.units().get(unit).cell()).set("convergence", new ObjectMapper().readTree(convergence));
    }

    @Test
    void whereIterationsRanOutIsSaidAloud() throws IOException {
        Comparison comparison = Small.comparison(temp);
        put(comparison, 0, MET);
        put(comparison, 1, "{\"iterations\": 200, \"objective\": 1, \"gap\": 0.25, \"stop\": \"iterations\"}");
        put(
                comparison,
                4,
                "{\"iterations\": 9, \"objective\": 1, \"gradient\": 0, \"gap\": 1e-7, \"stop\": \"no-descent\"}");
        put(comparison, 5, "{\"iterations\": 1, \"objective\": 1, \"stop\": \"epochs\"}");
        Solvers solvers = Solvers.of(comparison);
        assertEquals(
                List.of(
                        new Solvers.Row(
                                "pixels",
                                "softmax",
                                List.of(
                                        "34 iterations, gradient 8.1e-04: tolerance met",
                                        "200 iterations, gap 2.5e-01: stopped at the limit"),
                                1),
                        new Solvers.Row(
                                "hue",
                                "softmax",
                                List.of(
                                        "9 iterations, gradient 0.0e+00, gap 1.0e-07: no further descent in float",
                                        "1 epoch"),
                                0)),
                solvers.rows());
        String warning = "Not at their minimum, for iterations ran out before the tolerance was met:"
                + " pixels × softmax (1 of 2 seeds). With more iterations their figures may change.";
        assertEquals(warning, solvers.warning());
        Report.write(comparison, Run.defaults());
        String html = Files.readString(comparison.folder().resolve(Report.HTML));
        assertTrue(html.contains("<b>Warning.</b> " + warning));
        assertTrue(html.contains("<td>200 iterations, gap 2.5e-01: stopped at the limit</td>"));
        String markdown = Files.readString(comparison.folder().resolve(Report.MARKDOWN));
        assertTrue(markdown.contains("**Warning.** " + warning), markdown);
        assertTrue(
                markdown.contains(
                        "| pixels | softmax | 34 iterations, gradient 8.1e-04: tolerance met; 200 iterations,"),
                markdown);
    }

    @Test
    void whereAllAreMetThereIsNoWarning() throws IOException {
        Comparison comparison = Small.comparison(temp);
        put(comparison, 0, MET);
        put(comparison, 1, MET);
        Report.write(comparison, Run.defaults());
        assertFalse(Files.readString(comparison.folder().resolve(Report.HTML)).contains("Warning"));
        assertFalse(
                Files.readString(comparison.folder().resolve(Report.MARKDOWN)).contains("Warning"));
    }

    @Test
    void withoutLinearHeadsThereIsNoTable() throws IOException {
        Comparison comparison = Small.comparison(temp);
        Report.write(comparison, Run.defaults());
        assertFalse(Files.readString(comparison.folder().resolve(Report.HTML)).contains("id=\"solvers\""));
        assertFalse(
                Files.readString(comparison.folder().resolve(Report.MARKDOWN)).contains("How near"));
    }
}
