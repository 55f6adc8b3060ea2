package dev.whittle.classify.nn;

import dev.whittle.feature.Rng;
import java.util.Arrays;

/**
 * In training a square of {@code size} rows and columns of every image is set to 0 in all bands. Its centre is drawn
 * from all pixels, so a part of the square may lie outside the image. After training it is the identity. DeVries and
 * Taylor, "Improved regularization of convolutional neural networks with cutout" (2017), section 3.2.
 */
public final class RandomCutout extends RandomImageChange {
    private final int size;

    /**
     * @param name unique within a network
     * @param size rows and columns of the square, at least 1
     */
    public RandomCutout(String name, int size) {
        super("random cutout " + name);
        if (size < 1) {
            throw new IllegalArgumentException("The square of a cutout must have a size of at least 1, got " + size);
        }
        this.size = size;
    }

    /** The derivatives are set to 0 in the same square. */
    @Override
    void change(Flow flow, int r, float[] x, float[] y, boolean back) {
        Shape image = image();
        System.arraycopy(x, r * image.size(), y, r * image.size(), image.size());
        int rows = image.dimension(1);
        int columns = image.dimension(2);
        Rng rng = random(flow, r);
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

    @Override
    public String toString() {
        return purpose + " " + size;
    }
}
