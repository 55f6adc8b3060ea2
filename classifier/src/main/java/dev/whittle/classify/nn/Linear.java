package dev.whittle.classify.nn;

import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Rng;
import dev.whittle.feature.kernel.linear.Strided;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer: Y = X·W + b, where W is inputs × outputs. ∂X = ∂Y·Wᵀ, ∂W = Xᵀ·∂Y, and ∂b is the sum of the
 * rows of ∂Y. Every element of a product is one fma chain; the chain of Y starts at b.
 */
public final class Linear implements Layer {
    /** The least number of rows of W in a piece of its gradient; it gives whole tiles of a product. */
    private static final int PIECE_ROWS = 168;
    /** About the largest number of pieces: a product packs ∂Y again for each. */
    private static final int PIECES = 8;

    private final int inputs;
    private final int outputs;
    private final int pieceRows;
    private final Parameter weights;
    private final Parameter bias;
    /** Views of W, of its transpose and of its gradient, so that a product allocates nothing. */
    private final Strided w;

    private final Strided transposed;
    private final Strided gradient;

    /**
     * A layer with given parameters, which it may share with other layers.
     *
     * @param weights W, row by row
     * @param bias b, or null for none
     */
    public Linear(int inputs, int outputs, Parameter weights, Parameter bias) {
        Shape.of(inputs, outputs);
        if (weights.values().length != inputs * outputs || (bias != null && bias.values().length != outputs)) {
            throw new IllegalArgumentException(
                    "A linear layer of " + inputs + "x" + outputs + " needs as many weights and "
                            + outputs + " biases, got " + weights.values().length + " and "
                            + (bias == null ? "none" : bias.values().length));
        }
        this.inputs = inputs;
        pieceRows = PIECE_ROWS * Math.max(1, (inputs / PIECES + PIECE_ROWS - 1) / PIECE_ROWS);
        this.outputs = outputs;
        this.weights = weights;
        this.bias = bias;
        w = Strided.rows(weights.values(), 0, outputs);
        transposed = Strided.columns(weights.values(), 0, outputs);
        gradient = Strided.rows(weights.gradient(), 0, outputs);
    }

    /** A layer with drawn weights and bias 0. The parameters are {@code name/weights} and {@code name/bias}. */
    public Linear(String name, int inputs, int outputs, Initializer initializer, Rng rng) {
        this(
                inputs,
                outputs,
                new Parameter(name + "/weights", initializer.draw(inputs, outputs, rng), true),
                new Parameter(name + "/bias", new float[outputs], false));
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return outputs;
    }

    @Override
    public Shape output(List<Shape> in) {
        if (Layers.one(in, "A linear layer").vector("A linear layer") != inputs) {
            throw new IllegalArgumentException("A linear layer of " + inputs + " inputs got " + in.get(0));
        }
        return Shape.of(outputs);
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weights) : List.of(weights, bias);
    }

    @Override
    public int columns(Parameter parameter) {
        return outputs;
    }

    @Override
    public long multiplyAdds() {
        return (long) inputs * outputs;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] y = flow.y();
        if (bias == null) {
            Arrays.fill(y, from * outputs, to * outputs, 0);
        } else {
            for (int r = from; r < to; r++) {
                System.arraycopy(bias.values(), 0, y, r * outputs, outputs);
            }
        }
        flow.kernels().linear().gemm(from, to, outputs, inputs, flow.xRows(0), w, flow.yRows());
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        Arrays.fill(dx, from * inputs, to * inputs, 0);
        flow.kernels().linear().gemm(from, to, inputs, outputs, flow.dyRows(), transposed, flow.dxRows(0));
    }

    /** The first piece is the bias, the others are rows of W. */
    @Override
    public int pieces() {
        return 1 + (inputs + pieceRows - 1) / pieceRows;
    }

    @Override
    public void addGradient(Flow flow, int piece) {
        float[] dy = flow.dy();
        if (piece > 0) {
            int from = (piece - 1) * pieceRows;
            int to = Math.min(from + pieceRows, inputs);
            flow.kernels().linear().gemm(from, to, outputs, flow.rows(), flow.xColumns(0), flow.dyRows(), gradient);
        } else if (bias != null) {
            float[] db = bias.gradient();
            for (int r = 0, i = 0; r < flow.rows(); r++) {
                for (int j = 0; j < outputs; j++, i++) {
                    db[j] += dy[i];
                }
            }
        }
    }

    @Override
    public String toString() {
        return "Linear(" + inputs + ", " + outputs + (bias == null ? ", no bias)" : ")");
    }
}
