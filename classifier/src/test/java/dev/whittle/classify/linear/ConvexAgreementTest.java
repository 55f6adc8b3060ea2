package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.linear.Reference.Problem;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every convex problem has one minimum: that of scikit-learn and SciPy, whichever solver looks for it. */
class ConvexAgreementTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    static List<Problem> problems() {
        return Reference.problems().map(Problem::new).toList();
    }

    /** Those of support vector machines without an l1 penalty. */
    static List<Problem> ofMargins() {
        return problems().stream().filter(p -> !p.softmax() && p.l1() == 0).toList();
    }

    /** Those that have a dual problem here. */
    static List<Problem> withADual() {
        return ofMargins().stream().filter(p -> p.intercept() != Intercept.FREE).toList();
    }

    static List<Problem> unweighted() {
        return problems().stream().filter(p -> !p.has("weighted")).toList();
    }

    private static LinearClassifier fit(Problem p, Solver solver, double l2) {
        Samples samples = Reference.samples();
        return p.softmax()
                ? new Softmax(l2, p.l1(), p.intercept(), ClassWeights.of(p.classWeights()), 5000, 1e-7)
                        .fit(samples, RUN)
                : LinearSvm.of(p.formulation(), p.hinge(), l2)
                        .withL1(p.l1())
                        .withIntercept(p.intercept())
                        .withClassWeights(ClassWeights.of(p.classWeights()))
                        .withIterations(20000)
                        .withTolerance(1e-7)
                        .withSolver(solver)
                        .fit(samples, RUN);
    }

    private static List<Solver> solvers(Problem p) {
        List<Solver> solvers = new ArrayList<>(List.of(Solver.AUTO));
        if (!p.softmax() && p.intercept() != Intercept.FREE && p.l1() == 0) {
            solvers.add(Solver.DUAL_COORDINATE_DESCENT);
        }
        return solvers;
    }

    private static void check(Problem p, LinearClassifier head) {
        Samples samples = Reference.samples();
        Reference.Optimum expected = Reference.optimum(p.name());
        double objective = Reference.objective(p, samples, head);
        assertEquals(expected.objective(), objective, 1e-6 * expected.objective(), p.name());
        double[] w = Reference.doubles(head.arrays().get("weights"));
        for (int i = 0; i < w.length; i++) {
            // Within 1e-7 of the minimum, which is what float scores can tell apart, weights still move in the third
            // decimal.
            assertEquals(expected.weights()[i], w[i], 3e-3, p.name());
            if (p.l1() > 0) {
                assertEquals(Math.abs(expected.weights()[i]) < 1e-6, w[i] == 0, p.name() + " weight " + i);
            }
        }
        double[] b = Reference.doubles(head.arrays().get("bias"));
        // Softmax does not change if all biases move together.
        double shift = p.softmax() ? expected.bias()[0] - b[0] : 0;
        for (int c = 0; c < b.length; c++) {
            assertEquals(expected.bias()[c], b[c] + shift, 6e-3, p.name());
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void findsTheMinimumOfThePeer(Problem p) {
        for (Solver solver : solvers(p)) {
            LinearClassifier head = fit(p, solver, p.l2());
            check(p, head);
            Convergence reached = head.convergence().orElseThrow();
            assertEquals(Reference.objective(p, Reference.samples(), head), reached.objective(), 1e-6, p.name());
            if (!Double.isNaN(reached.gap())) {
                assertTrue(reached.gap() < 1e-5, p.name() + " " + reached);
            }
        }
    }

    /** The bound holds on the way, too: the objective is never further above the minimum than the gap says. */
    @ParameterizedTest
    @MethodSource("withADual")
    void theGapBoundsTheDistance(Problem p) {
        for (Solver solver : solvers(p)) {
            for (int iterations : new int[] {1, 3, 8}) {
                Convergence reached = LinearSvm.of(p.formulation(), p.hinge(), p.l2())
                        .withIntercept(p.intercept())
                        .withIterations(iterations)
                        .withTolerance(0)
                        .withSolver(solver)
                        .fit(Reference.samples(), RUN)
                        .convergence()
                        .orElseThrow();
                double above = reached.objective() - Reference.optimum(p.name()).objective();
                assertTrue(above <= reached.gap() * reached.objective() + 1e-6, p + " " + reached);
            }
        }
    }

    /** The gap on the way by its definition, (primal - dual)/primal, in double from the duals alone. */
    @ParameterizedTest
    @MethodSource("withADual")
    void theGapIsPrimalLessDual(Problem p) {
        Samples samples = Reference.samples();
        for (int iterations : new int[] {1, 3}) {
            LinearSvm svm = LinearSvm.of(p.formulation(), p.hinge(), p.l2())
                    .withIntercept(p.intercept())
                    .withClassWeights(ClassWeights.of(p.classWeights()));
            DualProblem problem = svm.dual(samples, RUN);
            LinearClassifier head =
                    new DualCoordinateDescent(LinearSvm.loss(p.formulation(), p.hinge()), iterations, 0).train(problem);
            double primal = Reference.objective(p, samples, head);
            checkGap((primal - dual(p, samples, problem.duals)) / primal, head);
            if (p.hinge() == LinearSvm.Hinge.SQUARED && p.formulation() != LinearSvm.Formulation.CRAMMER_SINGER) {
                LinearClassifier smooth = svm.withIterations(iterations)
                        .withTolerance(0)
                        .withSolver(Solver.LBFGS)
                        .fit(samples, RUN);
                primal = Reference.objective(p, samples, smooth);
                checkGap((primal - dual(p, samples, derivatives(p, samples, smooth))) / primal, smooth);
            }
        }
    }

    private static void checkGap(double naive, LinearClassifier head) {
        double gap = head.convergence().orElseThrow().gap();
        assertTrue(naive > 1e-3, "a gap of " + naive + " says nothing");
        // The minimum is not below 0.
        double most = Math.min(1, naive);
        requireGap(most, gap);
        assertThrows(AssertionError.class, () -> requireGap(most, 2 * gap));
        assertThrows(AssertionError.class, () -> requireGap(most, gap / 2));
    }

    private static void requireGap(double naive, double gap) {
        assertEquals(naive, gap, 1e-4 * naive + 1e-6);
    }

    /** 1 - margin of sample i at class c; of its own class only for one-vs-rest. */
    private static double slack(Problem p, double[] s, int y, int c) {
        return p.formulation() == LinearSvm.Formulation.ONE_VS_REST
                ? 1 - (c == y ? s[c] : -s[c])
                : c == y ? 0 : 1 + s[c] - s[y];
    }

    /** Duals in the scale of {@link #dual}: C times the class weight times the derivative of the squared hinge. */
    private static double[] derivatives(Problem p, Samples samples, LinearClassifier head) {
        float[] w = head.arrays().get("weights").data();
        float[] b = head.arrays().get("bias").data();
        int d = samples.features().columns();
        double[] duals = new double[samples.size() * b.length];
        for (int i = 0; i < samples.size(); i++) {
            float[] x = samples.inMemory("the test").row(i);
            double[] s = new double[b.length];
            for (int c = 0; c < b.length; c++) {
                s[c] = b[c];
                for (int j = 0; j < d; j++) {
                    s[c] += (double) w[c * d + j] * x[j];
                }
            }
            for (int c = 0; c < b.length; c++) {
                duals[i * b.length + c] = 2 * limit(p, samples, i) * Math.max(0, slack(p, s, samples.labels()[i], c));
            }
        }
        return duals;
    }

    private static double limit(Problem p, Samples samples, int i) {
        double weight = p.classWeights().isEmpty() ? 1 : p.classWeights().get(samples.labels()[i]);
        return weight / (p.l2() * samples.size());
    }

    /** l2·(Σα - ½‖W(α)‖² - what the square takes), W(α) the weights that the duals stand for. */
    private static double dual(Problem p, Samples samples, double[] duals) {
        int d = samples.features().columns();
        int classes = samples.classes();
        double[][] w = new double[classes][d + 1];
        double value = 0;
        for (int i = 0; i < samples.size(); i++) {
            float[] x = samples.inMemory("the test").row(i);
            int y = samples.labels()[i];
            double total = 0;
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                double a = duals[i * classes + c];
                total += a;
                squares += a * a;
                boolean each = p.formulation() == LinearSvm.Formulation.ONE_VS_REST;
                add(p, w[c], x, each && c == y ? a : -a);
                add(p, w[y], x, each ? 0 : a);
            }
            value += total;
            if (p.hinge() == LinearSvm.Hinge.SQUARED) {
                value -= (p.formulation() == LinearSvm.Formulation.CRAMMER_SINGER ? total * total : squares)
                        / (4 * limit(p, samples, i));
            }
        }
        for (double[] row : w) {
            for (double v : row) {
                value -= v * v / 2;
            }
        }
        return p.l2() * value;
    }

    private static void add(Problem p, double[] w, float[] x, double a) {
        for (int j = 0; j < x.length; j++) {
            w[j] += a * x[j];
        }
        w[x.length] += p.intercept() == Intercept.PENALIZED ? a : 0;
    }

    /** Features times 2⁻²³ and l2 times 2⁻⁴⁶ are the same problem, to the last bit. */
    @ParameterizedTest
    @MethodSource("ofMargins")
    void tinyFeaturesAreTheSameProblem(Problem p) {
        Samples samples = Reference.samples();
        float[] tiny = samples.inMemory("the test").copy().data();
        for (int i = 0; i < tiny.length; i++) {
            tiny[i] *= 0x1p-23f;
        }
        Samples scaled = new Samples(
                new Matrix(samples.size(), samples.features().columns(), tiny), samples.labels(), samples.classes());
        assertEquals(
                unmoved(p, 1, samples).objective(), unmoved(p, 0x1p-46, scaled).objective());
    }

    private static Convergence unmoved(Problem p, double scale, Samples samples) {
        return LinearSvm.of(p.formulation(), p.hinge(), scale * p.l2())
                .withIntercept(Intercept.NONE)
                .withClassWeights(ClassWeights.of(p.classWeights()))
                .withIterations(3)
                .withTolerance(0)
                .withSolver(Solver.DUAL_COORDINATE_DESCENT)
                .fit(samples, RUN)
                .convergence()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void anotherProblemsMinimumIsSeen(Problem p) {
        assertThrows(AssertionError.class, () -> check(p, fit(p, Solver.AUTO, p.l2() + 1e-3)));
    }

    @Test
    void aZeroTooFewIsSeen() {
        Problem p = new Problem("softmax free l1");
        LinearClassifier head = fit(p, Solver.AUTO, 0);
        var weights = head.arrays().get("weights");
        for (int i = 0; i < weights.data().length; i++) {
            if (weights.data()[i] == 0) {
                weights.data()[i] = 1e-6f;
                break;
            }
        }
        LinearClassifier other = LinearClassifier.restore(dev.whittle.feature.table.NamedArrays.empty()
                .with("weights", weights)
                .with("bias", head.arrays().get("bias")));
        assertThrows(AssertionError.class, () -> check(p, other));
    }

    @Test
    void thereAreZerosToFind() {
        for (Problem p : problems()) {
            if (p.l1() > 0) {
                long zeros = java.util.stream.DoubleStream.of(
                                Reference.optimum(p.name()).weights())
                        .filter(w -> Math.abs(w) < 1e-6)
                        .count();
                assertTrue(zeros > 0, p.name());
            }
        }
    }

    /** A weight of 2 for a class is its samples taken twice. */
    @ParameterizedTest
    @MethodSource("unweighted")
    void aClassWeightRepeatsSamples(Problem p) {
        Samples samples = Reference.samples();
        int n = samples.size();
        int[] index = java.util.stream.IntStream.range(0, 2 * n)
                .filter(i -> i < n || samples.labels()[i - n] == 1)
                .map(i -> i % n)
                .toArray();
        Samples twice = new Samples(
                samples.inMemory("the test").selectRows(index),
                java.util.stream.IntStream.of(index)
                        .map(i -> samples.labels()[i])
                        .toArray(),
                3);
        double ratio = n / (double) twice.size();
        for (Solver solver : solvers(p)) {
            Convergence weighted = weighted(p, solver, List.of(1.0, 2.0, 1.0), 1, samples);
            Convergence repeated = weighted(p, solver, List.of(), ratio, twice);
            assertEquals(weighted.objective() * ratio, repeated.objective(), 2e-6, p.name() + " " + solver);
        }
    }

    private static Convergence weighted(Problem p, Solver solver, List<Double> weights, double scale, Samples samples) {
        LinearClassifier head = p.softmax()
                ? new Softmax(scale * p.l2(), scale * p.l1(), p.intercept(), ClassWeights.of(weights), 5000, 1e-6)
                        .fit(samples, RUN)
                : LinearSvm.of(p.formulation(), p.hinge(), scale * p.l2())
                        .withL1(scale * p.l1())
                        .withIntercept(p.intercept())
                        .withClassWeights(ClassWeights.of(weights))
                        .withIterations(20000)
                        .withTolerance(1e-6)
                        .withSolver(solver)
                        .fit(samples, RUN);
        return head.convergence().orElseThrow();
    }
}
