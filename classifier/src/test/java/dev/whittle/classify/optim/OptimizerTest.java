package dev.whittle.classify.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    /** By optimizer, learningRate, momentum, decay, epsilon, weightDecay and clipNorm. */
    private static final Map<List<String>, List<double[]>> TRACES = Trace.read("optimizers.csv", 7);

    private static final Run RUN = Run.defaults().withThreads(1);
    private static final Samples ONE = new Samples(new Matrix(1, 1), new int[1], 2);

    /** The function of src/test/reference/optimizers.py. */
    private static final class Valley implements Trainable {
        final Parameter w = new Parameter("w", new float[] {0.5f, -1, 2, -0.25f}, true);

        @Override
        public String structure() {
            return "valley";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(w);
        }

        @Override
        public Seen gradient(Samples samples, int[] order, int from, int to, long step) {
            float[] v = w.values();
            float p = v[2] * v[3] - 1;
            float d = v[3] - v[0];
            w.gradient()[0] = 3 * (v[0] - 1) - d;
            w.gradient()[1] = 0.1f * (v[1] + 2);
            w.gradient()[2] = 0.5f * (p * v[3]);
            w.gradient()[3] = 0.5f * (p * v[2]) + d;
            return new Seen(0, 0);
        }

        @Override
        public Seen evaluate(Samples samples, int[] order, int from, int to) {
            return new Seen(0, 0);
        }

        double[] point() {
            double[] point = new double[4];
            for (int i = 0; i < 4; i++) {
                point[i] = w.values()[i];
            }
            return point;
        }
    }

    private static Optimizer optimizer(List<String> setting) {
        return Optimizer.valueOf(setting.get(0).toUpperCase(Locale.ROOT));
    }

    private static double number(List<String> setting, int i) {
        return Double.parseDouble(setting.get(i));
    }

    private static MiniBatches settings(List<String> setting) {
        double epsilon = number(setting, 4);
        return MiniBatches.builder()
                .optimizer(optimizer(setting))
                .learningRate(number(setting, 1))
                .momentum(number(setting, 2))
                .decay(number(setting, 3))
                .epsilon(epsilon == 0 ? 1 : epsilon) // of those that have none
                .weightDecay(number(setting, 5))
                .clipNorm(number(setting, 6))
                .schedule(Schedule.CONSTANT)
                .epochs(10)
                .batchSize(1)
                .build();
    }

    private static double l2(List<String> setting) {
        return optimizer(setting) == Optimizer.ADAMW ? 0 : number(setting, 5);
    }

    /** The parameters before the first step and after each of ten, by the whole engine: an epoch is a step. */
    private static List<double[]> trace(MiniBatches settings, double l2) {
        Valley valley = new Valley();
        List<double[]> trace = new ArrayList<>(List.of(valley.point()));
        Run run = RUN.withProgress(new Progress() {
            @Override
            public void iteration(int iteration, double objective, double accuracy) {
                trace.add(valley.point());
            }
        });
        new MiniBatchTraining(settings, l2, 0).train(valley, ONE, run);
        return trace;
    }

    static Set<List<String>> settings() {
        return TRACES.keySet();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void firstTenStepsAreThoseOfPyTorch(List<String> setting) {
        assertEquals(11, TRACES.get(setting).size());
        Trace.check(TRACES.get(setting), trace(settings(setting), l2(setting)), 1e-6);
    }

    /** Muon changes matrices only, see {@link MuonTest}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MUON")
    void everyRuleHasTwoTracesAtLeast(Optimizer optimizer) {
        assertFalse(settings().stream().filter(s -> optimizer(s) == optimizer).count() < 2);
    }

    /** Adam and AdamW are the same rule where nothing decays; momentum and Nesterov are SGD where μ is 0. */
    private static boolean sameRule(MiniBatches a, MiniBatches b) {
        return switch (a.optimizer()) {
            case ADAM ->
                b.optimizer() == Optimizer.ADAMW && a.learningRate() == b.learningRate() && a.weightDecay() == 0;
            case SGD -> b.optimizer() == Optimizer.MOMENTUM || b.optimizer() == Optimizer.NESTEROV;
            default -> false;
        };
    }

    /** Other settings, and other rules at the same settings, are found out. */
    @ParameterizedTest
    @MethodSource("settings")
    void plantedFaultsAreFound(List<String> setting) {
        MiniBatches right = settings(setting);
        double l2 = l2(setting);
        List<MiniBatches> wrong = new ArrayList<>();
        wrong.add(right.toBuilder().learningRate(right.learningRate() * 1.001).build());
        for (Optimizer other : EnumSet.complementOf(EnumSet.of(right.optimizer(), Optimizer.MUON))) {
            wrong.add(right.toBuilder().optimizer(other).build());
        }
        switch (right.optimizer()) {
            case MOMENTUM, NESTEROV, ADAM, ADAMW ->
                wrong.add(right.toBuilder().momentum(right.momentum() - 0.01).build());
            default -> {}
        }
        if (right.optimizer() == Optimizer.ADAMW) {
            wrong.add(right.toBuilder().weightDecay(0).build());
        }
        if (right.clipNorm() > 0) {
            wrong.add(right.toBuilder().clipNorm(0).build());
        }
        for (MiniBatches fault : wrong) {
            if (!sameRule(right, fault)) {
                assertThrows(
                        AssertionError.class,
                        () -> Trace.check(TRACES.get(setting), trace(fault, l2), 1e-6),
                        fault.toString());
            }
        }
        if (l2 > 0) {
            assertThrows(AssertionError.class, () -> Trace.check(TRACES.get(setting), trace(right, 0), 1e-6));
        }
    }

    private static MiniBatches with(Optimizer optimizer, double momentum) {
        return MiniBatches.builder().optimizer(optimizer).momentum(momentum).build();
    }

    private static void step(Updater updater, Parameter p, double rate, long step, float... gradient) {
        System.arraycopy(gradient, 0, p.gradient(), 0, gradient.length);
        updater.begin(rate, step);
        updater.update(0, gradient.length);
    }

    @Test
    void momentumByHand() {
        Parameter p = new Parameter("w", new float[] {1, 2, 7}, true);
        Updater updater = Updater.of(p, with(Optimizer.MOMENTUM, 0.5), RUN);
        step(updater, p, 0.25, 0, 4, -2);
        assertArrayEquals(new float[] {0, 2.5f, 7}, p.values());
        // v = 0.5·(4, -2) + (4, 0)
        step(updater, p, 0.25, 1, 4, 0);
        assertArrayEquals(new float[] {-1.5f, 2.75f, 7}, p.values());
        assertArrayEquals(
                new float[] {6, -1, 0}, updater.state().asMap().get("velocity").data());
    }

    @Test
    void adamByHand() {
        Parameter p = new Parameter("w", new float[] {1, 5}, true);
        Updater updater = Updater.of(p, with(Optimizer.ADAM, 0.9), RUN);
        // In the first step m̂ = g and ŝ = g², so the step is the learning rate against the sign of g.
        step(updater, p, 0.1, 0, -0.02f);
        assertArrayEquals(new float[] {1.1f, 5}, p.values(), 1e-6f);
        // m = 0.9·(-0.002) + 0.1·0.04 = 0.0022, m̂ = m/0.19
        // s = 0.999·4e-7 + 0.001·0.0016 = 1.9996e-6, ŝ = s/0.001999
        step(updater, p, 0.1, 1, 0.04f);
        double step = 0.1 * (0.0022 / 0.19) / Math.sqrt(1.9996e-6 / 0.001999);
        assertArrayEquals(new float[] {(float) (1.1 - step), 5}, p.values(), 1e-6f);
    }

    /** The lectures' form: u' = μu - ηg(x + μu), x' = x + u', where our parameter is x + μu. */
    @Test
    void nesterovLooksAhead() {
        double mu = 0.8;
        double eta = 0.1;
        double x = 3;
        double u = 0;
        Parameter p = new Parameter("w", new float[] {3}, true);
        Updater updater = Updater.of(p, with(Optimizer.NESTEROV, mu), RUN);
        for (int step = 0; step < 8; step++) {
            u = mu * u - eta * 2 * (x + mu * u); // gradient 2w
            x += u;
            step(updater, p, eta, step, 2 * p.values()[0]);
            assertEquals(x + mu * u, p.values()[0], 1e-6);
        }
    }

    @Test
    void decayIsForPenalisedParametersOnly() {
        MiniBatches settings = MiniBatches.builder()
                .optimizer(Optimizer.ADAMW)
                .weightDecay(0.5)
                .build();
        Parameter weights = new Parameter("weights", new float[] {2}, true);
        Parameter bias = new Parameter("bias", new float[] {2}, false);
        for (Parameter p : List.of(weights, bias)) {
            step(Updater.of(p, settings, RUN), p, 0.1, 0, 0);
        }
        assertEquals(2 * (1 - 0.1f * 0.5f), weights.values()[0], 1e-6);
        assertEquals(2, bias.values()[0]);
    }

    /** Two steps with a rate of 4 and l2, whose derivative is l2/4·w, so that ηl2 is taken off w in each. */
    @Test
    void aRateMultipliesStepsButNotPenalties() {
        MiniBatches settings = MiniBatches.builder().optimizer(Optimizer.SGD).build();
        Parameter p = new Parameter("w", new float[] {8}, new float[1], true, 4, 0);
        Parameter bias = new Parameter("bias", new float[] {8}, new float[1], false, 4, 0);
        Descent descent = new Descent(List.of(p, bias), settings, 0.5, 0, RUN);
        p.gradient()[0] = 1;
        bias.gradient()[0] = 1;
        descent.step(0.25, 0);
        assertEquals(8 - 0.25f * 4 - 0.25f * 0.5f * 8, p.values()[0]);
        assertEquals(8 - 0.25f * 4, bias.values()[0]);
        p.gradient()[0] = 0;
        bias.gradient()[0] = 0;
        descent.step(0.25, 1);
        assertEquals(6 - 0.25f * 0.5f * 6, p.values()[0]);
        assertEquals(7, bias.values()[0]);
        // (l2/2)·w²/rate
        assertEquals(0.25 * 5.25 * 5.25 / 4, descent.penalty());
    }

    /** l1 takes ηl1 off in a step, and AdamW's decay a share ηλ. */
    @Test
    void aRateDoesNotMultiplyL1AndWeightDecay() {
        for (double rate : new double[] {1, 4, 0.5}) {
            Parameter p = new Parameter("w", new float[] {8}, new float[1], true, rate, 0);
            Descent l1 = new Descent(List.of(p), with(Optimizer.SGD, 0), 0, 0.5, RUN);
            l1.step(0.25, 0);
            assertEquals(8 - 0.25f * 0.5f, p.values()[0]);
            assertEquals(0.5 * 7.875 / rate, l1.penalty());
            Parameter decayed = new Parameter("w", new float[] {8}, new float[1], true, rate, 0);
            MiniBatches adamw =
                    with(Optimizer.ADAMW, 0).toBuilder().weightDecay(0.5).build();
            new Descent(List.of(decayed), adamw, 0, 0, RUN).step(0.25, 0);
            assertEquals(7, decayed.values()[0]);
        }
    }
}
