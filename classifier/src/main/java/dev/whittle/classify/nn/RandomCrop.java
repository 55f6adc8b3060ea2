package dev.whittle.classify.nn;

import dev.whittle.classify.Checks;
import dev.whittle.feature.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * In training every image gets a {@link Border} on all sides, and a random part of the size of the image is taken: it
 * is moved by up to {@code padding} rows and columns in either direction, each with the same probability. After
 * training it is the identity.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does.
 */
public final class RandomCrop implements Layer {
    private final String purpose;
    private final int padding;
    private final Border border;
    private Shape image;

    /**
     * @param name unique within a network
     * @param padding rows and columns of the border on each side, at least 1
     */
    public RandomCrop(String name, int padding, Border border) {
        if (padding < 1) {
            throw new IllegalArgumentException("The padding of a random crop must be at least 1, got " + padding);
        }
        purpose = "random crop " + name;
        this.padding = padding;
        this.border = border;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        image = Layers.sameImage(image, inputs, this, "RandomCrop");
        border.require(image, padding);
        return image;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        if (!flow.training()) {
            System.arraycopy(flow.x(0), from * flow.width(), flow.y(), from * flow.width(), (to - from) * flow.width());
            return;
        }
        for (int r = from; r < to; r++) {
            move(flow, r, flow.x(0), flow.y(), false);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        for (int r = from; flow.dx(0) != null && r < to; r++) {
            move(flow, r, flow.dy(), flow.dx(0), true);
        }
    }

    /**
     * y[i][j] = x[i + dy][j + dx] for the dy and dx of this row, where the indices of x may lie in the border.
     *
     * @param back if true, instead, the derivatives: y[i + dy][j + dx] is the sum of all x[i][j] that are taken there
     */
    private void move(Flow flow, int r, float[] x, float[] y, boolean back) {
        Rng rng = flow.run().random(purpose, (flow.step() << 24) + r);
        int dy = rng.nextInt(2 * padding + 1) - padding;
        int dx = rng.nextInt(2 * padding + 1) - padding;
        int rows = image.dimension(1);
        int columns = image.dimension(2);
        Arrays.fill(y, r * image.size(), (r + 1) * image.size(), 0);
        for (int band = 0; band < image.dimension(0); band++) {
            int plane = r * image.size() + band * image.inner();
            for (int i = 0; i < rows; i++) {
                int source = border.source(i + dy, rows);
                for (int j = 0; source >= 0 && j < columns; j++) {
                    int from = border.source(j + dx, columns);
                    if (from < 0) {
                        continue;
                    }
                    if (back) {
                        y[plane + source * columns + from] += x[plane + i * columns + j];
                    } else {
                        y[plane + i * columns + j] = x[plane + source * columns + from];
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return purpose + " " + padding + (border == Border.ZERO ? "" : " " + Checks.name(border));
    }
}
