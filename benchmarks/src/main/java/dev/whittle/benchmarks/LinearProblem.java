package dev.whittle.benchmarks;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.Locale;

/**
 * What a linear head minimises over W and b: the mean over the samples of a loss plus (λ/2)‖W‖², λ = 1/(n·C) with C =
 * 1, the default of LIBLINEAR and scikit-learn. Evaluated here in double, whoever trained the head.
 */
public enum LinearProblem {
    /**
     * One against the rest: the sum over the classes of max(0, 1 - t·s)², t = 1 for the sample's own class and -1 for
     * others.
     */
    SVM,
    /** Cross-entropy of the softmax. */
    SOFTMAX;

    /** @param weights classes × features */
    record Weights(double[][] weights, double[] bias) {
        static Weights of(Matrix weights, Matrix bias) {
            Weights w = new Weights(new double[weights.rows()][weights.columns()], new double[weights.rows()]);
            for (int k = 0; k < w.bias.length; k++) {
                for (int c = 0; c < weights.columns(); c++) {
                    w.weights[k][c] = weights.get(k, c);
                }
                w.bias[k] = bias.get(0, k);
            }
            return w;
        }

        /** What {@link #values} gave. */
        static Weights of(float[] values, int classes) {
            int n = values.length / classes;
            Weights w = new Weights(new double[classes][n - 1], new double[classes]);
            for (int k = 0; k < classes; k++) {
                for (int c = 0; c < n - 1; c++) {
                    w.weights[k][c] = values[k * n + c];
                }
                w.bias[k] = values[k * n + n - 1];
            }
            return w;
        }

        /** Class by class, the weights and then the bias, as floats. */
        float[] values() {
            int n = weights[0].length + 1;
            float[] values = new float[n * bias.length];
            for (int k = 0; k < bias.length; k++) {
                for (int c = 0; c < n - 1; c++) {
                    values[k * n + c] = (float) weights[k][c];
                }
                values[k * n + n - 1] = (float) bias[k];
            }
            return values;
        }
    }

    /** λ at C = 1. */
    static double l2(Samples samples) {
        return 1.0 / samples.size();
    }

    /** As the script calls it. */
    String scriptName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whittle's head for it. The SVM's bias is penalised, as LIBLINEAR's dual and LinearSVC cannot do otherwise, so
     * that all minimise the same; that of softmax is free.
     */
    Spec<Samples, Classifier> head(Samples samples, int iterations, double tolerance) {
        return this == SOFTMAX
                ? new Softmax(l2(samples), 0, Intercept.FREE, ClassWeights.EQUAL, iterations, tolerance)
                : LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, l2(samples))
                        .withIterations(iterations)
                        .withTolerance(tolerance);
    }

    /** The objective; with {@code penalized} the bias counts as one more weight. */
    double value(Samples samples, Weights w, boolean penalized) {
        Matrix x = samples.inMemory("The objective");
        int classes = samples.classes();
        double[] scores = new double[classes];
        double sum = 0;
        for (int r = 0; r < x.rows(); r++) {
            int at = r * x.columns();
            for (int k = 0; k < classes; k++) {
                double[] weights = w.weights()[k];
                // Four sums, which the processor adds side by side.
                double a = 0;
                double b = 0;
                double c = 0;
                double d = 0;
                int j = 0;
                for (; j + 3 < weights.length; j += 4) {
                    a += weights[j] * x.data()[at + j];
                    b += weights[j + 1] * x.data()[at + j + 1];
                    c += weights[j + 2] * x.data()[at + j + 2];
                    d += weights[j + 3] * x.data()[at + j + 3];
                }
                for (; j < weights.length; j++) {
                    a += weights[j] * x.data()[at + j];
                }
                scores[k] = a + b + (c + d) + w.bias()[k];
            }
            sum += loss(scores, samples.labels()[r]);
        }
        double norm = 0;
        for (int k = 0; k < classes; k++) {
            for (double v : w.weights()[k]) {
                norm += v * v;
            }
            norm += penalized ? w.bias()[k] * w.bias()[k] : 0;
        }
        return sum / x.rows() + l2(samples) / 2 * norm;
    }

    private double loss(double[] scores, int label) {
        double loss = 0;
        if (this == SVM) {
            for (int k = 0; k < scores.length; k++) {
                double violation = Math.max(0, 1 - (k == label ? scores[k] : -scores[k]));
                loss += violation * violation;
            }
            return loss;
        }
        double most = scores[0];
        for (double s : scores) {
            most = Math.max(most, s);
        }
        for (double s : scores) {
            loss += StrictMath.exp(s - most);
        }
        return StrictMath.log(loss) + most - scores[label];
    }
}
