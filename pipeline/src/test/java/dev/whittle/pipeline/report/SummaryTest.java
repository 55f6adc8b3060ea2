package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir
    private Path temp;

    private Summary summary;

    @BeforeEach
    void summarise() throws IOException {
        summary = Summary.of(Small.comparison(temp));
    }

    private Summary.Cell cell(int feature, int head) {
        return summary.rows().get(feature).cells().get(head);
    }

    @Test
    void accuracies() {
        assertEquals(List.of("softmax", "forest"), summary.heads());
        assertEquals(75, cell(0, 0).test(), 1e-9); // of 4/6 and 5/6
        assertEquals(100 * Math.sqrt(2) / 12, cell(0, 0).sd(), 1e-9);
        assertEquals("75.0 ± 11.8", cell(0, 0).text());
        assertEquals("50.0 ± 0.0", cell(0, 1).text());
        assertEquals("91.7 ± 11.8", cell(1, 1).text());
        assertEquals(100, cell(1, 1).train());
        assertEquals(60, cell(0, 1).validation(), 1e-9);
        assertEquals(6, summary.testImages());
        assertEquals(50, summary.chance());
    }

    @Test
    void whatIsBest() {
        assertSame(cell(1, 0), summary.best());
        assertSame(cell(1, 1), summary.chosen());
        assertSame(cell(0, 0), summary.rows().get(0).best());
        assertSame(cell(1, 0), summary.rows().get(1).best());
        assertSame(cell(1, 0), summary.bestUnder("softmax"));
        assertSame(cell(1, 1), summary.bestUnder("forest"));
    }

    @Test
    void costs() {
        assertEquals(10, summary.rows().get(0).length());
        assertEquals(30, summary.rows().get(1).length());
        assertEquals(0.5, summary.rows().get(1).msPerImage());
        assertEquals(0.2, summary.rows().get(1).fitSeconds());
        assertEquals(1.5, cell(0, 0).trainSeconds());
        assertEquals(4.5, cell(1, 1).trainSeconds());
    }

    @Test
    void whatIsPromised() {
        assertTrue(cell(0, 0).bitsPromised());
        assertFalse(cell(0, 1).bitsPromised());
        assertFalse(summary.allPromised());
    }

    @Test
    void withoutValidationNothingIsChosen() throws IOException {
        Summary without = Summary.of(Small.comparison(temp.resolve("without"), null));
        assertNull(without.chosen());
        assertNull(without.best().validation());
    }

    /** Wilson's interval by hand: 0.8667 to 0.9257 of 360 in 400, 0.7847 of 14 in 14. */
    @Test
    void errorOfATest() {
        Summary.Cell cell = new Summary.Cell("f", "h", 90, null, null, null, 100, 90, 1, true);
        assertEquals("90.0", cell.text());
        assertEquals(3.33, new Summary(List.of("h"), List.of(), cell, null, 400, 10).testError(), 0.01);
        Summary.Cell all = new Summary.Cell("f", "h", 100, null, null, null, 100, 100, 1, true);
        assertEquals(21.53, new Summary(List.of("h"), List.of(), all, null, 14, 10).testError(), 0.01);
    }
}
