package dev.whittle.pipeline.explore;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * A linear classifier of three classes in the plane: scores s(c) = w(c)·x + b(c). Two scores are equal on a line, which
 * is at right angles to the difference of the two weight vectors.
 *
 * @param points x and y of each point, a row each
 * @param labels 0 to 2
 * @param weights w of each class, a row each
 * @param bias b of each class
 * @param accuracy the share of the points that have the largest score in their own class
 */
public record LinearGeometry(Matrix points, int[] labels, Matrix weights, float[] bias, double accuracy) {
    /** The weight of the squares in training. */
    public static final double L2 = 0.01;

    private static final double[][] CENTRES = {{-1.2, -0.7}, {1.3, -0.5}, {-0.1, 1.2}};
    private static final double DEVIATION = 0.5;
    private static final int EACH = 30;

    /** @param iterations of L-BFGS at most, from weights of 0; at least 1 */
    public static LinearGeometry of(int iterations, Run run) {
        Rng random = run.random("linear geometry", 0);
        Matrix points = new Matrix(3 * EACH, 2);
        int[] labels = new int[3 * EACH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
            points.set(i, 0, (float) (CENTRES[labels[i]][0] + DEVIATION * random.nextGaussian()));
            points.set(i, 1, (float) (CENTRES[labels[i]][1] + DEVIATION * random.nextGaussian()));
        }
        LinearClassifier linear = new Softmax(L2, 0, Intercept.FREE, ClassWeights.EQUAL, iterations, 1e-6)
                .fit(new Samples(points, labels, 3), run);
        double accuracy = Evaluation.of(linear.scores(points, run), labels).accuracy();
        return new LinearGeometry(
                points,
                labels,
                linear.templates().orElseThrow(),
                linear.arrays().get("bias").data(),
                accuracy);
    }

    /** The score of a class at a place. */
    public double score(int label, double x, double y) {
        return weights.get(label, 0) * x + weights.get(label, 1) * y + bias[label];
    }

    /**
     * The line on which the scores of two classes are equal, as the two places that are {@code reach} away from its
     * place nearest to the origin: x of both, then y of both.
     */
    public double[][] border(int a, int b, double reach) {
        double dx = (double) weights.get(a, 0) - weights.get(b, 0);
        double dy = (double) weights.get(a, 1) - weights.get(b, 1);
        double square = dx * dx + dy * dy;
        double away = ((double) bias[b] - bias[a]) / square;
        double along = reach / Math.sqrt(square);
        return new double[][] {
            {away * dx - along * dy, away * dx + along * dy}, {away * dy + along * dx, away * dy - along * dx}
        };
    }

    /** The class with the largest score at a place. */
    public int decide(double x, double y) {
        int best = 0;
        for (int c = 1; c < bias.length; c++) {
            best = score(c, x, y) > score(best, x, y) ? c : best;
        }
        return best;
    }
}
