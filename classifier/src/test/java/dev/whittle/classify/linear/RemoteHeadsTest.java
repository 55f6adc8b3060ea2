package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.CopiedRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.table.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads that are trained in passes over all samples have the same bits where the features are remote. */
@Tag("bits")
class RemoteHeadsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final int N = 9 * LinearChunk.ROWS + 31;

    static Stream<Spec<Samples, ? extends Classifier>> heads() {
        LinearSvm svm =
                LinearSvm.of(Formulation.ONE_VS_REST, Hinge.SQUARED, 0.01).withTolerance(1e-4);
        return Stream.of(
                Softmax.defaults(),
                svm,
                svm.withClassWeights(ClassWeights.balanced()).withIntercept(Intercept.FREE),
                LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.SQUARED, 0.01));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void sameBits(Spec<Samples, ? extends Classifier> head) {
        Matrix rows = TestData.gaussians(N, 9, 2);
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            labels[i] = i * 7 % 5 == 0 ? 0 : 1 + i % 3;
            rows.data()[9 * i + labels[i]] += 1.5f;
        }
        Classifier expected = head.fit(new Samples(rows, labels, 4), RUN);
        CopiedRows remote = new CopiedRows(rows);
        assertTrue(same(expected, head.fit(new Samples(remote, labels, 4), RUN)));
        assertTrue(remote.chunks() >= 20, "passes over chunks, got " + remote.chunks());
        int[] planted = labels.clone();
        planted[N - 1] = 3 - planted[N - 1];
        assertFalse(same(expected, head.fit(new Samples(remote, planted, 4), RUN)), "another label");
    }

    private static boolean same(Classifier a, Classifier b) {
        assertEquals(a.arrays().asMap().keySet(), b.arrays().asMap().keySet());
        return a.arrays().asMap().keySet().stream()
                .allMatch(name -> a.arrays().get(name).bitsEqual(b.arrays().get(name)));
    }
}
