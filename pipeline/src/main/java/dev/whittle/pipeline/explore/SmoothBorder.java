package dev.whittle.pipeline.explore;

import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.nn.NetworkClassifier;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.List;

/**
 * A network of 20 hidden units (ReLU) on points of two classes that overlap, trained with the penalty λ/2·Σw². The
 * larger λ, the smaller are the weights, and the smoother is the border between the classes.
 *
 * @param points x and y of each point, a row each
 * @param labels 0 or 1
 * @param decisions the class of each cell of a grid over the square from -{@value #REACH} to {@value #REACH}, rows
 *     from below
 * @param squares Σw² over the weights of both layers
 * @param accuracy the share of the points on the side of their class
 */
public record SmoothBorder(Matrix points, int[] labels, int[][] decisions, double squares, double accuracy) {
    /** Half of the side of the square of the grid. */
    public static final double REACH = 3;
    /** Cells of the grid along each side. */
    public static final int GRID = 80;

    private static final int HIDDEN = 20;

    private static final int SAMPLES = 60;

    /** @param lambda at least 0 */
    public static SmoothBorder of(double lambda, Run run) {
        Rng random = run.random("smooth border", 0);
        Matrix points = new Matrix(SAMPLES, 2);
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = i % 2;
            double centre = labels[i] == 0 ? -0.7 : 0.7;
            points.set(i, 0, (float) (centre + random.nextGaussian()));
            points.set(i, 1, (float) (0.5 * centre + random.nextGaussian()));
        }
        Mlp mlp = Mlp.relu(List.of(HIDDEN), lambda, training());
        NetworkClassifier network = (NetworkClassifier) mlp.fit(new Samples(points, labels, 2), run);
        double squares = 0;
        for (Parameter parameter : network.network().parameters()) {
            if (parameter.penalised()) {
                for (float w : parameter.values()) {
                    squares += (double) w * w;
                }
            }
        }
        return new SmoothBorder(
                points,
                labels,
                Points.classes(network.scores(Points.grid(new double[] {-REACH, REACH}, GRID), run), GRID),
                squares,
                Evaluation.of(network.scores(points, run), labels).accuracy());
    }

    private static MiniBatches training() {
        return MiniBatches.builder()
                .optimizer(Optimizer.MOMENTUM)
                .learningRate(0.1)
                .schedule(Schedule.COSINE)
                .epochs(3000)
                .batchSize(SAMPLES)
                .build();
    }

    /** How many pairs of neighbouring cells of a grid are of two classes: the length of the border, in cells. */
    public static int border(int[][] decisions) {
        int pairs = 0;
        for (int r = 0; r < decisions.length; r++) {
            for (int c = 0; c < decisions[r].length; c++) {
                pairs += c + 1 < decisions[r].length && decisions[r][c] != decisions[r][c + 1] ? 1 : 0;
                pairs += r + 1 < decisions.length && decisions[r][c] != decisions[r + 1][c] ? 1 : 0;
            }
        }
        return pairs;
    }
}
