package dev.whittle.pipeline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.ConstantImageResult;
import dev.whittle.pipeline.experiment.ControlResults;
import dev.whittle.pipeline.experiment.HandMade;
import dev.whittle.pipeline.experiment.ShuffledLabelsResult;
import dev.whittle.pipeline.experiment.UntrainedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlsTest {
    @TempDir
    private Path temp;

    /** Runs 0 and 4 of eight are the first of their features. Half of the images are of the largest class, 0. */
    private ComparisonResult with(ShuffledLabelsResult first, ShuffledLabelsResult second) throws IOException {
        List<ControlResults> controls = new ArrayList<>();
        for (int run = 0; run < 8; run++) {
            controls.add(new ControlResults(run == 0 ? first : run == 4 ? second : null, null, null, null));
        }
        return HandMade.withControls(Small.comparison(temp), controls);
    }

    /** Small has two runs that always say class 0. */
    @Test
    void passedControlsAreSaid() throws IOException {
        String text = Controls.of(with(new ShuffledLabelsResult(6, 0.25, 0.5), new ShuffledLabelsResult(6, 0.5, 0.625)))
                .text();
        assertEquals(
                "Negative controls. Trained on shuffled labels: all 2 passed; nearest to its limit is hue × softmax"
                        + " with 50.0 % (limit 62.5 %, the mean over the classes). Always naming the largest class: 2 of"
                        + " 8 runs are not more accurate, see the warnings.",
                text);
    }

    @Test
    void failedControlsAreCounted() throws IOException {
        String text = Controls.of(with(new ShuffledLabelsResult(6, 0.75, 0.5), new ShuffledLabelsResult(6, 0.5, 0.625)))
                .text();
        assertTrue(
                text.startsWith(
                        "Negative controls. Trained on shuffled labels: 1 of 2 failed, see the warnings; nearest"
                                + " to its limit is pixels × softmax with 75.0 % (limit 50.0 %"),
                text);
    }

    /** Of the first run 4 of 6 are right, as the mean over the classes 72 %. */
    @Test
    void constantImagesAndUntrainedNetworks() throws IOException {
        String passed = text(new ConstantImageResult(6, 0.25, 0.25), new UntrainedResult(0.5, null));
        assertTrue(passed.contains("place of all test images: it is not more accurate than chance."), passed);
        assertTrue(passed.contains("not trained: it is less accurate."), passed);
        String failed = text(new ConstantImageResult(6, 0.5, 0.25), new UntrainedResult(0.75, null));
        assertTrue(failed.contains("place of all test images: 1 of 1 failed, see the warnings."), failed);
        assertTrue(failed.contains("not trained: 1 of 1 failed, see the warnings."), failed);
        String known = text(null, new UntrainedResult(0.5, 0.25));
        assertTrue(known.contains("not trained: 1 of 1 failed"), known);
        assertTrue(!known.contains("constant image"), known);
    }

    private String text(ConstantImageResult constant, UntrainedResult untrained) throws IOException {
        List<ControlResults> controls = new ArrayList<>();
        for (int run = 0; run < 8; run++) {
            controls.add(new ControlResults(null, run == 0 ? constant : null, run == 0 ? untrained : null, null));
        }
        return Controls.of(HandMade.withControls(Small.comparison(temp), controls))
                .text();
    }

    @Test
    void nothingCouldBeTrained() throws IOException {
        assertTrue(Controls.of(Small.comparison(temp)).text().contains("nothing could be trained on them."));
    }

    /** All that reaches the page is in both pages and in the checklist. */
    @Test
    void bothPagesSayIt() throws IOException {
        ComparisonResult comparison = with(new ShuffledLabelsResult(6, 0.25, 0.5), null);
        Report.write(comparison, temp, Run.defaults());
        String text = Controls.of(comparison).text();
        assertTrue(text.contains("shuffled labels: passed; nearest"), text);
        List<String> pages = new ArrayList<>();
        for (String name : List.of(Report.HTML, Report.MARKDOWN)) {
            pages.add(Files.readString(temp.resolve(name)));
        }
        assertTrue(pages.get(0).contains("<p id=\"controls\">" + text + "</p>"), pages.get(0));
        assertTrue(pages.get(1).contains(text), pages.get(1));
    }
}
