package dev.whittle.pipeline;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ResultsFolder;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.report.Report;
import dev.whittle.pipeline.report.RoCrate;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A finished comparison.
 *
 * @param result all results
 * @param run the run that was used
 */
public record Comparison(ComparisonResult result, Run run) {
    /**
     * The accuracy on the test images, over the seeds.
     *
     * @throws IllegalArgumentException if there is no such feature or head
     */
    public Accuracy accuracy(String feature, String head) {
        return result.cell(feature, head).accuracy(Split.TEST).orElseThrow();
    }

    /**
     * Writes the report into a folder, which is made where absent: {@code report.html} and {@code report.md}, with
     * {@code result.json} and {@code timing.json}.
     *
     * @throws IOException if the folder cannot be written, or a comparison is at work in it
     */
    public Report report(Path folder) throws IOException {
        try (ResultsFolder locked = ResultsFolder.open(folder)) {
            Report report = Report.write(result, folder, run);
            result.write(folder);
            RoCrate.write(result, folder);
            return report;
        }
    }
}
