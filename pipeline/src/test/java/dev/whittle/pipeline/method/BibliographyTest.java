package dev.whittle.pipeline.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BibliographyTest {
    private static final String TWO = """
            % a comment

            @article{b2011,
              author = {Hervé Jégou and Koen van de Sande and Luc Van Gool},
              title = {The “PCM” of SVMs &
                Nyström},
              journal = {Journal},
              volume = {3},
              number = {1},
              year = {2011}
            }

            @inproceedings{a2011,
              author = {Adam Coates and Andrew Y. Ng},
              title = {One},
              booktitle = {ICML},
              year = {2011}
            }
            """;

    private static String refused(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Bibliography.parse(text))
                .getMessage();
    }

    @Test
    void papersAsText() {
        Bibliography read = Bibliography.parse(TWO);
        assertEquals("Jégou et al. 2011", read.get("b2011").citation());
        assertEquals("Coates and Ng 2011", read.get("a2011").citation());
        assertEquals(
                "Hervé Jégou, Koen van de Sande and Luc Van Gool. The “PCM” of SVMs & Nyström. Journal 3(1), 2011.",
                read.get("b2011").text());
        assertEquals(
                "(Coates and Ng 2011; Jégou et al. 2011)",
                Bibliography.citations(Set.of(read.get("b2011"), read.get("a2011"))));
        assertEquals("", Bibliography.citations(Set.of()));
    }

    @Test
    void papersOfTheSameAuthorsAndYearHaveLetters() {
        Bibliography read =
                Bibliography.parse(TWO + TWO.substring(TWO.indexOf("@inp")).replace("a2011", "c2011"));
        assertEquals("Coates and Ng 2011a", read.get("a2011").citation());
        assertEquals("Coates and Ng 2011b", read.get("c2011").citation());
        assertEquals(
                "van de Sande 2011",
                Bibliography.parse(TWO.replace("Hervé Jégou and ", "").replace(" and Luc Van Gool", ""))
                        .get("b2011")
                        .citation());
    }

    /** In ASCII, with capitals that BibTeX styles would else make small. */
    @Test
    void bibtex() {
        Bibliography read = Bibliography.parse(TWO);
        String text = Bibliography.bibtex(List.of(read.get("b2011"), read.get("a2011")));
        assertTrue(text.startsWith("@inproceedings{a2011,\n  author = {Adam Coates and Andrew Y. Ng},\n"), text);
        assertTrue(text.contains("  author = {Herv{\\'{e}} J{\\'{e}}gou and Koen van de Sande"), text);
        assertTrue(text.contains("  title = {The ``{PCM}'' of {SVMs} \\& Nystr{\\\"{o}}m},\n"), text);
        assertTrue(text.chars().allMatch(c -> c < 127), text);
        assertEquals("", Bibliography.bibtex(List.of()));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertTrue(refused(TWO.replace("year = {2011}\n}", "year = {2011}}")).contains("Of 2 papers only 0"));
        assertTrue(refused(TWO.replace("  journal = ", "  journal ")).contains("'journal {Journal}"));
        assertTrue(refused(TWO.replace("  title = {One},\n", "")).contains("expected author, title and year"));
        assertTrue(refused(TWO.replace("a2011", "b2011")).contains("b2011 is there twice"));
        Bibliography read = Bibliography.parse(TWO);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read.get("c"))
                .getMessage()
                .contains("no paper c"));
    }

    @Test
    void thePapersOfWhittle() throws IOException {
        Bibliography all = Bibliography.installed();
        Set<String> citations = new TreeSet<>();
        all.keys().forEach(key -> citations.add(all.get(key).citation()));
        assertEquals(all.keys().size(), citations.size(), "two papers have one citation");
        assertEquals("Dalal and Triggs 2005", all.get("dalal2005").citation());
        for (String key : all.keys()) {
            assertTrue(key.endsWith(all.get(key).fields().get("year")) || key.matches(".*\\d{4}[a-z]+"), key);
            assertTrue(all.get(key).text().length() > 40, key);
        }
        List<Bibliography.Paper> papers = all.keys().stream().map(all::get).toList();
        assertTrue(Bibliography.bibtex(papers).chars().allMatch(c -> c < 127));
    }
}
