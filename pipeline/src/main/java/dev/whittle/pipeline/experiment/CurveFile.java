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

/** {@code learning-curve.csv}: the accuracy on the test images of every cell by the number of training images. */
public final class CurveFile {
    public static final String NAME = "learning-curve.csv";

    private CurveFile() {}

    /** Without a learning curve there is no file. */
    static void write(Path file, Plan plan, Result result) throws IOException {
        if (result.fewerImages().isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        StringBuilder text = new StringBuilder();
        List<Object> header = new ArrayList<>(List.of("feature", "head", "images", "mean", "sd"));
        plan.runsOfCell().forEach(run -> header.add(run.text()));
        text.append(CsvFile.line(header.toArray()));
        for (int c = 0; c < result.cells().size(); c++) {
            for (SizeResult size : result.fewerImages()) {
                text.append(line(size.cells().get(c), size.images()));
            }
            CellResult all = result.cells().get(c);
            text.append(line(all, all.runs().get(0).train().samples()));
        }
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(CellResult cell, int images) {
        Accuracy accuracy = cell.accuracy(Split.TEST).orElseThrow();
        List<Object> fields = new ArrayList<>(List.of(cell.feature(), cell.head(), images));
        fields.add(CanonicalJson.number(accuracy.mean()));
        fields.add(accuracy.sd() == null ? "" : CanonicalJson.number(accuracy.sd()));
        accuracy.runs().forEach(run -> fields.add(CanonicalJson.number(run)));
        return CsvFile.line(fields.toArray());
    }
}
