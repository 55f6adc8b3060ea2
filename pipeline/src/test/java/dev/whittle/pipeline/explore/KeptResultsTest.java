package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables of the page are those of the documentation. */
class KeptResultsTest {
    private static final Set<String> LEARNED = Set.of("k-means filters", "learned hidden layer");

    /** The first table after a heading, as lines of the file that the program has. */
    private static List<String> table(String name, String page, String heading) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..").resolve(page));
        int at = lines.indexOf(heading);
        while (!lines.get(at).startsWith("| ")) {
            at++;
        }
        List<String> head = cells(lines.get(at));
        List<String> found = new ArrayList<>();
        for (at += 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            List<String> cells = cells(lines.get(at));
            String row = cells.get(0).replace(", learned", "");
            boolean learned = !row.equals(cells.get(0)) || LEARNED.contains(row);
            String kind = learned ? "learned" : row.startsWith("untrained") ? "untrained" : "hand-made";
            for (int c = 1; c < cells.size(); c++) {
                String column = head.get(c).replace(" images", "").replace(",", "");
                // Of the lecture's table the accuracies only.
                if (!column.matches("length|ms per image|peers.*")) {
                    String[] value = (cells.get(c) + " ± ").split(" ± ", -1);
                    found.add(String.join(",", name, row, kind, column, value[0], value[1]));
                }
            }
        }
        return found;
    }

    private static List<String> cells(String line) {
        return List.of(line.substring(1, line.lastIndexOf('|')).strip().split(" *\\| *"));
    }

    private static List<String> documented() throws IOException {
        List<String> all = new ArrayList<>(List.of("table,row,kind,column,value,deviation"));
        all.addAll(table("generated images", "docs/which-feature.md", "## On generated images"));
        all.addAll(table("CIFAR-10", "docs/which-feature.md", "## On photos"));
        all.addAll(table("Scene-15", "docs/which-feature.md", "## On scenes"));
        all.addAll(table("five data sets", "docs/results/README.md", "## Five data sets"));
        all.addAll(table("lecture", "docs/results/cifar10-lecture.md", "# CIFAR-10: the features of the lecture"));
        return all;
    }

    @Test
    void theTablesAreThoseOfTheDocumentation() throws IOException {
        List<String> documented = documented();
        assertEquals(documented, KeptResults.text().lines().toList());
        String planted = KeptResults.text().replace("65.8,0.6", "65.9,0.6");
        assertThrows(
                AssertionError.class,
                () -> assertEquals(documented, planted.lines().toList()));
    }

    /** Every page has the experiment that its tables say they are of. */
    @Test
    void theExperimentsAndPagesExist() throws IOException {
        for (KeptResults result : KeptResults.values()) {
            String page = Files.readString(Path.of("..").resolve(result.page()));
            assertTrue(Files.exists(Path.of("..").resolve(result.experiment())), result.experiment());
            // The quick start is the experiment of ./whittle compare without a file.
            boolean named = page.contains(result.experiment()) || result == KeptResults.GENERATED;
            assertTrue(named, result.page() + " names " + result.experiment());
        }
    }

    /** By eye, from the tables. */
    @Test
    void theBestRowsAndWhereTheLearnedOneLeads() {
        assertEquals(OptionalInt.of(2000), KeptResults.GENERATED.learnedLeadsFrom());
        assertEquals(OptionalInt.of(3000), KeptResults.CIFAR10.learnedLeadsFrom());
        assertEquals(OptionalInt.empty(), KeptResults.SCENE15.learnedLeadsFrom());
        assertEquals(
                "fast network on pixels",
                KeptResults.CIFAR10.best(KeptResults.Kind.LEARNED, "100").name());
        assertEquals(
                "Fisher vectors of SIFT × SVM",
                KeptResults.SCENE15.best(KeptResults.Kind.HAND_MADE, "75").name());
        assertEquals(
                "k-means filters × SVM",
                KeptResults.SCENE15.best(KeptResults.Kind.LEARNED, "1200").name());
        assertThrows(IllegalArgumentException.class, () -> KeptResults.SCENE15.best(KeptResults.Kind.UNTRAINED, "75"));
        assertEquals(List.of("100", "300", "1000", "3000", "10000"), KeptResults.CIFAR10.columns());
        assertEquals(13, KeptResults.LECTURE.rows().size());
    }
}
