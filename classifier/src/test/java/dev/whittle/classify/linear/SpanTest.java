package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.Reference.Problem;
import dev.whittle.classify.loss.CrossEntropy;
import dev.whittle.classify.optim.Lbfgs;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trained in the span of the rows, a head is the one that is trained on the features themselves. */
class SpanTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    /** Large enough for weights that are exact to 10⁻⁴ where scores are float. */
    private static final double L2 = 1;

    /** Rows whose span or scale may cause trouble. */
    enum Rowset {
        PLAIN,
        DUPLICATES,
        ZERO_ROW,
        RANK_ONE,
        ONE_LONG_ROW,
        FAR_FROM_ZERO
    }

    private static Samples samples(Rowset rowset) {
        Samples samples = TestSamples.clouds(40, 100, 3, 0.3, 6);
        Matrix x = samples.inMemory("the test").copy();
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                float v = x.get(i, j);
                x.set(
                        i,
                        j,
                        switch (rowset) {
                            case PLAIN -> v;
                            case DUPLICATES -> x.get(i % 15, j);
                            case ZERO_ROW -> i == 5 ? 0 : v;
                            case RANK_ONE -> x.get(0, j) * (i % 7 - 2.5f) / 4;
                            case ONE_LONG_ROW -> i == 3 ? 10 * v : v;
                            case FAR_FROM_ZERO -> v + 30;
                        });
            }
        }
        return new Samples(x, samples.labels(), 3);
    }

    static List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (String loss : List.of("softmax", "one-vs-rest squared", "weston-watkins squared")) {
            for (String intercept : List.of("free", "penalized", "none", "free weighted", "penalized weighted")) {
                problems.add(new Problem(loss + " " + intercept));
            }
        }
        return problems;
    }

    private static FullBatch solver(Problem p, double l2, double tolerance) {
        return new FullBatch(
                p.softmax() ? new CrossEntropy() : LinearSvm.loss(p.formulation(), p.hinge()),
                p.softmax() ? 1.0 / 3 : 1,
                l2,
                0,
                p.intercept(),
                p.classWeights(),
                20_000,
                tolerance);
    }

    /** The objective by its formula in double, and its gradient. Parameters are W row by row, then b. */
    private static double objective(Problem p, double l2, Samples samples, double[] parameters, double[] gradient) {
        int classes = samples.classes();
        int d = samples.features().columns();
        int weights = classes * d;
        int n = samples.size();
        Matrix x = samples.inMemory("the test");
        Arrays.fill(gradient, 0);
        double value = 0;
        for (int i = 0; i < n; i++) {
            double[] s = new double[classes];
            for (int c = 0; c < classes; c++) {
                s[c] = parameters[weights + c];
                for (int j = 0; j < d; j++) {
                    s[c] += parameters[c * d + j] * x.get(i, j);
                }
            }
            int y = samples.labels()[i];
            double scale = (p.classWeights().isEmpty() ? 1 : p.classWeights().get(y)) / n;
            double[] by = new double[classes];
            value += scale * loss(p, s, y, by);
            for (int c = 0; c < classes; c++) {
                for (int j = 0; j < d; j++) {
                    gradient[c * d + j] += scale * by[c] * x.get(i, j);
                }
                gradient[weights + c] += p.intercept() == Intercept.NONE ? 0 : scale * by[c];
            }
        }
        for (int i = 0; i < (p.intercept() == Intercept.PENALIZED ? parameters.length : weights); i++) {
            value += l2 / 2 * parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
        }
        return value;
    }

    private static double loss(Problem p, double[] s, int y, double[] by) {
        double sum = 0;
        if (p.softmax()) {
            for (double v : s) {
                sum += StrictMath.exp(v - s[y]);
            }
            for (int c = 0; c < s.length; c++) {
                by[c] = StrictMath.exp(s[c] - s[y]) / sum - (c == y ? 1 : 0);
            }
            return StrictMath.log(sum);
        }
        boolean each = p.formulation() == LinearSvm.Formulation.ONE_VS_REST;
        for (int c = 0; c < s.length; c++) {
            double slack = Math.max(0, each ? 1 - (c == y ? s[c] : -s[c]) : c == y ? 0 : 1 + s[c] - s[y]);
            sum += slack * slack;
            by[c] += each && c == y ? -2 * slack : 2 * slack;
            by[y] -= each ? 0 : 2 * slack;
        }
        return sum;
    }

    /** On the features themselves, in double. */
    private static Lbfgs.Minimum naive(Problem p, double l2, Samples samples) {
        double[] zero = new double[samples.classes() * (samples.features().columns() + 1)];
        return new Lbfgs(30, 5000, 1e-8)
                .minimize((point, gradient) -> objective(p, l2, samples, point, gradient), zero, (k, v) -> {});
    }

    private static double[] parameters(LinearClassifier head) {
        return Stream.of("weights", "bias")
                .flatMapToDouble(
                        name -> Arrays.stream(Reference.doubles(head.arrays().get(name))))
                .toArray();
    }

    static Stream<Arguments> cases() {
        return problems().stream().flatMap(p -> Stream.of(Rowset.values()).map(rowset -> Arguments.of(p, rowset)));
    }

    private static void requireMinimum(Problem p, Samples samples, double[] naive, LinearClassifier head) {
        double[] parameters = parameters(head);
        double[] gradient = new double[parameters.length];
        double least = objective(p, L2, samples, naive, gradient);
        double near = 1e-6 * Math.max(1, least);
        assertEquals(least, objective(p, L2, samples, parameters, gradient), near);
        assertEquals(least, head.convergence().orElseThrow().objective(), near);
        for (int i = 0; i < 300; i++) {
            assertEquals(naive[i], parameters[i], 1e-4, "weight " + i);
        }
        // Only one-vs-rest changes if all free biases move together.
        boolean shifts = p.intercept() == Intercept.FREE
                && (p.softmax() || p.formulation() == LinearSvm.Formulation.WESTON_WATKINS);
        double shift = shifts ? naive[300] - parameters[300] : 0;
        // 10⁻⁴ of a weight is much in the bias if features are far from 0.
        double largest = 0;
        for (float v : samples.inMemory("the test").data()) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int c = 300; c < 303; c++) {
            assertEquals(naive[c], parameters[c] + shift, largest < 20 ? 5e-4 : 3e-3 * largest, "bias " + c);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheMinimumOfTheFeaturesThemselves(Problem p, Rowset rowset) {
        Samples samples = samples(rowset);
        double[] naive = naive(p, L2, samples).point();
        FullBatch solver = solver(p, L2, 1e-7);
        requireMinimum(p, samples, naive, solver.train(samples, RUN));
        LinearClassifier other = solver(p, 1.01 * L2, 1e-7).train(samples, RUN);
        assertThrows(AssertionError.class, () -> requireMinimum(p, samples, naive, other));
    }

    /** Without the span: on the features in float. Their objectives agree less well than with double. */
    @ParameterizedTest
    @MethodSource("problems")
    void directTrainingFindsTheSameMinimum(Problem p) {
        Samples samples = samples(Rowset.PLAIN);
        FullBatch solver = solver(p, L2, 1e-7);
        FullBatch.Solution direct = solver.direct(samples, RUN);
        assertEquals(
                direct.convergence().objective(),
                solver.train(samples, RUN).convergence().orElseThrow().objective(),
                1e-6);
    }

    static Stream<Problem> ofThePeer() {
        return Reference.wideProblems().map(Problem::new);
    }

    @ParameterizedTest
    @MethodSource("ofThePeer")
    void findsTheMinimumOfThePeer(Problem p) {
        Samples samples = Reference.wide();
        assertTrue(Span.pays(samples.size(), samples.features().columns()), "too few features");
        requirePeers(p, samples, solver(p, p.l2(), 1e-7).train(samples, RUN));
        LinearClassifier other = solver(p, 2 * p.l2(), 1e-7).train(samples, RUN);
        assertThrows(AssertionError.class, () -> requirePeers(p, samples, other));
    }

    private static void requirePeers(Problem p, Samples samples, LinearClassifier head) {
        Reference.Optimum expected = Reference.wideOptimum(p.name());
        assertEquals(expected.objective(), Reference.objective(p, samples, head), 1e-6);
        double[] w = Reference.doubles(head.arrays().get("weights"));
        for (int i = 0; i < w.length; i++) {
            assertEquals(expected.weights()[i], w[i], 3e-4, "weight " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Intercept.class)
    void theSameBitsWithOtherThreadsKernelsAndReaders(Intercept intercept) {
        Samples samples = TestSamples.clouds(90, 700, 4, 0.3, 2);
        Samples file = new Samples(
                samples.features()
                        .select(java.util.stream.IntStream.range(0, 90).toArray()),
                samples.labels(),
                4);
        Run scalar = RUN.withThreads(3).withKernels(KernelChoice.SCALAR.kernels());
        for (Spec<Samples, Classifier> head : List.<Spec<Samples, Classifier>>of(
                new Softmax(0.02, 0, intercept, ClassWeights.EQUAL, 50, 1e-3),
                LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, 0.02)
                        .withIntercept(intercept))) {
            NamedArrays expected = head.fit(samples, RUN.withThreads(1)).arrays();
            NamedArrays found = head.fit(file, scalar).arrays();
            for (String name : List.of("weights", "bias")) {
                assertTrue(expected.get(name).bitsEqual(found.get(name)), name);
                Matrix wrong = found.get(name).copy();
                wrong.set(0, 1, Math.nextUp(wrong.get(0, 1)));
                assertFalse(expected.get(name).bitsEqual(wrong), name);
            }
        }
    }

    /** Scores and norm of a sum of the rows of the span are those of the same sum of features. */
    @ParameterizedTest
    @EnumSource(Rowset.class)
    void aModelHasTheSameScoresAndNorm(Rowset rowset) {
        Samples samples = samples(rowset);
        Matrix x = samples.inMemory("the test");
        for (Intercept intercept : Intercept.values()) {
            Span span = new Span(x, intercept, RUN);
            int r = span.rows().columns();
            double[] model = new double[r + 1];
            for (int i = 0; i < x.rows(); i++) {
                for (int j = 0; j < r; j++) {
                    model[j] += (i % 3 - 0.9) * span.rows().get(i, j);
                }
            }
            model[r] = 0.5;
            double[] w = span.weights(model, 1);
            double squares = 0;
            double expected = 0;
            for (int j = 0; j < x.columns(); j++) {
                squares += w[j] * w[j];
            }
            for (int j = 0; j < r; j++) {
                expected += model[j] * model[j];
            }
            assertEquals(expected, squares, 1e-4 * expected);
            for (int i = 0; i < x.rows(); i++) {
                double score = w[x.columns()];
                double scale = 1;
                for (int j = 0; j < x.columns(); j++) {
                    score += w[j] * x.get(i, j);
                    scale += Math.abs(w[j] * x.get(i, j));
                }
                double inSpan = model[r];
                for (int j = 0; j < r; j++) {
                    inSpan += model[j] * span.rows().get(i, j);
                }
                assertEquals(inSpan, score, 2e-5 * scale, intercept + " row " + i);
            }
        }
    }

    @Test
    void usedWhereItPays() {
        assertTrue(Span.pays(1, 2) && Span.pays(1500, 1501) && Span.pays(3030, 8100) && Span.pays(5011, 327_680));
        assertFalse(Span.pays(2, 2) || Span.pays(50_000, 1_000_000) || Span.pays(8000, 9000));
        assertTrue(FullBatch.spanned(1e-9, 0));
        assertFalse(FullBatch.spanned(0, 0) || FullBatch.spanned(1, 1e-9));
    }

    @Test
    void theRankIsThatOfTheRows() {
        assertEquals(
                40,
                new Span(samples(Rowset.PLAIN).features(), Intercept.NONE, RUN)
                        .rows()
                        .columns());
        assertEquals(
                39,
                new Span(samples(Rowset.PLAIN).features(), Intercept.FREE, RUN)
                        .rows()
                        .columns());
        assertEquals(
                15,
                new Span(samples(Rowset.DUPLICATES).features(), Intercept.NONE, RUN)
                        .rows()
                        .columns());
        assertEquals(
                1,
                new Span(samples(Rowset.RANK_ONE).features(), Intercept.FREE, RUN)
                        .rows()
                        .columns());
    }

    @ParameterizedTest
    @EnumSource(Intercept.class)
    void featuresOfZerosHaveOnlyIntercepts(Intercept intercept) {
        Samples zeros = new Samples(new Matrix(3, 50), new int[] {0, 1, 1}, 2);
        LinearClassifier head = new Softmax(0.1, 0, intercept, ClassWeights.EQUAL, 100, 1e-4).fit(zeros, RUN);
        for (float w : head.arrays().get("weights").data()) {
            assertEquals(0, w);
        }
        double difference =
                head.arrays().get("bias").get(0, 1) - head.arrays().get("bias").get(0, 0);
        assertEquals(
                intercept == Intercept.FREE, Math.abs(difference - Math.log(2)) < 1e-3, "difference " + difference);
    }
}
