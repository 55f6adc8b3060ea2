package dev.whittle.pipeline.experiment;

import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Checks;
import dev.whittle.feature.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code variance.csv}: how much the accuracy of every cell on the test images varies by each source of chance. */
public final class VarianceFile {
    public static final String NAME = "variance.csv";

    private VarianceFile() {}

    /** Where the variance was not asked for there is no file. */
    static void write(Path file, Plan plan, Result result) throws IOException {
        if (result.variance().isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        List<Object> header =
                new ArrayList<>(List.of("feature", "head", "source", "effect", "mean", "sd", "low", "high"));
        plan.seeds().forEach(seed -> header.add("seed " + seed));
        StringBuilder text = new StringBuilder(CsvFile.line(header.toArray()));
        for (VarianceResult cell : result.variance()) {
            for (VarianceResult.Source source : cell.sources()) {
                List<Object> fields = new ArrayList<>(
                        List.of(cell.feature(), cell.head(), Checks.name(source.of()), source.hasEffect()));
                fields.add(CanonicalJson.number(source.accuracy().mean()));
                fields.add(CanonicalJson.number(source.deviation()));
                fields.add(CanonicalJson.number(source.interval().low()));
                fields.add(CanonicalJson.number(source.interval().high()));
                source.runs().forEach(run -> fields.add(CanonicalJson.number(run)));
                text.append(CsvFile.line(fields.toArray()));
            }
        }
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
