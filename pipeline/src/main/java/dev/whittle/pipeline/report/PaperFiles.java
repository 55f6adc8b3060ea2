package dev.whittle.pipeline.report;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.method.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files beside a report that go into a paper: {@code tables.tex} and {@code references.bib}. */
final class PaperFiles {
    static final String TABLES = "tables.tex";
    static final String REFERENCES = "references.bib";

    private PaperFiles() {}

    static void write(ComparisonResult comparison, Summary summary, Baselines baselines, Method method, Path folder)
            throws IOException {
        write(folder.resolve(TABLES), LatexTables.of(comparison, summary, baselines));
        write(folder.resolve(REFERENCES), method.bibtex());
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
