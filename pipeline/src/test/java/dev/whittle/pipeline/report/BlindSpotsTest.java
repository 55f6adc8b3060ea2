package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.Halves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each feature is blind to, with figures computed by hand. */
class BlindSpotsTest {
    @TempDir
    private Path temp;

    private static ComparisonResult comparison(int validation, Integer... severities) throws IOException {
        return ComparisonRun.of(
                        Halves.plan(
                                validation,
                                List.of(severities),
                                Corruption.CONTRAST,
                                Corruption.FLIP,
                                Corruption.EQUALIZED),
                        Run.defaults())
                .run();
    }

    /** "corner" has all validation images right, "left" half of them; on the test images both have 4 of 6. */
    @Test
    void theHeadIsChosenOnTheValidationImages() throws IOException {
        BlindSpots spots = BlindSpots.of(comparison(4, 2)).orElseThrow();
        assertEquals(1, spots.tables().size());
        assertNull(spots.tables().get(0).head());
        BlindSpots.Row row = spots.of("pixels").orElseThrow();
        assertEquals("corner", row.head());
        assertEquals(66.7, row.clean(), 0.05);
        assertEquals("contrast", row.least().corruption());
        assertEquals("flip", row.most().corruption());
        assertEquals(33.3, row.most().accuracy(), 0.05);
        assertEquals(33.3, row.most().points(), 0.05);
        assertEquals("-33.3", row.most().change());
        assertEquals("0.0", row.least().change());
        assertEquals(4, row.shade(row.most()), "half of the accuracy is lost");
        assertEquals(0, row.shade(row.least()));
        assertEquals(
                "pixels under corner, 66.7 % on clean images, is hurt least by contrast (0.0 points) and most by flip"
                        + " (-33.3 points).",
                row.sentence());
        assertEquals(
                "On average over the corruptions, pixels has 55.6 % right and loses 17 % of its accuracy.",
                spots.conclusion(spots.tables().get(0)));
        assertEquals(Optional.empty(), spots.of("HoG"));
        assertTrue(spots.caption().contains("corrupted with severity 2 of 5"), spots.caption());
        // 1.96 deviations of the difference of two counts of 6 images at most.
        assertTrue(spots.caption().contains("below 56.6 points"), spots.caption());
    }

    @Test
    void withoutValidationImagesEachHeadHasATable() throws IOException {
        BlindSpots spots = BlindSpots.of(comparison(0, 1, 5)).orElseThrow();
        assertEquals(
                List.of("left", "corner"),
                spots.tables().stream().map(BlindSpots.Table::head).toList());
        BlindSpots.Row left = spots.tables().get(0).rows().get(0);
        assertEquals(
                "pixels under left, 66.7 % on clean images, changes by 0.0 points by every corruption.",
                left.sentence());
        assertEquals(left, spots.of("pixels").orElseThrow());
        assertTrue(spots.caption().contains("severities 1, 5 of 5; nothing is"), spots.caption());
        assertTrue(spots.caption().contains("each head has a table of its own"), spots.caption());
    }

    /** Of several features: the most accurate one need not be the one that loses least. */
    @Test
    void theConclusionNamesTheMostAccurateAndTheSharesLost() throws IOException {
        BlindSpots spots = BlindSpots.of(comparison(0, 3)).orElseThrow();
        BlindSpots.Table table = new BlindSpots.Table(
                "h", List.of(row("strong", 90, 60, 30), row("blind", 40, 40, 42), row("weak", 50, 10, 10)));
        assertEquals(
                "On average over the corruptions, strong is most accurate (45.0 %); blind loses the smallest share of"
                        + " its accuracy (nothing), weak the largest (80 %).",
                spots.conclusion(table));
    }

    @Test
    void aGainIsNoLoss() {
        assertEquals(
                "gains under h, 50.0 % on clean images, loses by no corruption; it gains least by one (+1.0 points).",
                row("gains", 50, 51, 54).sentence());
        assertEquals(
                "mixed under h, 50.0 % on clean images, is hurt least by other (+4.0 points) and most by one"
                        + " (-1.0 points).",
                row("mixed", 50, 49, 54).sentence());
    }

    private static BlindSpots.Row row(String feature, double clean, double one, double other) {
        List<BlindSpots.Loss> losses = List.of(
                new BlindSpots.Loss("one", one, clean - one), new BlindSpots.Loss("other", other, clean - other));
        return new BlindSpots.Row(feature, "h", clean, losses, true);
    }

    @Test
    void bothPagesHaveTheTable() throws IOException {
        ComparisonResult comparison = comparison(0, 3);
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertTrue(html.contains("What each feature is blind to"));
        assertTrue(html.contains("<details open><summary>Under left</summary>"));
        assertTrue(html.contains("<td class=\"e4\">33.3<small style=\"color: inherit\">-33.3</small></td>"), html);
        String markdown = Files.readString(temp.resolve(Report.MARKDOWN));
        assertTrue(markdown.contains("""
                | feature under corner | clean | contrast | flip | equalized |
                | :--- | ---: | ---: | ---: | ---: |
                | pixels | 66.7 | 66.7 (0.0) | 33.3 (-33.3) | 66.7 (0.0) |
                """), markdown);
        assertTrue(markdown.contains("- pixels under corner, 66.7 % on clean images, is hurt least by"), markdown);
    }

    @Test
    void withoutCorruptionsThereIsNoSection() throws IOException {
        ComparisonResult small = Small.comparison(temp);
        assertEquals(Optional.empty(), BlindSpots.of(small));
        Report.write(small, temp, Run.defaults());
        assertFalse(Files.readString(temp.resolve(Report.HTML)).contains("blind"));
        assertFalse(Files.readString(temp.resolve(Report.MARKDOWN)).contains("blind"));
    }
}
