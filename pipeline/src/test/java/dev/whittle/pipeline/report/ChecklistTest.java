package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Program;
import dev.whittle.pipeline.experiment.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecklistTest {
    @TempDir
    private Path temp;

    private static Checklist of(ComparisonResult comparison) {
        return Checklist.of(comparison, Summary.of(comparison));
    }

    private static String answer(Checklist checklist, String question) {
        return checklist.items().stream()
                .filter(item -> item.question().startsWith(question))
                .findFirst()
                .orElseThrow(() -> new AssertionError(checklist.toString()))
                .answer();
    }

    private static ComparisonResult by(Program program, ComparisonResult comparison) {
        Timing t = new Timing("CPU", 3, "an OS", "Java 99", "scalar", 2, 61.4, 77, program, Instant.EPOCH);
        return new ComparisonResult(
                comparison.plan(),
                comparison.result(),
                t,
                comparison.runs(),
                comparison.fewerImages(),
                comparison.inspected());
    }

    @Test
    void factsOfTheComparison() throws IOException {
        ComparisonResult comparison = by(new Program("1.2", "abc", false), Small.comparison(temp));
        Checklist checklist = of(comparison);
        assertEquals(
                "4 cells, each with 2 seeds (1, 2): 8 runs, all of which are reported.",
                answer(checklist, "How many r"));
        assertTrue(
                answer(checklist, "How many images").startsWith("6 for training, 0 for validation, 6 for the test; 4"));
        assertTrue(answer(checklist, "What are").contains("sample deviation over the seeds"));
        assertTrue(answer(checklist, "Were training").contains("6 of 6 test images equal training images"));
        assertTrue(answer(checklist, "Were training").contains("for nearly equal pictures"));
        assertTrue(answer(checklist, "Several").contains("with 4 cells, each is multiplied by 1.5"));
        assertEquals(
                "CPU, 3 processors, an OS; at most 77 MiB of Java's heap. No graphics processor.",
                answer(checklist, "On which"));
        assertTrue(answer(checklist, "How long").startsWith("61 s on 2 threads with scalar kernels"));
        assertEquals("Whittle 1.2, commit abc; Java Java 99.", answer(checklist, "Which soft"));
        String limits = checklist.limits().toString();
        assertTrue(limits.contains("2 seeds only") && limits.contains("best of 4 cells"), limits);
        assertTrue(limits.contains("pixels × forest, hue × forest"), limits);
        assertTrue(limits.contains("settings of softmax, forest were not chosen"), limits);
    }

    @Test
    void uncommittedAndUnknownCodeIsSaid() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        String dirty = answer(of(by(new Program(null, "abc", true), comparison)), "Which software");
        assertTrue(dirty.startsWith("Whittle built from sources, commit abc, with uncommitted changes"), dirty);
        String unknown = answer(of(by(new Program("1", null, false), comparison)), "Which software");
        assertTrue(unknown.contains("the commit is not known"), unknown);
    }

    @Test
    void bothPagesHaveIt() throws IOException {
        ComparisonResult comparison = by(new Program(null, "abc", true), ReportTest.hostile(temp));
        Report.write(comparison, temp, Run.defaults());
        for (String page : new String[] {Report.HTML, Report.MARKDOWN}) {
            String text = Files.readString(temp.resolve(page));
            assertTrue(text.contains("with uncommitted changes"), page);
            assertTrue(text.contains("There is one seed, so nothing is known"), page);
            assertFalse(text.contains("over test images and seeds"), page);
        }
    }
}
