package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples that are zero, or nearly, among others: their loss is a constant where there is no intercept. */
class ZeroRowsTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    private static final Samples SAMPLES = TestSamples.clouds(700, 13, 4, 1, 8);
    private static final double L2 = 0.1;
    private static final double TOLERANCE = 1e-5;

    static Stream<Arguments> problems() {
        List<Arguments> all = new ArrayList<>();
        for (Formulation formulation : Formulation.values()) {
            for (Hinge hinge : Hinge.values()) {
                for (Intercept intercept : Intercept.values()) {
                    boolean smooth = hinge == Hinge.SQUARED && formulation != Formulation.CRAMMER_SINGER;
                    if (smooth) {
                        all.add(Arguments.of(formulation, hinge, intercept, Solver.LBFGS));
                    }
                    if (intercept != Intercept.FREE) {
                        all.add(Arguments.of(formulation, hinge, intercept, Solver.DUAL_COORDINATE_DESCENT));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void theMinimumIsThatOfTheOthersAndAConstant(
            Formulation formulation, Hinge hinge, Intercept intercept, Solver solver) {
        Matrix x = SAMPLES.inMemory("the test");
        int[] others = IntStream.range(0, 700).filter(i -> i % 10 != 0).toArray();
        Samples rest = new Samples(
                x.selectRows(others),
                IntStream.of(others).map(i -> SAMPLES.labels()[i]).toArray(),
                4);
        double ofZero = switch (formulation) {
            case WESTON_WATKINS -> 3;
            case CRAMMER_SINGER -> 1;
            case ONE_VS_REST -> 4;
        };
        double withoutIntercept = 0.9
                        * reached(rest, formulation, hinge, Intercept.NONE, solver, L2 / 0.9)
                                .objective()
                + 0.1 * ofZero;
        for (float scale : new float[] {0, 1e-20f, 1e-10f, 1e-5f}) {
            Matrix scaled = x.copy();
            for (int i = 0; i < 700; i += 10) {
                for (int j = 0; j < 13; j++) {
                    scaled.set(i, j, scale * scaled.get(i, j));
                }
            }
            Samples samples = new Samples(scaled, SAMPLES.labels(), 4);
            Convergence reached = reached(samples, formulation, hinge, intercept, solver, L2);
            assertNotEquals(Convergence.Stop.ITERATIONS, reached.stop(), scale + " " + reached);
            if (intercept == Intercept.NONE) {
                assertEquals(withoutIntercept, reached.objective(), 1e-4 * withoutIntercept, scale + " " + reached);
            } else {
                // An intercept that is penalised is a feature that is always 1; a free one can do no less.
                double asFeature = reached(withOnes(samples), formulation, hinge, Intercept.NONE, solver, L2)
                        .objective();
                assertTrue(reached.objective() < (1 + 1e-4) * asFeature, scale + " " + reached);
                if (intercept == Intercept.PENALIZED) {
                    assertEquals(asFeature, reached.objective(), 1e-4 * asFeature, scale + " " + reached);
                }
            }
        }
    }

    private static Samples withOnes(Samples samples) {
        Matrix x = new Matrix(700, 14);
        for (int i = 0; i < 700; i++) {
            System.arraycopy(samples.inMemory("the test").row(i), 0, x.data(), i * 14, 13);
            x.set(i, 13, 1);
        }
        return new Samples(x, samples.labels(), 4);
    }

    private static Convergence reached(
            Samples samples, Formulation formulation, Hinge hinge, Intercept intercept, Solver solver, double l2) {
        return LinearSvm.of(formulation, hinge, l2)
                .withIntercept(intercept)
                .withIterations(2000)
                .withTolerance(TOLERANCE)
                .withSolver(solver)
                .fit(samples, RUN)
                .convergence()
                .orElseThrow();
    }
}
