package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.Samples;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MuonTest {
    /** By rows, columns, rate, momentum and curvature. */
    private static final Map<List<String>, List<double[]>> TRACES = Trace.read("muon.csv", 5);

    private static final Run RUN = Run.defaults().withThreads(2);

    static Set<List<String>> settings() {
        return TRACES.keySet();
    }

    private static MiniBatches.Builder muon() {
        return MiniBatches.builder().optimizer(Optimizer.MUON).schedule(Schedule.CONSTANT);
    }

    /** W of the reference script before the first step. */
    private static Parameter start(int rows, int columns) {
        float[] w = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                w[i * columns + j] = ((5 * i + 3 * j) % 7 - 3) / 4f + (i == j ? 0.5f : 0);
            }
        }
        return new Parameter("w", w, new float[w.length], true, 1, columns);
    }

    private static void gradient(Parameter w, double curvature) {
        int columns = w.columns();
        for (int i = 0; i < w.values().length / columns; i++) {
            for (int j = 0; j < columns; j++) {
                w.gradient()[i * columns + j] =
                        (float) curvature * w.values()[i * columns + j] + ((7 * i + 2 * j + i * j) % 11 - 5) / 8f;
            }
        }
    }

    private static double[] point(Parameter w) {
        double[] point = new double[w.values().length];
        for (int i = 0; i < point.length; i++) {
            point[i] = w.values()[i];
        }
        return point;
    }

    private static List<double[]> trace(List<String> setting, double momentum, double rate, int transposedColumns) {
        int rows = Integer.parseInt(setting.get(0));
        int columns = Integer.parseInt(setting.get(1));
        Parameter w = start(rows, columns);
        if (transposedColumns > 0) {
            w = new Parameter("w", w.values(), w.gradient(), true, 1, transposedColumns);
        }
        // The training's rate is another; the step's is half of it, as a schedule would have it.
        MiniBatches settings = muon().learningRate(0.01)
                .muonRate(2 * rate)
                .muonMomentum(momentum)
                .build();
        Descent descent = new Descent(List.of(w), settings, 0.5, 0, RUN);
        List<double[]> trace = new ArrayList<>(List.of(point(w)));
        for (int step = 0; step < 6; step++) {
            gradient(
                    new Parameter("w", w.values(), w.gradient(), true, 1, columns), Double.parseDouble(setting.get(4)));
            assertEquals(null, descent.step(0.005, step));
            trace.add(point(w));
        }
        assertEquals(0, descent.penalty());
        return trace;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void firstStepsAreThoseOfTheReference(List<String> setting) {
        double rate = Double.parseDouble(setting.get(2));
        double momentum = Double.parseDouble(setting.get(3));
        List<double[]> expected = TRACES.get(setting);
        assertEquals(7, expected.size());
        Trace.check(expected, trace(setting, momentum, rate, 0), 2e-5);
        assertThrows(
                AssertionError.class, () -> Trace.check(expected, trace(setting, momentum, rate * 1.001, 0), 2e-5));
        assertThrows(AssertionError.class, () -> Trace.check(expected, trace(setting, momentum + 0.05, rate, 0), 2e-5));
        int rows = Integer.parseInt(setting.get(0));
        if (rows != Integer.parseInt(setting.get(1)) && rows > 1) {
            assertThrows(AssertionError.class, () -> Trace.check(expected, trace(setting, momentum, rate, rows), 2e-5));
        }
    }

    /** One row: the step is along u = (1 + μ)g by one singular value near 1, and W has norm 1 before it. */
    @Test
    void aStepByHand() {
        Parameter w = new Parameter("w", new float[] {0, 10}, new float[] {3, 4}, true, 2, 2);
        Updater updater = Updater.of(w, muon().learningRate(1).muonRate(0.5).build(), RUN);
        updater.begin(1 * w.rate(), 0);
        updater.update(0, 2);
        updater.finish();
        double s = 1;
        for (int k = 0; k < 5; k++) {
            s = 3.4445 * s - 4.775 * s * s * s + 2.0315 * Math.pow(s, 5);
        }
        assertArrayEquals(new float[] {(float) (-0.6 * s), (float) (1 - 0.8 * s)}, w.values(), 1e-5f);
        assertArrayEquals(
                new float[] {3, 4}, updater.state().asMap().get("velocity").data());
    }

    @Test
    void zerosMoveToo() {
        Parameter w = new Parameter("w", new float[2], new float[] {3, 4}, true, 1, 2);
        new Descent(List.of(w), muon().build(), 0, 0, RUN).step(0.03, 0);
        assertTrue(w.values()[0] < 0 && w.values()[1] < 0);
    }

    /** What is no matrix takes Nesterov's steps, with the training's own rate, momentum and l2. */
    @Test
    void allElseIsNesterovs() {
        float[][] ends = new float[2][];
        for (Optimizer optimizer : List.of(Optimizer.MUON, Optimizer.NESTEROV)) {
            Parameter w = start(3, 7);
            Parameter bias = new Parameter("bias", new float[] {1, -2}, new float[] {0.5f, 0.25f}, true, 8, 0);
            Descent descent =
                    new Descent(List.of(w, bias), muon().optimizer(optimizer).build(), 0.1, 0, RUN);
            for (int step = 0; step < 3; step++) {
                gradient(w, 1);
                descent.step(0.01, step);
            }
            ends[optimizer == Optimizer.MUON ? 0 : 1] = bias.values();
        }
        assertArrayEquals(ends[0], ends[1]);
        assertFalse(ends[0][0] == 1);
    }

    /** Least squares with the weights as matrices, as large as some convolutions. */
    private static float[] train(Run run, int rows, int columns) {
        Samples large = TestSamples.clouds(30, rows * columns, 2, 1, 5);
        Matrix small = large.inMemory("the test").copy();
        for (int i = 0; i < small.data().length; i++) {
            small.data()[i] *= 0.01f;
        }
        Samples samples = new Samples(small, large.labels(), 2);
        LeastSquares model = new LeastSquares(rows * columns, columns, run, 0.1f);
        MiniBatches settings = muon().learningRate(1e-5)
                .muonRate(1e-3)
                .epochs(2)
                .batchSize(10)
                .schedule(Schedule.LINEAR)
                .average(Averaging.LOOKAHEAD)
                .build();
        new MiniBatchTraining(settings, 0.01, 0).train(model, samples, run);
        return model.weights.values();
    }

    @Test
    @Tag("bits")
    void threadsAndKernelsChangeNoBit() {
        Matrix first = null;
        for (Kernels kernels : List.of(KernelChoice.SCALAR.kernels(), KernelChoice.VECTOR.kernels())) {
            for (int threads : new int[] {1, 2, 7}) {
                Run run = RUN.withThreads(threads).withKernels(kernels);
                Matrix weights = new Matrix(70, 150, train(run, 70, 150));
                first = first == null ? weights : first;
                assertTrue(first.bitsEqual(weights), threads + " threads, " + kernels.name());
            }
        }
        Matrix other = first.copy();
        other.set(69, 149, Math.nextUp(other.get(69, 149)));
        assertFalse(first.bitsEqual(other), "the comparison does not see a bit");
    }

    @Test
    @Tag("bits")
    void bitsArePinned() {
        CRC32 crc = new CRC32();
        for (int rows : new int[] {7, 40}) {
            for (float w : train(RUN, rows, 12)) {
                int bits = Float.floatToRawIntBits(w);
                for (int shift = 0; shift < 32; shift += 8) {
                    crc.update(bits >>> shift);
                }
            }
        }
        assertEquals("df7d656f", Long.toHexString(crc.getValue()));
    }

    @Test
    void aModelWithoutMatricesIsRefused() {
        MiniBatchTraining training = new MiniBatchTraining(muon().build(), 0, 0);
        assertEquals(
                "Optimizer muon is for matrices of filters that batch normalisation follows, and this model has none;"
                        + " set nesterov, which it is for all other parameters",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> training.train(new Orders(), MiniBatchTrainingTest.SAMPLES, RUN))
                        .getMessage());
    }

    @Test
    void headsWithoutFiltersRefuseIt() {
        String rule = "training.optimizer must not be muon, which is for filters of convolutions (nesterov is the same"
                + " for other parameters), got muon";
        MiniBatches training = muon().build();
        assertEquals(
                "MLP: " + rule,
                assertThrows(IllegalArgumentException.class, () -> Mlp.relu(List.of(3), 0, training))
                        .getMessage());
        assertEquals(
                "Linear SVM: " + rule,
                assertThrows(IllegalArgumentException.class, () -> svm(training))
                        .getMessage());
    }

    private static LinearSvm svm(MiniBatches training) {
        LinearSvm svm = LinearSvm.defaults();
        return new LinearSvm(
                svm.formulation(),
                svm.hinge(),
                LinearSvm.Solver.MINI_BATCHES,
                svm.l2(),
                svm.l1(),
                svm.intercept(),
                svm.classWeights(),
                svm.iterations(),
                svm.tolerance(),
                training);
    }

    @Test
    void l1IsRefused() {
        assertEquals(
                "Mini-batch training: l1 must be 0 with optimizer muon, which has no proximal step, got 0.1",
                assertThrows(IllegalArgumentException.class, () -> new MiniBatchTraining(muon().build(), 0, 0.1))
                        .getMessage());
    }

    @Test
    void divergenceIsSeen() {
        Parameter w = start(3, 7);
        Descent descent = new Descent(List.of(w), muon().build(), 0, 0, RUN);
        gradient(w, 1);
        w.gradient()[4] = 1e18f;
        assertEquals(null, descent.step(0.03, 0));
        w.gradient()[4] = Float.NaN;
        assertEquals("the gradient of 'w' has no finite norm", descent.step(0.03, 1));
        assertNotEquals(null, descent.step(0.03, 2));
    }
}
