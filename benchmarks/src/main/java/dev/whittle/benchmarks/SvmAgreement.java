package dev.whittle.benchmarks;

import dev.whittle.benchmarks.LinearProblem.Weights;
import java.util.Arrays;
import java.util.Locale;

/**
 * How near Whittle's SVM, trained in float to ever smaller tolerances, comes to the optimum that {@link NewtonSvm}
 * finds in double: its objective and its weights. {@code SvmAgreement [SHAPE]}, by default 50000x324, the HoG of
 * CIFAR-10.
 */
public final class SvmAgreement {
    private static final double ENOUGH = 1e-9;

    private SvmAgreement() {}

    /** @param arguments rows × columns */
    public static void main(String[] arguments) {
        HeadData data = HeadData.of(arguments.length == 0 ? "50000x324" : arguments[0]);
        Weights optimum = NewtonSvm.solve(data.samples(), ENOUGH);
        for (double tolerance = 1e-2; tolerance > 1e-7; tolerance /= 10) {
            System.out.println(toward(optimum, tolerance, data));
        }
    }

    /** The distances reached with a tolerance. */
    static Reached toward(Weights optimum, double tolerance, HeadData data) {
        LinearProblem problem = LinearProblem.SVM;
        Weights weights = LinearHeads.of(problem, By.VECTOR, data.samples()).fit(tolerance);
        double least = problem.value(data.samples(), optimum, true);
        double squares = 0;
        double all = 0;
        for (int k = 0; k < optimum.bias().length; k++) {
            for (int j = 0; j < optimum.weights()[k].length; j++) {
                double off = weights.weights()[k][j] - optimum.weights()[k][j];
                squares += off * off;
            }
            all += Arrays.stream(optimum.weights()[k]).map(w -> w * w).sum();
        }
        return new Reached(
                tolerance, problem.value(data.samples(), weights, true) / least - 1, Math.sqrt(squares / all));
    }

    /**
     * @param above the optimum, as a part of it
     * @param distance of the weights from the optimum's, as a part of their norm
     */
    record Reached(double tolerance, double above, double distance) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "tolerance %.0e: objective %.1e above the optimum, weights off by %.1e of their norm",
                    tolerance,
                    above,
                    distance);
        }
    }
}
