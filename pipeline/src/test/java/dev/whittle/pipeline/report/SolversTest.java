package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Convergence;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolversTest {
    private static final Convergence MET = new Convergence(34, 1, 8.1e-4, Double.NaN, Convergence.Stop.TOLERANCE);

    @TempDir
    private Path temp;

    /** Runs 0 to 1 are pixels × softmax, 2 to 3 pixels × forest, 4 to 5 hue × softmax. */
    private ComparisonResult comparison(Convergence... reached) throws IOException {
        return HandMade.with(Small.comparison(temp), Arrays.asList(reached));
    }

    @Test
    void whereIterationsRanOutIsSaidAloud() throws IOException {
        ComparisonResult comparison = comparison(
                MET,
                new Convergence(200, 1, Double.NaN, 0.25, Convergence.Stop.ITERATIONS),
                null,
                null,
                new Convergence(9, 1, 0, 1e-7, Convergence.Stop.NO_DESCENT),
                new Convergence(1, 1, Double.NaN, Double.NaN, Convergence.Stop.EPOCHS),
                null,
                null);
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
        String warning = "Not at their minimum, since the iterations ran out before the tolerance was met:"
                + " pixels × softmax (1 of 2 runs). With more iterations their figures may change.";
        assertEquals(warning, solvers.warning());
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertTrue(html.contains("<b>Warning.</b> " + warning));
        assertTrue(html.contains("<td>200 iterations, gap 2.5e-01: stopped at the limit</td>"));
        String markdown = Files.readString(temp.resolve(Report.MARKDOWN));
        assertTrue(markdown.contains("**Warning.** " + warning), markdown);
        assertTrue(
                markdown.contains(
                        "| pixels | softmax | 34 iterations, gradient 8.1e-04: tolerance met; 200 iterations,"),
                markdown);
    }

    @Test
    void whereAllAreMetThereIsNoWarning() throws IOException {
        ComparisonResult comparison = comparison(MET, MET, null, null, null, null, null, null);
        Report.write(comparison, temp, Run.defaults());
        assertFalse(Files.readString(temp.resolve(Report.HTML)).contains("Warning"));
        assertFalse(Files.readString(temp.resolve(Report.MARKDOWN)).contains("Warning"));
    }

    @Test
    void withoutLinearHeadsThereIsNoTable() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Report.write(comparison, temp, Run.defaults());
        assertFalse(Files.readString(temp.resolve(Report.HTML)).contains("id=\"solvers\""));
        assertFalse(Files.readString(temp.resolve(Report.MARKDOWN)).contains("How near"));
    }
}
