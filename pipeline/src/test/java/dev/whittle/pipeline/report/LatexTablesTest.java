package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatexTablesTest {
    @TempDir
    private Path temp;

    private static String tables(ComparisonResult comparison) throws IOException {
        return LatexTables.of(comparison, Summary.of(comparison), Baselines.of(comparison));
    }

    /** What is wrong with a text for LaTeX: braces, numbers of cells, environments, special characters. */
    private static List<String> wrong(String latex) {
        List<String> wrong = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int columns = 0;
        for (String line : latex.lines().toList()) {
            if (line.startsWith("%")) {
                continue;
            }
            String plain = line.replaceAll("\\\\[&%$#_{}]", "");
            int depth = 0;
            for (char c : plain.toCharArray()) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth < 0) {
                    break;
                }
            }
            if (depth != 0) {
                wrong.add("braces: " + line);
            }
            if (plain.matches(".*[#%~_].*")
                    || plain.chars().filter(c -> c == '$').count() % 2 != 0) {
                wrong.add("special: " + line);
            }
            String name = plain.replaceAll(".*\\\\(begin|end)\\{([a-z]+)\\}.*", "$2");
            if (plain.contains("\\begin{")) {
                open.add(name);
                if (name.equals("tabular")) {
                    columns = plain.replaceAll(".*\\{([lr]+)\\}$", "$1").length();
                }
            } else if (plain.contains("\\end{")) {
                if (open.isEmpty() || !open.remove(open.size() - 1).equals(name)) {
                    wrong.add("end: " + line);
                }
            } else if (plain.endsWith("\\\\") && plain.split("&", -1).length != columns) {
                wrong.add("cells: " + line);
            }
        }
        open.forEach(name -> wrong.add("open: " + name));
        return wrong;
    }

    @Test
    void bothTables() throws IOException {
        String latex = tables(Small.comparison(temp));
        assertEquals(List.of(), wrong(latex));
        assertTrue(latex.contains("    Feature & softmax & forest \\\\\n"), latex);
        assertTrue(latex.contains("    hue & \\textbf{100.0 $\\pm$ 0.0} & 91.7 $\\pm$ 11.8 \\\\\n"), latex);
        assertTrue(latex.contains("on 6 test images of generated, mean $\\pm$ sample deviation over the seeds 1, 2."));
        assertTrue(latex.contains("\\label{tab:small-accuracy}") && latex.contains("\\label{tab:small-differences}"));
        assertTrue(latex.contains("Difference of the accuracy from that of pixels under the same head"), latex);
        String row = latex.lines()
                .filter(l -> l.contains("softmax & hue"))
                .findFirst()
                .orElseThrow();
        assertTrue(row.contains("$+25.0$ & [$"), row);
    }

    @Test
    void hostileNamesAreShown() throws IOException {
        String latex = tables(ReportTest.hostile(temp));
        assertEquals(List.of(), wrong(latex));
        assertTrue(latex.contains("F \\textless{}script\\textgreater{}alert(1)"), latex);
        assertTrue(latex.contains("\\$\\{x\\} \\&lt;"), latex);
        assertFalse(latex.contains("differences"), "there is one feature");
        assertEquals(
                "a\\_b \\%\\#\\textasciitilde{}\\textasciicircum{}\\textbackslash{}",
                LatexTables.escape("a_b\n%#~^\\"));
    }

    @Test
    void faultsAreSeen() throws IOException {
        String latex = tables(Small.comparison(temp));
        for (String[] fault : new String[][] {
            {"\\textbf{100.0 $\\pm$ 0.0}", "\\textbf{100.0 $\\pm$ 0.0", "braces"},
            {"\\textbf{100.0 $\\pm$ 0.0} & ", "\\textbf{100.0 $\\pm$ 0.0} ", "cells"},
            {"in \\% on", "in % on", "special"},
            {"\\end{tabular}\n", "", "end"},
        }) {
            assertTrue(latex.contains(fault[0]), fault[0]);
            String seen = wrong(latex.replace(fault[0], fault[1])).toString();
            assertTrue(seen.contains(fault[2]), seen);
        }
    }

    @Test
    void bothFilesAreWritten() throws IOException {
        ComparisonResult comparison = Small.comparison(temp);
        Report.write(comparison, temp, Run.defaults());
        byte[] tables = Files.readAllBytes(temp.resolve(PaperFiles.TABLES));
        String references = Files.readString(temp.resolve(PaperFiles.REFERENCES));
        assertEquals(tables(comparison), new String(tables, java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(references.contains("@article{swain1991,"), references);
        assertFalse(references.contains("dalal2005"), references);
        Report.write(comparison, temp, Run.defaults());
        assertArrayEquals(tables, Files.readAllBytes(temp.resolve(PaperFiles.TABLES)));
        assertTrue(Files.readString(temp.resolve(Report.HTML)).contains("Swain and Ballard 1991"));
        assertTrue(Files.readString(temp.resolve(Report.MARKDOWN)).contains("### Papers"));
    }
}
