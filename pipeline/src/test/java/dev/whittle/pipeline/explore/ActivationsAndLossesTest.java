package dev.whittle.pipeline.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Elu;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.LeakyRelu;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Sigmoid;
import dev.whittle.classify.nn.Softplus;
import dev.whittle.classify.nn.Tanh;
import dev.whittle.feature.Run;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Curves beside the closed forms of the lecture. */
class ActivationsAndLossesTest {
    private static final Run RUN = Run.defaults();

    private static void check(Layer layer, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        check(ActivationCurve.of(layer, RUN), f, slope);
    }

    private static void check(ActivationCurve curve, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        for (int i = 0; i < curve.x().length; i++) {
            double x = curve.x()[i];
            assertEquals(f.applyAsDouble(x), curve.value()[i], 1e-6, () -> "f(" + x + ")");
            assertEquals(slope.applyAsDouble(x), curve.derivative()[i], 1e-6, () -> "f'(" + x + ")");
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void activationsAreTheirFormulas() {
        check(new Relu(), x -> Math.max(0, x), x -> x > 0 ? 1 : 0);
        check(new LeakyRelu(0.1), x -> x > 0 ? x : 0.1 * x, x -> x > 0 ? 1 : 0.1);
        check(new LeakyRelu(0.2), x -> x > 0 ? x : 0.2 * x, x -> x > 0 ? 1 : 0.2);
        check(new Elu(), x -> x > 0 ? x : Math.expm1(x), x -> x > 0 ? 1 : Math.exp(x));
        check(new Sigmoid(), x -> sigmoid(x), x -> sigmoid(x) * (1 - sigmoid(x)));
        check(new Tanh(), Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x));
        check(new Softplus(), x -> Math.log1p(Math.exp(x)), x -> sigmoid(x));
        // At 0 both are equal, and the first has the derivative.
        check(ActivationCurve.maxout(new float[] {-0.5f, 1}, RUN), x -> Math.max(-0.5 * x, x), x -> x > 0 ? 1 : -0.5);
    }

    @Test
    void aWrongFormulaIsNoticed() {
        assertThrows(AssertionError.class, () -> check(new Relu(), x -> Math.max(0, x), x -> 1));
        assertThrows(AssertionError.class, () -> check(new Tanh(), x -> sigmoid(x), x -> 1 - x));
    }

    private static void check(LossName name, DoubleUnaryOperator loss, DoubleUnaryOperator slope) {
        LossCurve curve = LossCurve.of(name, RUN);
        for (int i = 0; i < curve.score().length; i++) {
            double s = curve.score()[i];
            assertEquals(loss.applyAsDouble(s), curve.loss()[i], 2e-6, () -> name + " at " + s);
            assertEquals(
                    slope.applyAsDouble(s), curve.derivative()[i], 2e-6, () -> "derivative of " + name + " at " + s);
        }
    }

    /** At kinks the derivative is that of the flat side, or 0, as the classes of the losses say. */
    @Test
    void lossesAreTheirFormulas() {
        check(LossName.ONE_VS_REST_HINGE, s -> Math.max(0, 1 - s), s -> s < 1 ? -1 : 0);
        check(LossName.SQUARED_ONE_VS_REST_HINGE, s -> Math.pow(Math.max(0, 1 - s), 2), s -> -2 * Math.max(0, 1 - s));
        check(LossName.BINARY_LOGISTIC, s -> Math.log1p(Math.exp(-s)), s -> -sigmoid(-s));
        check(LossName.SQUARED_ERROR, s -> (s - 1) * (s - 1), s -> 2 * (s - 1));
        check(LossName.ABSOLUTE_ERROR, s -> Math.abs(s - 1), s -> Math.signum(s - 1));
        check(
                LossName.HUBER,
                s -> Math.abs(s - 1) <= 1 ? (s - 1) * (s - 1) / 2 : Math.abs(s - 1) - 0.5,
                s -> Math.max(-1, Math.min(1, s - 1)));
        assertThrows(AssertionError.class, () -> check(LossName.HUBER, s -> Math.abs(s - 1), s -> 0));
        assertThrows(IllegalArgumentException.class, () -> LossCurve.of(LossName.CROSS_ENTROPY, RUN));
    }

    @Test
    @Tag("bits")
    void theSameForAnyNumberOfThreads() {
        for (Activation activation : new Activation[] {Activation.TANH, Activation.ELU, Activation.SOFTPLUS}) {
            ActivationCurve one = ActivationCurve.of(activation.layer(), RUN.withThreads(1));
            ActivationCurve seven = ActivationCurve.of(activation.layer(), RUN.withThreads(7));
            assertArrayEquals(one.value(), seven.value());
            assertArrayEquals(one.derivative(), seven.derivative());
        }
    }
}
