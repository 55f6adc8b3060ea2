package dev.whittle.classify.nn;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * In training every image gets a {@link Border} on all sides, and a random part of the size of the image is taken: it
 * is moved by up to {@code padding} rows and columns in either direction, each with the same probability. After
 * training it is the identity.
 */
public final class RandomCrop extends RandomImageChange {
    private final int padding;
    private final Border border;

    /**
     * @param name unique within a network
     * @param padding rows and columns of the border on each side, at least 1
     */
    public RandomCrop(String name, int padding, Border border) {
        super("random crop " + name);
        if (padding < 1) {
            throw new IllegalArgumentException("The padding of a random crop must be at least 1, got " + padding);
        }
        this.padding = padding;
        this.border = border;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape image = super.output(inputs);
        border.require(image, padding);
        return image;
    }

    /**
     * y[i][j] = x[i + dy][j + dx] for the dy and dx of this row, where the indices of x may lie in the border.
     *
     * @param back if true, instead, the derivatives: y[i + dy][j + dx] is the sum of all x[i][j] that are taken there
     */
    @Override
    void change(Flow flow, int r, float[] x, float[] y, boolean back) {
        Rng rng = random(flow, r);
        int dy = rng.nextInt(2 * padding + 1) - padding;
        int dx = rng.nextInt(2 * padding + 1) - padding;
        Shape image = image();
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
