package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/**
 * A disc inside a ring: no line of the plane separates the two, but in polar coordinates r = √(x² + y²), θ = atan2(y,
 * x) a line does.
 *
 * @param points x and y of each point, a row each
 * @param polar r and θ of each point, θ in radians from -π to π
 * @param labels 0 for the disc, 1 for the ring
 * @param cartesianAccuracy share of the points that softmax on x and y gets right
 * @param polarAccuracy the same on r and θ
 * @param radius where the line in polar coordinates crosses θ = 0
 * @param slope by how much r falls along the line when θ rises by 1
 */
public record PolarRing(
        Matrix points,
        Matrix polar,
        int[] labels,
        double cartesianAccuracy,
        double polarAccuracy,
        double radius,
        double slope) {
    private static final int EACH = 100;

    /** The disc has r from 0 to 1, the ring from {@code 1 + gap} to {@code 1.5 + gap}; the seed draws both. */
    public static PolarRing of(double gap, Run run) {
        Rng random = run.random("polar ring", 0);
        int n = 2 * EACH;
        Matrix points = new Matrix(n, 2);
        Matrix polar = new Matrix(n, 2);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            double u = random.nextDouble();
            double r = labels[i] == 0 ? Math.sqrt(u) : 1 + gap + 0.5 * u;
            double angle = 2 * Math.PI * random.nextDouble();
            points.set(i, 0, (float) (r * StrictMath.cos(angle)));
            points.set(i, 1, (float) (r * StrictMath.sin(angle)));
            double[] found = toPolar(points.get(i, 0), points.get(i, 1));
            polar.set(i, 0, (float) found[0]);
            polar.set(i, 1, (float) found[1]);
        }
        LinearClassifier line = fit(polar, labels, run);
        // The scores of both classes are equal on w·(r, θ) + b = 0.
        float[] w = line.templates().orElseThrow().data();
        double toR = w[0] - w[2];
        double toTheta = w[1] - w[3];
        Matrix bias = line.arrays().get("bias");
        double b = bias.get(0, 0) - bias.get(0, 1);
        return new PolarRing(
                points,
                polar,
                labels,
                accuracy(fit(points, labels, run), points, labels, run),
                accuracy(line, polar, labels, run),
                -b / toR,
                toTheta / toR);
    }

    /** r and θ of a point; θ is 0 at the origin. */
    public static double[] toPolar(double x, double y) {
        return new double[] {Math.sqrt(x * x + y * y), StrictMath.atan2(y, x)};
    }

    private static LinearClassifier fit(Matrix features, int[] labels, Run run) {
        return Softmax.l2(1e-6).fit(new Samples(features, labels, 2), run);
    }

    private static double accuracy(LinearClassifier line, Matrix features, int[] labels, Run run) {
        return Evaluation.of(line.scores(features, run), labels).accuracy();
    }
}
