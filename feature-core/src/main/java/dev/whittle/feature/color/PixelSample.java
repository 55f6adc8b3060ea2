package dev.whittle.feature.color;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Heap;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Locale;

/**
 * Draws pixels at random, image by image. Of m pixels from n images, image i gives those from ⌊i·m/n⌋ up to, but not
 * with, ⌊(i + 1)·m/n⌋. So all images give as many, to within one. The place of a pixel is uniform, and a place may be
 * drawn twice. A gray pixel has three equal values.
 */
final class PixelSample {
    private PixelSample() {}

    /**
     * Draws {@code count} pixels.
     *
     * @return red, green and blue from 0 to 255, a row for each pixel
     * @throws IllegalArgumentException if there is no image, one has neither 1 nor 3 bands, or the pixels are larger
     *     than Java's heap
     */
    static Matrix draw(Dataset train, int count, Run run) {
        int images = train.size();
        if (images == 0) {
            throw new IllegalArgumentException("Pixels are drawn from at least 1 image, got none");
        }
        Heap.requireFloats(3L * count, String.format(Locale.ROOT, "A sample of %,d pixels", count), "fewer samples");
        Matrix pixels = new Matrix(count, 3);
        run.parallel(images, 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                int first = (int) ((long) i * count / images);
                int end = (int) ((i + 1L) * count / images);
                if (first < end) {
                    draw(train, i, first, end, pixels.data(), run);
                }
            }
            run.progress("pixels", to, images);
        });
        return pixels;
    }

    private static void draw(Dataset train, int i, int first, int end, float[] to, Run run) {
        Planar<GrayU8> image = train.image(i);
        try {
            ImageShape.of(image);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + train.name(i) + ": " + e.getMessage(), e);
        }
        for (int row = first; row < end; row++) {
            Rng place = run.random("pixels/place", row);
            int x = place.nextInt(image.width);
            int y = place.nextInt(image.height);
            for (int b = 0; b < 3; b++) {
                to[row * 3 + b] =
                        image.getBand(image.getNumBands() == 1 ? 0 : b).unsafe_get(x, y);
            }
        }
    }
}
