package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.SolverType;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.linear.Reference.Problem;
import dev.whittle.feature.Run;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The minima of LIBLINEAR's Java port 2.44, with its bias (a constant feature, penalised), both objectives in double.
 */
class LiblinearTest {
    private static final double C = 1 / (120 * Reference.L2);

    private static double liblinear(Problem p, SolverType type, double c) {
        Samples samples = Reference.samples();
        int d = samples.features().columns();
        de.bwaldvogel.liblinear.Problem problem = new de.bwaldvogel.liblinear.Problem();
        problem.l = samples.size();
        problem.n = d + 1;
        problem.bias = 1;
        problem.x = new Feature[samples.size()][d + 1];
        problem.y = new double[samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            problem.y[i] = samples.labels()[i];
            for (int j = 0; j < d; j++) {
                problem.x[i][j] =
                        new FeatureNode(j + 1, samples.inMemory("the test").get(i, j));
            }
            problem.x[i][d] = new FeatureNode(d + 1, 1);
        }
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(type, c, 1e-9, 1_000_000));
        double[] w = new double[3 * d];
        double[] b = new double[3];
        for (int k = 0; k < 3; k++) {
            int label = model.getLabels()[k];
            for (int j = 0; j < d; j++) {
                w[label * d + j] = model.getFeatureWeights()[j * 3 + k];
            }
            b[label] = model.getFeatureWeights()[d * 3 + k];
        }
        return Reference.objective(p, samples, w, b);
    }

    private static double ours(Problem p, Solver solver) {
        LinearClassifier head = LinearSvm.of(p.formulation(), p.hinge(), p.l2())
                .withL1(p.l1())
                .withIntercept(p.intercept())
                .withIterations(20000)
                .withTolerance(1e-7)
                .withSolver(solver)
                .fit(Reference.samples(), Run.defaults().withThreads(2));
        return Reference.objective(p, Reference.samples(), head);
    }

    private static void check(double expected, double got, double tolerance) {
        assertEquals(expected, got, tolerance * expected);
    }

    /** With the plain hinge LIBLINEAR ends, whatever the tolerance asked for, 10⁻⁵ above the minimum. */
    @ParameterizedTest
    @CsvSource({
        "one-vs-rest squared penalized, L2R_L2LOSS_SVC, LBFGS, 1e-6",
        "one-vs-rest squared penalized, L2R_L2LOSS_SVC_DUAL, DUAL_COORDINATE_DESCENT, 1e-6",
        "one-vs-rest plain penalized, L2R_L1LOSS_SVC_DUAL, DUAL_COORDINATE_DESCENT, 2e-5",
        "crammer-singer plain penalized, MCSVM_CS, DUAL_COORDINATE_DESCENT, 1e-6",
    })
    void findsTheSameMinimum(String name, SolverType type, Solver solver, double tolerance) {
        Problem p = new Problem(name);
        double expected = liblinear(p, type, C);
        double objective = ours(p, solver);
        check(expected, objective, tolerance);
        assertTrue(objective <= expected * (1 + 1e-6), objective + " above " + expected);
        double other = liblinear(p, type, 1.05 * C);
        assertThrows(AssertionError.class, () -> check(other, objective, tolerance));
    }
}
