package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.whittle.classify.inference.CorrectedResampledT;
import dev.whittle.classify.inference.Difference;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.CellResult;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.Experiment;
import dev.whittle.pipeline.experiment.Plan;
import dev.whittle.pipeline.experiment.Split;
import dev.whittle.pipeline.experiment.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of a cross-validation. */
@Tag("long")
class FoldsInReportTest {
    private static final Run RUN = Run.defaults();

    @TempDir
    private Path temp;

    private ComparisonResult comparison(String seeds) throws IOException {
        Path file = Files.writeString(temp.resolve("e.yaml"), """
                name: small
                data: {set: generated, size: 24, folds: 4, images: 50}
                seeds: %s
                features:
                  - {name: pixels, type: raw-pixels, transforms: [{type: standardize}]}
                  - {name: colours, type: color-histogram, transforms: [{type: standardize}]}
                heads: [{name: softmax, type: softmax, iterations: 20}]
                """.formatted(seeds));
        return Tiny.run(Experiment.read(file), RUN).run();
    }

    /** Of the accuracies by the test with n2/n1 = 1/(k - 1), of which CorrectedResampledTTest has a value by SciPy. */
    @Test
    void featuresAreComparedByTheCorrectedResampledT() throws IOException {
        ComparisonResult comparison = comparison("[1, 2]");
        List<List<Double>> of = comparison.cells().stream()
                .map(cell -> cell.accuracy(Split.TEST).orElseThrow().runs())
                .toList();
        double[] x = new double[2 * 4];
        for (int r = 0; r < x.length; r++) {
            x[r] = of.get(1).get(r) - of.get(0).get(r);
        }
        Difference expected = CorrectedResampledT.difference(x, 1, 4 - 1);
        Baselines.Row row = Baselines.of(comparison).rows().get(0);
        assertEquals("colours", row.feature());
        assertEquals(100 * expected.mean(), row.points(), 1e-9);
        assertEquals(100 * expected.error(0.95), row.error(), 1e-9);
        assertEquals(expected.p(), row.p(), 1e-9);
        assertNotEquals(100 * CorrectedResampledT.difference(x, 1, 4).error(0.95), row.error(), 1e-3);
    }

    @Test
    void theSummaryCountsAllFolds() throws IOException {
        ComparisonResult comparison = comparison("[3]");
        Summary summary = Summary.of(comparison);
        assertEquals(50, summary.testImages());
        // Ten classes with five images each.
        assertEquals(10, summary.chance(), 1e-9);
        CellResult cell = comparison.cells().get(0);
        assertEquals(4, cell.runs().size());
        Plan plan = comparison.plan();
        assertEquals("folds", Repeats.word(plan));
        assertEquals("first fold", Repeats.first(plan));
        assertEquals("4 folds with seed 3", Repeats.list(plan));
        assertEquals("4 runs, 4 folds with 1 seed", Repeats.count(plan));
    }
}
