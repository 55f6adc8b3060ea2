package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnchangingSeedsTest {
    private static final String YAML = """
            features: [{name: pixels, type: raw-pixels}]
            heads: [{name: softmax, type: softmax}]
            """;

    @TempDir
    private Path temp;

    private ComparisonResult comparison(int[][] predicted) throws IOException {
        HandMade.Images test = HandMade.Images.plain(Small.LABELS, Small.CLASSES);
        return HandMade.comparison(temp, "small", YAML, test, new int[][][] {predicted}, null, Small.CURVE);
    }

    @Test
    void seedsThatChangeNothingAreSaid() throws IOException {
        ComparisonResult same = comparison(new int[][] {{0, 0, 1, 1, 0, 2}, {0, 0, 1, 1, 0, 2}});
        assertTrue(Repeats.unchanging(same).startsWith("All seeds gave the same results"));
        Report.write(same, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertTrue(html.contains("<p id=\"unchanging\">All seeds gave the same results"), html);
    }

    /** Equally many are right, but others. */
    @Test
    void seedsThatChangePredictionsAreNot() throws IOException {
        assertEquals("", Repeats.unchanging(comparison(new int[][] {{0, 0, 1, 1, 0, 2}, {0, 0, 0, 0, 0, 2}})));
    }
}
