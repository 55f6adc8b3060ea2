package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.DataSetList;
import dev.whittle.pipeline.experiment.HandMade;
import dev.whittle.pipeline.experiment.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
    private static final String YAML = """
            features:
              - {name: pixels, type: raw-pixels}
              - {name: hue, type: color-histogram}
              - {name: edges, type: hog}
            heads: [{name: softmax, type: softmax}]
            """;

    @TempDir
    Path folder;

    private Result result(String yaml, int... right) throws IOException {
        return comparison(yaml, right).result();
    }

    /** A comparison in which each feature has so many of ten images right. */
    private ComparisonResult comparison(String yaml, int... right) throws IOException {
        int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
        int[][][] predicted = new int[right.length][1][];
        for (int f = 0; f < right.length; f++) {
            predicted[f][0] = labels.clone();
            for (int i = right[f]; i < labels.length; i++) {
                predicted[f][0][i] = 1 - labels[i];
            }
        }
        HandMade.Images test = HandMade.Images.plain(labels, List.of("ant", "bee"));
        Path own = Files.createTempDirectory(folder, "set");
        return HandMade.comparison(own, "x", yaml, test, predicted, null, Small.CURVE);
    }

    private Map<String, Result> five() throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int d = 0; d < 5; d++) {
            // The last data set has two equal ones.
            results.put("set " + d, result(YAML, 3, d == 4 ? 9 : 5, 9));
        }
        return results;
    }

    @Test
    void ranksAreThoseOfTheDefinition() throws IOException {
        DataSets all = DataSets.of("five", five());
        DataSets.Head head = all.heads().get(0);
        assertEquals(
                List.of("edges", "hue", "pixels"),
                head.rows().stream().map(DataSets.Row::feature).toList());
        // edges: 1, 1, 1, 1, 1.5; hue: 2, 2, 2, 2, 1.5; pixels: 3.
        assertEquals(
                List.of("1.10", "1.90", "3.00"),
                head.rows().stream().map(DataSets.Row::rankText).toList());
        assertEquals(
                List.of("90.0", "90.0", "90.0", "90.0", "90.0"),
                head.rows().get(0).texts());
        assertNotNull(head.diagram());
        // q = 3.314 for three methods, so CD = 3.314/sqrt(2)·sqrt(3·4/30) = 1.48.
        assertEquals("1.48", head.criticalDifference());
        assertTrue(head.conclusion().startsWith("edges has the best mean rank, 1.10 of 3."), head.conclusion());
        assertTrue(head.conclusion().endsWith("edges is not told apart from hue."), head.conclusion());
    }

    @Test
    void withFewDataSetsThereAreRanksButNoTest() throws IOException {
        DataSets all = DataSets.of("two", Map.of("a", result(YAML, 3, 5, 9), "b", result(YAML, 3, 5, 9)));
        DataSets.Head head = all.heads().get(0);
        assertNull(head.test());
        assertNull(head.diagram());
        assertEquals("1.00", head.rows().get(0).rankText());
        assertTrue(head.conclusion().contains("fewer than 5 data sets no test"), head.conclusion());
    }

    @Test
    void featuresThatDoNotDifferAreNotToldApart() throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int d = 0; d < 5; d++) {
            results.put("set " + d, result(YAML, 7, 7, 7));
        }
        String conclusion = DataSets.of("same", results).heads().get(0).conclusion();
        assertTrue(conclusion.startsWith("pixels and hue and edges share the best mean rank, 2.00 of 3."), conclusion);
        assertTrue(
                DataSets.of("same", results).heads().get(0).conclusion().contains("does not tell the features apart"));
    }

    @Test
    void aSingleFeatureHasNoRanksAndOtherCellsAreRefused() throws IOException {
        String one = "features: [{name: pixels, type: raw-pixels}]\nheads: [{name: softmax, type: softmax}]\n";
        assertEquals(List.of(), DataSets.of("one", Map.of("a", result(one, 3))).heads());
        Map<String, Result> mixed = Map.of("a", result(one, 3), "b", result(YAML, 3, 5, 9));
        assertThrows(IllegalArgumentException.class, () -> DataSets.of("mixed", mixed));
    }

    @Test
    void thePagesHaveTheNumbersOfTheResults() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        List<String> names = List.of("set 0", "set 1", "set 2", "set 3", "set 4");
        for (int d = 0; d < 5; d++) {
            Path own = Files.createDirectory(out.resolve("set-" + d));
            comparison(YAML, 3, d == 4 ? 9 : 5, 9).write(own);
        }
        DataSets.write("five <sets>", names, out, out);
        String page = Files.readString(out.resolve(DataSets.HTML));
        assertTrue(
                page.contains("five &lt;sets&gt;") && page.contains("<a href=\"set-3/report.html\">set 3</a>"), page);
        assertTrue(page.contains("critical difference 1.48") && page.contains(">edges 1.10</text>"), page);
        String markdown = Files.readString(out.resolve(DataSets.MARKDOWN));
        assertTrue(markdown.contains("| hue | 50.0 | 50.0 | 50.0 | 50.0 | 90.0 | 1.90 |"), markdown);
        List<String> csv = Files.readAllLines(out.resolve(DataSets.CSV));
        assertEquals(1 + 3 * 5, csv.size());
        assertEquals("softmax,edges,set 0,0.9,,1.1", csv.get(1));
        assertFalse(page.contains("${"));
        DataSetList list = DataSetList.read(out.resolve(DataSetList.NAME));
        assertEquals(DataSetList.of("five <sets>", names, out), list);
        assertEquals("set-3", list.dataSets().get(3).folder());
    }
}
