package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.classify.optim.Optimizer;
import dev.whittle.feature.Run;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lengths of steps, weight decay and learning rates beside closed forms and NumPy. */
class StepsTest {
    private static final Run RUN = Run.defaults();
    private static final ReferenceValues NUMPY = ReferenceValues.read("optimizer-paths.csv");

    private static void check(IntToDoubleFunction formula, double[] lengths) {
        for (int t = 1; t <= lengths.length; t++) {
            int step = t;
            assertEquals(formula.applyAsDouble(t), lengths[t - 1], 2e-5, () -> "step " + step);
        }
    }

    /** The parameter is a float, so that lengths are exact to its rounding, which is 64·2⁻²⁴ times the parameter. */
    @Test
    void lengthsAreTheirFormulas() {
        for (double gradient : new double[] {-3, 0.5, 2}) {
            check(t -> 1 / Math.sqrt(t), StepLength.of(Optimizer.ADAGRAD, gradient, 0.9, 100, RUN));
            check(t -> 1 / Math.sqrt(1 - Math.pow(0.9, t)), StepLength.of(Optimizer.RMSPROP, gradient, 0.9, 100, RUN));
            check(t -> 1, StepLength.of(Optimizer.ADAM, gradient, 0.999, 100, RUN));
            check(t -> Math.abs(gradient), StepLength.of(Optimizer.SGD, gradient, 0.9, 100, RUN));
        }
        assertThrows(
                AssertionError.class, () -> check(t -> 1.0 / t, StepLength.of(Optimizer.ADAGRAD, 1, 0.9, 100, RUN)));
    }

    @Test
    void lengthsAreThoseOfNumpy() {
        for (String name : new String[] {"adagrad 0.999", "rmsprop 0.9", "adam 0.999"}) {
            String[] words = name.split(" ");
            Optimizer optimizer = Optimizer.valueOf(words[0].toUpperCase(Locale.ROOT));
            double[] lengths = StepLength.of(optimizer, 0.5, Double.parseDouble(words[1]), 100, RUN);
            NUMPY.check("length " + name, step -> new double[] {lengths[step - 1]}, 1e-6);
        }
    }

    /** Adam's rule without the correction, written out: m and s start at 0 and the gradient is 2. */
    @Test
    void withoutCorrectionAsTheRuleWrittenOut() {
        assertEquals(0.1 / Math.sqrt(0.001), StepLength.withoutCorrection(0.9, 0.999, 1)[0], 1e-12);
        double[] lengths = StepLength.withoutCorrection(0.8, 0.99, 50);
        double m = 0;
        double s = 0;
        for (double length : lengths) {
            m = 0.8 * m + 0.2 * 2;
            s = 0.99 * s + 0.01 * 4;
            assertEquals(m / Math.sqrt(s), length, 1e-12);
        }
    }

    @Test
    void decayIsThatOfNumpy() {
        double[] sizes = {0.3, 1, 10};
        OptimizerPath coupled = WeightDecay.of(Optimizer.ADAM, sizes, 1000, RUN);
        OptimizerPath decoupled = WeightDecay.of(Optimizer.ADAMW, sizes, 1000, RUN);
        NUMPY.check("decay adam", step -> coupled.points()[step], 1e-6);
        NUMPY.check("decay adamw", step -> decoupled.points()[step], 1e-6);
        assertThrows(
                AssertionError.class,
                () -> NUMPY.check("decay adam", step -> decoupled.points()[step], 1e-6));
    }

    /** The larger the gradients the less is taken off by l2; without the alternation AdamW's share is (1 - ηλ)ᵗ. */
    @Test
    void decoupledDecayDoesNotDependOnTheGradients() {
        double[] sizes = {0.1, 1, 10, 100};
        double[] coupled = WeightDecay.of(Optimizer.ADAM, sizes, 1000, RUN).points()[1000];
        double[] decoupled = WeightDecay.of(Optimizer.ADAMW, sizes, 1000, RUN).points()[1000];
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(Math.pow(1 - WeightDecay.RATE * WeightDecay.DECAY, 1000), decoupled[i], 0.01);
            assertEquals(decoupled[0], decoupled[i], 1e-6);
            assertTrue(i == 0 || coupled[i] > coupled[i - 1]);
        }
    }

    @Test
    void errorsAreThoseOfNumpy() {
        StepSizes constant = StepSizes.constant(0.2, 400, RUN);
        StepSizes falling = StepSizes.falling(0.2, 20, 400, RUN);
        NUMPY.check("error constant", step -> new double[] {constant.error()[step]}, 1e-6);
        NUMPY.check("error falling", step -> new double[] {falling.error()[step]}, 1e-6);
        NUMPY.check("expected constant", step -> new double[] {constant.expected()[step]}, 1e-12);
        NUMPY.check("expected falling", step -> new double[] {falling.expected()[step]}, 1e-12);
        assertThrows(
                AssertionError.class,
                () -> NUMPY.check("error constant", step -> new double[] {falling.error()[step]}, 1e-6));
    }

    /** Constant: η/(2 - η), by the fixed point. Falling: about α²/((2α - 1)·(a + k)) with α = a·η, here 4. */
    @Test
    void errorsGoWhereTheFormulasSay() {
        StepSizes constant = StepSizes.constant(0.2, 1000, RUN);
        StepSizes falling = StepSizes.falling(0.2, 20, 1000, RUN);
        assertEquals(0.2 / 1.8, constant.expected()[1000], 1e-12);
        assertEquals(16 / (7.0 * 1020), falling.expected()[1000], 1e-5);
        // 200 squares of normal numbers: their mean has a deviation of √(2/200) of itself.
        assertEquals(1, constant.error()[1000] / constant.expected()[1000], 0.4);
        assertEquals(1, falling.error()[1000] / falling.expected()[1000], 0.4);
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        StepSizes one = StepSizes.falling(0.5, 10, 50, RUN.withThreads(1));
        StepSizes seven = StepSizes.falling(0.5, 10, 50, RUN.withThreads(7));
        assertArrayEquals(one.error(), seven.error());
        double[] sizes = {0.5, 3};
        assertArrayEquals(
                WeightDecay.of(Optimizer.ADAM, sizes, 50, RUN.withThreads(1)).points(),
                WeightDecay.of(Optimizer.ADAM, sizes, 50, RUN.withThreads(7)).points());
    }
}
