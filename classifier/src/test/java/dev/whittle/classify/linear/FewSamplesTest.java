package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With fewer samples than features the solver works on their products; with columns of zeros left out it does not, and
 * must find the same.
 */
class FewSamplesTest {
    private static final Run RUN = Run.defaults();

    @ParameterizedTest
    @CsvSource({
        "ONE_VS_REST, PLAIN, PENALIZED",
        "ONE_VS_REST, SQUARED, NONE",
        "WESTON_WATKINS, PLAIN, PENALIZED",
        "WESTON_WATKINS, SQUARED, PENALIZED",
        "CRAMMER_SINGER, PLAIN, NONE",
        "CRAMMER_SINGER, SQUARED, PENALIZED",
    })
    void theMinimumIsTheSame(Formulation formulation, Hinge hinge, Intercept intercept) {
        Samples narrow = TestSamples.clouds(300, 20, 3, 1, 5);
        Matrix x = narrow.inMemory("the test");
        Matrix wide = new Matrix(300, 301);
        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < 20; j++) {
                wide.set(i, 15 * j, x.get(i, j));
            }
        }
        LinearSvm svm = LinearSvm.of(formulation, hinge, 0.02)
                .withIntercept(intercept)
                .withIterations(10_000)
                .withTolerance(1e-6)
                .withSolver(LinearSvm.Solver.DUAL_COORDINATE_DESCENT);
        LinearClassifier few = svm.fit(new Samples(wide, narrow.labels(), 3), RUN);
        LinearClassifier many = svm.fit(narrow, RUN);
        double minimum = many.convergence().orElseThrow().objective();
        Convergence found = few.convergence().orElseThrow();
        assertEquals(minimum, found.objective(), 3e-6 * minimum);
        assertTrue(found.gap() <= 1e-6, found.toString());
        Matrix expected = many.scores(x, RUN);
        Matrix scores = few.scores(wide, RUN);
        for (int i = 0; i < 300; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(expected.get(i, c), scores.get(i, c), 3e-2);
            }
        }
    }
}
