package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * In training a square of {@code size} rows and columns of every image is set to 0 in all bands. Its centre is drawn
 * from all pixels, so a part of the square may lie outside the image. After training it is the identity. DeVries and
 * Taylor, "Improved regularization of convolutional neural networks with cutout" (2017), section 3.2.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does.
 */
public final class RandomCutout implements Layer {
    private final String purpose;
    private final int size;
    private Shape image;

    /**
     * @param name unique within a network
     * @param size rows and columns of the square, at least 1
     */
    public RandomCutout(String name, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("The square of a cutout must have a size of at least 1, got " + size);
        }
        purpose = "random cutout " + name;
        this.size = size;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        image = Layers.sameImage(image, inputs, this, "RandomCutout");
        return image;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        cut(flow, flow.x(0), flow.y(), from, to);
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        if (flow.dx(0) != null) {
            cut(flow, flow.dy(), flow.dx(0), from, to);
        }
    }

    private void cut(Flow flow, float[] x, float[] y, int from, int to) {
        System.arraycopy(x, from * image.size(), y, from * image.size(), (to - from) * image.size());
        int rows = image.dimension(1);
        int columns = image.dimension(2);
        for (int r = from; flow.training() && r < to; r++) {
            Rng rng = flow.run().random(purpose, (flow.step() << 24) + r);
            int top = rng.nextInt(rows) - size / 2;
            int left = rng.nextInt(columns) - size / 2;
            int first = Math.max(0, left);
            int end = Math.min(columns, left + size);
            for (int band = 0; band < image.dimension(0); band++) {
                int plane = r * image.size() + band * image.inner();
                for (int i = Math.max(0, top); i < Math.min(rows, top + size); i++) {
                    Arrays.fill(y, plane + i * columns + first, plane + i * columns + end, 0);
                }
            }
        }
    }

    @Override
    public String toString() {
        return purpose + " " + size;
    }
}
