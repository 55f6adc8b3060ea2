package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardsTest {
    @TempDir
    private Path temp;

    @Test
    void theModelCardHasTheFactsOfTheChosenCell() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        String card = Cards.model(comparison, Summary.of(comparison));
        assertTrue(card.startsWith("# Model card: hue × forest\n"), card);
        assertTrue(card.contains("highest accuracy on the validation images"), card);
        assertTrue(card.contains("- Accuracy: 91.7 ± 11.8 %, mean ± sample deviation over the seeds\n"), card);
        assertTrue(card.contains("- File: none was kept\n"), card);
        // Of 6 ants with both seeds, one was taken for a bee.
        assertTrue(card.contains("| ant | 6 | 83.3 | 100.0 |\n| bee | 4 | 100.0 | 80.0 |\n"), card);
        assertTrue(card.contains("| dog | 0 | – | – |\n"), card);
        assertTrue(card.contains("*To be filled in: what the model is for"), card);
        assertTrue(card.contains("2 seeds only"), "the limits: " + card);
    }

    @Test
    void theDatasheetCountsTheImages() throws IOException {
        String sheet = Cards.data(Small.comparison(temp));
        assertTrue(sheet.contains("| ant | 3 | 3 |\n| bee | 2 | 2 |\n| cat | 1 | 1 |\n| dog | 0 | 0 |\n"), sheet);
        assertTrue(sheet.contains("| **all** | 6 | 6 |\n"), sheet);
        assertTrue(sheet.contains("the first training image has 4×4 pixels") && sheet.contains("Bands: 1 in"), sheet);
        assertTrue(sheet.contains("6 of 6 test images equal training images"), sheet);
        assertTrue(sheet.contains("Origin: made by Whittle") && sheet.contains("Apache-2.0"), sheet);
        assertTrue(sheet.contains("Files left out: none"), sheet);
    }

    @Test
    void hostileNamesAreShownAndBothAreWritten() throws IOException {
        ComparisonResult comparison = ReportTest.hostile(temp);
        Report.write(comparison, temp, Run.defaults());
        for (String name : new String[] {PaperFiles.MODEL_CARD, PaperFiles.DATASHEET}) {
            String text = Files.readString(temp.resolve(name));
            assertFalse(text.replaceAll("\\\\<", "").contains("<"), text);
            assertTrue(text.contains("A \\<script\\>"), text);
        }
        assertEquals(Cards.data(comparison), Files.readString(temp.resolve(PaperFiles.DATASHEET)));
    }
}
