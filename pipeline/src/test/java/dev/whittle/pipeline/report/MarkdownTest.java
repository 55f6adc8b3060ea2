package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {
    @TempDir
    private Path temp;

    @Test
    void table() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Summary summary = Summary.of(comparison);
        assertEquals("""
                | feature | softmax | forest | length | ms per image |
                | :--- | ---: | ---: | ---: | ---: |
                | pixels | ≈ 75.0 ± 11.8 (1.5 s) | ≈ 50.0 ± 0.0\\* (2.5 s) | 10 | 0.000 |
                | hue | **100.0 ± 0.0** (3.5 s) | ≈ 91.7 ± 11.8\\* (4.5 s) | 30 | 0.500 |
                """, Markdown.table(summary, Differences.of(comparison, summary.best())));
    }

    @Test
    void namesShowAsTheyAre() {
        assertEquals("HoG + HSV, 4×4 (cells)", Markdown.escape("HoG + HSV, 4×4 (cells)"));
        assertEquals("\\<script\\>alert(1)\\</script\\>", Markdown.escape("<script>alert(1)</script>"));
        assertEquals("a\\|b", Markdown.escape("a|b"));
        assertEquals("two lines", Markdown.escape(" two\r\n lines\n"));
        assertEquals("\\\\\\`code\\` \\*x\\* \\_y\\_ \\[z\\] \\&amp;", Markdown.escape("\\`code` *x* _y_ [z] &amp;"));
    }

    @Test
    void aFenceIsLongerThanAnyInside() {
        assertEquals("```", Markdown.fence("name: x"));
        assertEquals("`````", Markdown.fence("name: \"````\""));
    }
}
