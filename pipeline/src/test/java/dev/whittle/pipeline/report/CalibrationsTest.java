package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.evaluate.Reliability;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NdArray;
import dev.whittle.feature.table.NpyFile;
import dev.whittle.pipeline.experiment.Calibration;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.HandMade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationsTest {
    @TempDir
    private Path temp;

    /**
     * By hand, the score of the prediction is 1 and that of three others 0, so its probability is e/(e + 3) = 0.47537.
     * Of the first seed, pixels have 4 of 6 right and hue all. The forest has no probabilities.
     */
    @Test
    void byHand() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Calibrations calibrations = Calibrations.of(comparison, Summary.of(comparison));
        assertEquals(
                List.of("hue", "pixels"),
                calibrations.cells().stream().map(Calibrations.Cell::feature).toList(),
                "the best cell first");
        assertNull(calibrations.of("hue", "forest"));
        double probability = Math.E / (Math.E + 3);
        Calibrations.Cell pixels = calibrations.of("pixels", "softmax");
        List<Calibrations.Bar> bars = pixels.diagrams().get(0).bars();
        assertEquals(1, pixels.diagrams().size());
        assertEquals("before: error 19.1 points", pixels.diagrams().get(0).title());
        assertEquals(4 / 6.0 - probability, pixels.before().expectedCalibrationError(), 1e-6);
        assertEquals(
                "Too unsure: it gives its predictions a mean probability of 47.5 %, and 66.7 % of them are right. The"
                        + " expected calibration error is 19.1 points.",
                pixels.conclusion());
        assertEquals(1, bars.size());
        Calibrations.Bar bar = bars.get(0);
        assertEquals(7 / 15.0, bar.from(), 1e-12);
        assertEquals(4 / 6.0, bar.height(), 1e-12);
        assertEquals(1, bar.strength());
        assertEquals("Probability 47 to 53 %: 6 images, on average 47.5 %, 66.7 % right", bar.text());
    }

    /** By rounded scores another class may be predicted. */
    @Test
    void whatIsRightIsThatOfThePredictions() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        byte[] right = {0, 0, 0, 1, 1, 2};
        Path file = temp.resolve("cell-0-0").resolve("predictions.npy");
        assertTrue(Files.isRegularFile(file));
        NpyFile.write(file, NdArray.bytes(right, right.length));
        Calibrations.Cell pixels =
                Calibrations.of(comparison, Summary.of(comparison)).of("pixels", "softmax");
        assertTrue(pixels.conclusion().contains("100.0 % of them are right"), pixels.conclusion());
    }

    @Test
    void verdicts() {
        Matrix sure = Matrix.of(new float[] {0.9f, 0.1f}, new float[] {0.9f, 0.1f});
        assertTrue(verdict(sure, 0, 1).startsWith("Too sure"));
        assertTrue(verdict(sure, 0, 0).startsWith("Too unsure"));
        Matrix even = Matrix.of(new float[] {0.5f, 0.5f}, new float[] {0.5f, 0.5f});
        assertTrue(verdict(even, 0, 1).startsWith("Neither too sure nor too unsure"));
    }

    private static String verdict(Matrix probabilities, int... labels) {
        return new Calibrations.Cell("f", "h", Reliability.of(probabilities, labels, 15), null, null, true)
                .conclusion();
    }

    /**
     * By hand, with T = 1/2 the probability of a prediction is e²/(e² + 3) = 0.71123: 4.5 points above the 66.7 % that
     * are right.
     */
    @Test
    void beforeAndAfterScaling() throws IOException {
        ComparisonResult plain = Small.comparison(temp);
        ComparisonResult comparison = HandMade.with(plain, new Calibration(0.5, 0.75, 0.5));
        Calibrations.Cell pixels =
                Calibrations.of(comparison, Summary.of(comparison)).of("pixels", "softmax");
        double probability = Math.exp(2) / (Math.exp(2) + 3);
        assertEquals(probability - 4 / 6.0, pixels.after().expectedCalibrationError(), 1e-6);
        assertEquals(19.1 / 100, pixels.before().expectedCalibrationError(), 1e-3);
        says(pixels.conclusion(), "19.1 points", "4.5 points after temperature scaling");
        says(pixels.scalingText(), "T = 0.5", "0.7500 before and 0.5000 after", "not trained on them");
        assertEquals(
                List.of("before: error 19.1 points", "after: error 4.5 points"),
                pixels.diagrams().stream().map(Calibrations.Diagram::title).toList());
        assertEquals(10 / 15.0, pixels.diagrams().get(1).bars().get(0).from(), 1e-12);
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertEquals(4, html.split("Reliability diagram (before|after): error", -1).length - 1);
    }

    @Test
    void whyThereIsNoTemperature() throws IOException {
        ComparisonResult validated = Small.comparison(temp);
        says(text(validated), "no diagram after", "make it again");
        says(text(Small.comparison(temp, null)), "no diagram after", "no images are held out");
    }

    private static void says(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
    }

    private static String text(ComparisonResult comparison) throws IOException {
        return Calibrations.of(comparison, Summary.of(comparison))
                .of("pixels", "softmax")
                .scalingText();
    }

    @Test
    void thePageShowsThem() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Report.write(comparison, temp, Run.defaults());
        String html = Files.readString(temp.resolve(Report.HTML));
        assertEquals(2, html.split("<figure class=\"reliability\">", -1).length - 1);
        assertEquals(4, html.split("<input type=\"radio\" name=\"cell\"", -1).length - 1);
        assertEquals(1, html.split(" checked>", -1).length - 1);
        assertTrue(html.contains("Most often confused: bee taken for ant, 2 of 4; ant taken for bee, 1 of 6."), html);
        // Pixels under softmax: F1 is 10/13, 4/7 and 1; precision 5/7, 2/3 and 1.
        assertTrue(html.contains("Mean F1 of the classes: 78.0 %; lowest: bee 57.1, ant 76.9, cat 100.0."), html);
        assertTrue(html.contains("<td>83.3</td><td>71.4</td><td>76.9</td></tr>"), html);
        assertTrue(html.contains("<td>–</td><td>–</td><td>–</td></tr>"), "there is no dog");
    }
}
