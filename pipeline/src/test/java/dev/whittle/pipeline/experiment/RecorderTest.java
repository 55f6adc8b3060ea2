package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Run;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    /** A head's warning that its iterations ran out is left to the report, which says it of each head once. */
    @Test
    void warningsArePassedOnButForThatOfTheReport() {
        List<String> heard = new ArrayList<>();
        Recorder recorder = new Recorder(Run.defaults().withProgress(new Warnings(heard)));
        recorder.warning("k-means: only 3 centroids");
        Run recorded = Run.defaults().withProgress(recorder);
        Samples two = new Samples(Matrix.of(new float[] {1}, new float[] {2}), new int[] {0, 1}, 2);
        Softmax head = new Softmax(1e-6, 0, Intercept.FREE, ClassWeights.EQUAL, 1, 1e-9);
        assertTrue(head.fit(two, recorded).convergence().orElseThrow().warning().isPresent());
        assertEquals(List.of("k-means: only 3 centroids"), heard);
        assertEquals(heard, recorder.warnings());
    }
}
