package dev.whittle.pipeline;

import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.report.Report;
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
     * Writes the report, {@code report.html} and {@code report.md}, into a folder. The folder is created if it does not
     * exist.
     */
    public Report report(Path folder) throws IOException {
        return Report.write(result, folder, run);
    }
}
