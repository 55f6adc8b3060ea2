package dev.whittle.classify.nn;

import java.util.List;

/**
 * In training every image is mirrored left to right with probability 1/2. After training it is the identity.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does.
 */
public final class RandomFlip implements Layer {
    private final String purpose;
    private Shape image;

    /** @param name unique within a network */
    public RandomFlip(String name) {
        purpose = "random flip " + name;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        image = Layers.sameImage(image, inputs, this, "RandomFlip");
        return image;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    private boolean flips(Flow flow, int r) {
        return flow.training()
                && flow.run().random(purpose, (flow.step() << 24) + r).nextLong() < 0;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        for (int r = from; r < to; r++) {
            copy(flow.x(0), flow.y(), r * flow.width(), flow.width(), flips(flow, r));
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        for (int r = from; flow.dx(0) != null && r < to; r++) {
            copy(flow.dy(), flow.dx(0), r * flow.width(), flow.width(), flips(flow, r));
        }
    }

    private void copy(float[] x, float[] y, int start, int n, boolean mirrored) {
        if (!mirrored) {
            System.arraycopy(x, start, y, start, n);
            return;
        }
        int columns = image.dimension(2);
        for (int row = start; row < start + n; row += columns) {
            for (int c = 0; c < columns; c++) {
                y[row + c] = x[row + columns - 1 - c];
            }
        }
    }

    @Override
    public String toString() {
        return purpose;
    }
}
