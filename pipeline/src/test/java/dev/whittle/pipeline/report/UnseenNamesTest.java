package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.EmbeddedResult;
import dev.whittle.pipeline.experiment.HandMade;
import dev.whittle.pipeline.experiment.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names with characters that are not seen and change what is beside them. */
class UnseenNamesTest {
    private static final String UNSEEN = "\u202Ex\u2066\u200F";

    @TempDir
    Path temp;

    @Test
    void pagesShowThemByTheirNumbers() throws IOException {
        String yaml = "features: [{name: \"F" + UNSEEN + "\", type: hog}]\nheads: [{name: \"H\\e" + UNSEEN
                + "\", type: softmax}]\n";
        HandMade.Images plain = HandMade.Images.plain(new int[] {0, 1, 1}, List.of("A" + UNSEEN, "B"));
        List<Planar<GrayU8>> images = Stream.generate(() -> new Planar<>(GrayU8.class, 16, 16, 1))
                .limit(3)
                .toList();
        HandMade.Images test = new HandMade.Images(images, plain.ofClass(), plain.classes());
        ComparisonResult comparison =
                HandMade.comparison(temp, "N" + UNSEEN, yaml, test, new int[][][] {{{0, 1, 0}}}, null, Small.CURVE);
        Report report = Report.write(comparison, temp, Run.defaults());
        for (String page : List.of(Report.HTML, Report.MARKDOWN, "model-card.md", "datasheet.md", "tables.tex")) {
            String text = Files.readString(temp.resolve(page));
            assertEquals(Visible.text(text), text, page);
        }
        for (String name : List.of("N", "F", "H[U+001B]", "A")) {
            String shown = name + "[U+202E]x[U+2066][U+200F]";
            assertTrue(Files.readString(temp.resolve(Report.HTML)).contains(shown), shown);
        }
        assertTrue(report.table().contains("F\\[U+202E\\]x"), report.table());
        // The page carries its result with the names as they are.
        comparison.write(temp);
        byte[] result = Files.readAllBytes(temp.resolve("result.json"));
        EmbeddedResult.read(temp.resolve(Report.HTML)).write(temp);
        assertTrue(java.util.Arrays.equals(result, Files.readAllBytes(temp.resolve("result.json"))));
    }
}
