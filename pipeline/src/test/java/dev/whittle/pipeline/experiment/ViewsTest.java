package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.model.Model;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.pipeline.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that average the scores of views of an image are reported with and without views. */
class ViewsTest {
    private static final String EXPERIMENT = """
            name: views
            data: {set: generated, train: 80, test: 60}
            seeds: [1, 2]
            features:
              - {name: pixels, type: raw-pixels}
            heads:
              - &net
                name: six views
                type: image-network
                width: 4
                crop: 1
                views: flip-and-shift
                training: {epochs: 2, batchSize: 20}
              - {<<: *net, name: no views, views: none}
            """;

    @TempDir
    private Path temp;

    private ComparisonResult run(Path out) throws IOException {
        Path file = Files.writeString(temp.resolve("views.yaml"), EXPERIMENT);
        return Tiny.run(Experiment.read(file), Run.defaults()).withFolder(out).run();
    }

    private static List<Accuracy> accuracies(CellResult cell) {
        return List.of(
                cell.accuracy(Split.TRAIN).orElseThrow(),
                cell.accuracy(Split.TEST).orElseThrow());
    }

    @Test
    void bothAccuraciesAreInTheResult() throws IOException {
        Path out = temp.resolve("out");
        ComparisonResult comparison = run(out);
        CellResult six = comparison.cells().get(0);
        CellResult none = comparison.cells().get(1);
        Accuracy with = six.accuracy(Split.TEST).orElseThrow();
        Accuracy without = six.accuracyWithoutViews().orElseThrow();
        // The same training, since views have no effect on it.
        assertEquals(accuracies(none).get(0), accuracies(six).get(0), "train");
        assertEquals(accuracies(none).get(1), without);
        assertEquals(Optional.empty(), none.accuracyWithoutViews());
        assertFalse(with.equals(without), "views make a difference here: " + with);
        for (CellRun run : six.runs()) {
            assertNotNull(run.testWithoutViews());
            assertEquals(
                    run.test().confusion().total(),
                    run.testWithoutViews().confusion().total());
        }
        none.runs().forEach(run -> assertNull(run.testWithoutViews()));
        Result read = ResultFile.read(out.resolve(ResultFile.NAME));
        assertEquals(six, read.cells().get(0));
        assertTrue(Files.readString(out.resolve(ResultFile.NAME)).contains("\"testWithoutViews\""));
        String said = String.format(Locale.ROOT, "without views %.1f", 100 * without.mean());
        Report report = Report.write(comparison, out, Run.defaults());
        assertTrue(report.table().contains("; " + said + ")"), report.table());
        assertEquals(1, report.table().split("without views", -1).length - 1, report.table());
        String page = Files.readString(out.resolve("report.html"));
        assertTrue(page.contains(said) && page.contains("without views: of each test image itself"), said);
    }

    /** The views belong to the head: a saved model has them. */
    @Test
    void theSavedModelHasTheViews() throws IOException {
        Path out = temp.resolve("out");
        ComparisonResult comparison = run(out);
        CellRun run = comparison.cells().get(0).runs().get(0);
        Model model = Model.read(out.resolve(run.folder()).resolve("model.npz"));
        Dataset test = comparison.plan().data(0).test();
        Evaluation again = Evaluation.of(model.scores(test, Run.defaults()), test.labels());
        assertEquals(run.test(), again);
    }

    @Test
    void verifyComparesThem() throws IOException {
        Path first = temp.resolve("first");
        run(first);
        Path second = temp.resolve("second");
        run(second);
        Path file = second.resolve(ResultFile.NAME);
        assertEquals(Optional.empty(), ResultDifference.first(first.resolve(ResultFile.NAME), file));
        ObjectNode tree = ResultFile.encode(ResultFile.read(file));
        ((ObjectNode) tree.at("/cells/0/runs/0")).remove("testWithoutViews");
        JsonFile.write(file, tree);
        String difference = ResultDifference.first(first.resolve(ResultFile.NAME), file)
                .orElseThrow()
                .text();
        assertTrue(difference.contains("testWithoutViews"), difference);
        // As a result of before views was written.
        assertNull(ResultFile.read(file).cells().get(0).runs().get(0).testWithoutViews());
    }
}
