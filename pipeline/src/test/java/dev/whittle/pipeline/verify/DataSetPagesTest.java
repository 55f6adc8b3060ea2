package dev.whittle.pipeline.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.experiment.ComparisonRun;
import dev.whittle.pipeline.experiment.DataSetList;
import dev.whittle.pipeline.experiment.ExperimentFile;
import dev.whittle.pipeline.experiment.FolderDeletion;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.report.DataSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults planted into the pages over several data sets. The data sets themselves are not run again here. */
class DataSetPagesTest {
    private static final String YAML = """
            name: two sets
            data: [{set: generated, train: 30, test: 20}, {set: generated, train: 40, test: 20}]
            features: [{name: hue, type: color-histogram}, {name: mean, type: color-histogram, bins: [2, 2, 2]}]
            heads: [{name: linear SVM, type: softmax, iterations: 2}]
            """;

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void compare() throws IOException {
        folder = Files.createDirectory(temp.resolve("results"));
        Path yaml = Files.writeString(temp.resolve("e.yaml"), YAML);
        ExperimentFile file = ExperimentFile.open(yaml, DataPlaces.of(temp, Map.of(), temp), Run.defaults());
        for (Map.Entry<String, Plan> of : file.plans().entrySet()) {
            Path own = folder.resolve(DataSetList.folderOf(of.getKey()));
            ComparisonRun.of(of.getValue(), Run.defaults())
                    .withFolder(own)
                    .run()
                    .write(own);
        }
        DataSets.write(file.name(), List.copyOf(file.plans().keySet()), folder, folder);
    }

    private Check check() throws IOException {
        List<Check> checks = SeveralDataSets.of(folder).run((own, told) -> List.of(), check -> {});
        return checks.get(0);
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(from), from + " is in " + text);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private void assertFound(String... parts) throws IOException {
        Check found = check();
        assertEquals(Check.Outcome.DIFFERS, found.outcome(), found.text());
        for (String part : parts) {
            assertTrue(found.text().contains(part), part + " in " + found.text());
        }
    }

    @Test
    void withoutAFaultTheyAreTheSame() throws IOException {
        assertEquals(Check.Outcome.OK, check().outcome(), check().text());
        assertTrue(SeveralDataSets.isIn(folder));
        assertTrue(!SeveralDataSets.isIn(folder.resolve("generated")));
    }

    @Test
    void aFigureInAPage() throws IOException {
        String html = Files.readString(folder.resolve(DataSets.HTML));
        int at = html.indexOf("<td>") + "<td>".length();
        char other = html.charAt(at) == '7' ? '8' : '7';
        Files.writeString(folder.resolve(DataSets.HTML), html.substring(0, at) + other + html.substring(at + 1));
        assertFound("data-sets.html, line ", "<td>" + other, "section 'under-linear-svm'");
    }

    @Test
    void aFigureInTheMarkdown() throws IOException {
        edit(DataSets.MARKDOWN, "| 1.", "| 1.7");
        assertFound("data-sets.md, line ", "stored '", "| 1.7", "section 'Under linear SVM'");
    }

    @Test
    void aFigureInTheTable() throws IOException {
        edit(DataSets.CSV, ",generated 2,0.", ",generated 2,0.9");
        assertFound("data-sets.csv, line ", ",generated 2,0.9");
    }

    @Test
    void aFileThatIsMissing() throws IOException {
        Files.delete(folder.resolve(DataSets.CSV));
        assertFound("data-sets.csv: stored missing, now a file");
        Files.delete(folder.resolve(DataSetList.NAME));
        String message = assertThrows(IOException.class, this::check).getMessage();
        assertTrue(message.contains("data-sets.json, the list of the data sets, is missing; run `whittle compare`"));
    }

    @Test
    void aHashInTheList() throws IOException {
        String hash = DataSetList.read(folder.resolve(DataSetList.NAME))
                .dataSets()
                .get(1)
                .resultSha256();
        edit(DataSetList.NAME, hash, "0".repeat(64));
        assertFound("data-sets.json, /dataSets/1/resultSha256: stored \"0000");
    }

    /** Its page and its tables go with it, but not the hash in the list. */
    @Test
    void theResultOfOneDataSet() throws IOException {
        edit("generated-2/result.json", "\"mean\" : 0.", "\"mean\" : 0.9");
        assertFound("data-sets.json, /dataSets/1/resultSha256");
    }

    @Test
    void aNameInTheList() throws IOException {
        edit(DataSetList.NAME, "\"name\" : \"two sets\"", "\"name\" : \"all sets\"");
        assertFound("/dataSets/0/name: stored 'all sets on generated', now 'two sets on generated'");
        edit(DataSetList.NAME, "\"all sets\"", "\"two sets\"");
        edit(DataSetList.NAME, "\"name\" : \"generated\"", "\"name\" : \"mnist\"");
        assertFound("/dataSets/0/name: stored 'mnist', now no ");
        edit(DataSetList.NAME, "\"name\" : \"mnist\"", "\"name\" : \"generated 2\"");
        String message = assertThrows(IOException.class, this::check).getMessage();
        assertTrue(message.contains("folders of their own, got [generated 2, generated 2]"), message);
    }

    /** The result of one data set in the place of the other's. */
    @Test
    void twoDataSetsInEachOthersPlace() throws IOException {
        Files.move(folder.resolve("generated"), folder.resolve("x"));
        Files.move(folder.resolve("generated-2"), folder.resolve("generated"));
        Files.move(folder.resolve("x"), folder.resolve("generated-2"));
        assertFound("stored 'two sets on generated', now 'two sets on generated 2'", "by the name of the experiment");
    }

    @Test
    void aDataSetThatIsGone() throws IOException {
        FolderDeletion.delete(folder.resolve("generated-2"));
        assertFound("/dataSets/1/name: stored 'generated 2', now no ", "result.json");
    }

    /** Such as one that was taken out of the list afterwards. */
    @Test
    void aDataSetThatIsNotListedIsNamed() throws IOException {
        DataSets.write("two sets", List.of("generated"), folder, folder);
        List<Check> checks = SeveralDataSets.of(folder).run((own, told) -> List.of(), check -> {});
        assertEquals(Check.Outcome.OK, checks.get(0).outcome(), checks.get(0).text());
        assertEquals(Check.Outcome.NOT_CHECKED, checks.get(1).outcome());
        assertEquals("this comparison does not write generated-2", checks.get(1).text());
    }
}
