package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.Convergence;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    /** A head's warning that its iterations ran out is left to the report, which says it of each head once. */
    @Test
    void warningsArePassedOnButForThatOfTheReport() {
        List<String> heard = new ArrayList<>();
        Recorder recorder = new Recorder(Run.defaults().withProgress(new Progress() {
            @Override
            public void warning(String text) {
                heard.add(text);
            }
        }));
        recorder.warning("k-means: only 3 centroids");
        recorder.warning(new Convergence(200, 1, 1e-2, 0.1, Convergence.Stop.ITERATIONS)
                .warning()
                .orElseThrow());
        assertEquals(List.of("k-means: only 3 centroids"), heard);
        assertEquals(heard, recorder.warnings());
    }
}
