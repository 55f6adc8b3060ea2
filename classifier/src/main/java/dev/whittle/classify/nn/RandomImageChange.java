package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;
import java.util.List;

/**
 * Changes every image at random in training, and is the identity after training.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does.
 */
abstract class RandomImageChange implements Layer {
    /** The purpose of the random numbers. */
    final String purpose;

    private Shape image;

    RandomImageChange(String purpose) {
        this.purpose = purpose;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        image = Layers.sameImage(image, inputs, this, getClass().getSimpleName());
        return image;
    }

    @Override
    public final boolean readsOutput() {
        return false;
    }

    @Override
    public final void forward(Flow flow, int from, int to) {
        rows(flow, flow.x(0), flow.y(), from, to, false);
    }

    @Override
    public final void backward(Flow flow, int from, int to) {
        if (flow.dx(0) != null) {
            rows(flow, flow.dy(), flow.dx(0), from, to, true);
        }
    }

    private void rows(Flow flow, float[] x, float[] y, int from, int to, boolean back) {
        if (!flow.training()) {
            System.arraycopy(x, from * flow.width(), y, from * flow.width(), (to - from) * flow.width());
            return;
        }
        for (int r = from; r < to; r++) {
            change(flow, r, x, y, back);
        }
    }

    /**
     * Writes row r of y, the changed image in the same row of x.
     *
     * @param back if true, instead, the derivatives with respect to the image, from those with respect to the changed
     *     image in x
     */
    abstract void change(Flow flow, int r, float[] x, float[] y, boolean back);

    /** The generator of row r in this step. */
    final Rng random(Flow flow, int r) {
        return flow.run().random(purpose, (flow.step() << 24) + r);
    }

    /** The shape of the images, bands x rows x columns. */
    final Shape image() {
        return image;
    }

    @Override
    public String toString() {
        return purpose;
    }
}
