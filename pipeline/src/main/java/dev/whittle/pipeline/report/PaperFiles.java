package dev.whittle.pipeline.report;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.method.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files beside a report that go into a paper: {@code tables.tex}, {@code references.bib}, {@code
 * model-card.md} and {@code datasheet.md}. */
final class PaperFiles {
    static final String TABLES = "tables.tex";
    static final String REFERENCES = "references.bib";

    static final String MODEL_CARD = "model-card.md";
    static final String DATASHEET = "datasheet.md";

    private PaperFiles() {}

    static void write(ComparisonResult comparison, Summary summary, Baselines baselines, Method method, Path folder)
            throws IOException {
        write(folder.resolve(TABLES), LatexTables.of(comparison, summary, baselines));
        write(folder.resolve(REFERENCES), method.bibtex());
        write(folder.resolve(MODEL_CARD), Cards.model(comparison, summary));
        write(folder.resolve(DATASHEET), Cards.data(comparison));
    }

    private static void write(Path file, String text) throws IOException {
        byte[] bytes = RightToLeft.isolated(file, text).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(bytes));
    }
}
