package dev.whittle.pipeline.experiment;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code robustness.csv}: the accuracy of every cell on the test images, clean and corrupted. */
public final class RobustnessFile {
    public static final String NAME = "robustness.csv";

    private RobustnessFile() {}

    /** Without corruptions there is no file. */
    static void write(Path file, Plan plan, Result result) throws IOException {
        if (plan.robustness().isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        StringBuilder text = new StringBuilder();
        List<Object> header = new ArrayList<>(List.of("feature", "head", "corruption", "severity", "mean", "sd"));
        plan.runsOfCell().forEach(run -> header.add(run.text()));
        text.append(CsvFile.line(header.toArray()));
        List<Corruptions.Case> cases = plan.robustness().cases();
        for (CellResult cell : result.cells()) {
            text.append(line(cell, "none", "", cell.accuracy(Split.TEST).orElseThrow()));
            for (int k = 0; k < cases.size(); k++) {
                Corruptions.Case kind = cases.get(k);
                text.append(line(cell, kind.corruption().key(), kind.severity(), cell.accuracyOnCorrupted(k)));
            }
        }
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(CellResult cell, String corruption, Object severity, Accuracy accuracy) {
        List<Object> fields = new ArrayList<>(List.of(cell.feature(), cell.head(), corruption, severity));
        fields.add(CanonicalJson.number(accuracy.mean()));
        fields.add(accuracy.sd() == null ? "" : CanonicalJson.number(accuracy.sd()));
        accuracy.runs().forEach(run -> fields.add(CanonicalJson.number(run)));
        return CsvFile.line(fields.toArray());
    }
}
