package dev.whittle.pipeline.explore;

import dev.whittle.classify.nn.Graph;
import dev.whittle.classify.nn.Layer;
import dev.whittle.classify.nn.Linear;
import dev.whittle.classify.nn.Relu;
import dev.whittle.classify.nn.Shape;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;

/** Where layers of two units move the points of the plane. */
public final class Warp {
    private Warp() {}

    /**
     * y = W·x + b.
     *
     * @param w the four numbers of W row by row
     * @param bias the two numbers of b
     */
    public static Layer linear(double[] w, double[] bias) {
        // Weights are stored input by input: the transposed of W.
        float[] weights = {(float) w[0], (float) w[2], (float) w[1], (float) w[3]};
        return new Linear(
                2,
                2,
                new Parameter("weights", weights, true),
                new Parameter("bias", new float[] {(float) bias[0], (float) bias[1]}, false));
    }

    /**
     * The points after the layers, one after another.
     *
     * @param points a row of x₁ and x₂ for each
     * @param layers of two inputs and two outputs
     */
    public static Matrix of(Matrix points, Run run, Layer... layers) {
        Matrix moved = points;
        for (Layer layer : layers) {
            // A network of its own for each layer, since layers of linear() have parameters of the same names.
            Graph graph = new Graph(Shape.of(2));
            moved = graph.network(graph.add(layer, graph.input())).scores(moved, run);
        }
        return moved;
    }

    /**
     * Two linear layers multiplied out: W₂·(W₁·x + b₁) + b₂ = (W₂·W₁)·x + (W₂·b₁ + b₂).
     *
     * @param w1 W₁, row by row as w2
     * @param b1 two numbers as b2
     * @return W row by row, then b: six numbers
     */
    public static double[] product(double[] w1, double[] b1, double[] w2, double[] b2) {
        double[] product = new double[6];
        for (int r = 0; r < 2; r++) {
            for (int c = 0; c < 2; c++) {
                product[2 * r + c] = w2[2 * r] * w1[c] + w2[2 * r + 1] * w1[2 + c];
            }
            product[4 + r] = w2[2 * r] * b1[0] + w2[2 * r + 1] * b1[1] + b2[r];
        }
        return product;
    }

    /** The points after a ReLU of each coordinate. */
    public static Matrix relu(Matrix points, Run run) {
        return of(points, run, new Relu());
    }
}
