package dev.whittle.classify.nn;

import java.util.List;

/**
 * In training every image is mirrored left to right with probability 1/2. After training it is the identity.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does. The alternating flip
 * draws once for each sample, from the generator (seed, name, index of the sample): it mirrors a sample either in the
 * epochs 0, 2, 4, … or in the epochs 1, 3, 5, …. See {@link Flip.Scheme#ALTERNATING}.
 */
public final class RandomFlip implements Layer {
    private final String purpose;
    private final boolean alternating;
    private Shape image;

    /**
     * @param name unique within a network
     * @param alternating false to draw in every step
     */
    public RandomFlip(String name, boolean alternating) {
        purpose = (alternating ? "alternating flip " : "random flip ") + name;
        this.alternating = alternating;
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
        if (!flow.training()) {
            return false;
        }
        long index = alternating ? flow.sample(r) : (flow.step() << 24) + r;
        boolean flips = flow.run().random(purpose, index).nextLong() < 0;
        return flips ^ (alternating && flow.epoch() % 2 == 1);
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
