package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * In training every image gets zeros on all sides, and a random part of the size of the image is taken: it is moved by
 * up to {@code padding} rows and columns in either direction, each with the same probability. After training it is the
 * identity.
 *
 * <p>Row r of step t draws from the generator (seed, name, t·2²⁴ + r), as {@link Dropout} does.
 */
public final class RandomCrop implements Layer {
    private final String purpose;
    private final int padding;
    private Shape image;

    /**
     * @param name unique within a network
     * @param padding rows and columns of zeros on each side, at least 1
     */
    public RandomCrop(String name, int padding) {
        if (padding < 1) {
            throw new IllegalArgumentException("The padding of a random crop must be at least 1, got " + padding);
        }
        purpose = "random crop " + name;
        this.padding = padding;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        image = Layers.sameImage(image, inputs, this, "RandomCrop");
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
            move(flow, r, flow.x(0), flow.y(), 1);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        for (int r = from; flow.dx(0) != null && r < to; r++) {
            move(flow, r, flow.dy(), flow.dx(0), -1);
        }
    }

    /** y[i][j] = x[i + direction·dy][j + direction·dx], or 0 outside, for the dy and dx of this row. */
    private void move(Flow flow, int r, float[] x, float[] y, int direction) {
        Rng rng = flow.run().random(purpose, (flow.step() << 24) + r);
        int dy = direction * (rng.nextInt(2 * padding + 1) - padding);
        int dx = direction * (rng.nextInt(2 * padding + 1) - padding);
        int rows = image.dimension(1);
        int columns = image.dimension(2);
        int left = Math.min(columns, Math.max(0, -dx));
        int count = Math.max(0, columns - Math.abs(dx));
        Arrays.fill(y, r * image.size(), (r + 1) * image.size(), 0);
        for (int band = 0; count > 0 && band < image.dimension(0); band++) {
            int plane = r * image.size() + band * image.inner();
            for (int i = Math.max(0, -dy); i < Math.min(rows, rows - dy); i++) {
                System.arraycopy(x, plane + (i + dy) * columns + left + dx, y, plane + i * columns + left, count);
            }
        }
    }

    @Override
    public String toString() {
        return purpose + " " + padding;
    }
}
