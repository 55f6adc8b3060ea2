package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Rng;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images that are drawn from random numbers, always the same ones: smooth gradients in all directions, with noise on
 * them. Every image differs, so that a processor's branch predictor cannot learn them by heart.
 *
 * @param images all of one size
 */
record Pictures(List<Planar<GrayU8>> images) implements Dataset {
    /** Pixels of a batch: 2025 of 32×32, 27 of 320×240, or one of 1920×1080. */
    static final int BATCH_PIXELS = 1920 * 1080;

    /** Pixels from one random level to the next; those between are interpolated. */
    private static final int SPACING = 16;

    private static final int NOISE = 8;

    /** What part of the pixels is drawn: tests of what is measured need no more than some images. */
    static int part = 1;

    /**
     * As many images as make {@link #BATCH_PIXELS}.
     *
     * @param size such as "32x32"
     * @param bands 1 or 3
     */
    static Pictures batch(String size, int bands) {
        return filling(BATCH_PIXELS, size, bands);
    }

    /** As many images of a size as make so many pixels, and at least one. */
    static Pictures filling(int pixels, String size, int bands) {
        int[] sides = numbers(size);
        return of(Math.max(1, pixels / part / (sides[0] * sides[1])), sides[0], sides[1], bands);
    }

    static Pictures of(int count, int width, int height, int bands) {
        List<Planar<GrayU8>> images = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> image(width, height, bands, new Rng(1, "benchmark image", i)))
                .toList();
        return new Pictures(images);
    }

    /** 1920 and 1080 of "1920x1080". */
    static int[] numbers(String shape) {
        return List.of(shape.split("x", -1)).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static Planar<GrayU8> image(int width, int height, int bands, Rng rng) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        int across = width / SPACING + 2;
        int down = height / SPACING + 2;
        int[] level = new int[across * down];
        for (GrayU8 band : image.bands) {
            for (int i = 0; i < level.length; i++) {
                level[i] = rng.nextInt(256);
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int at = y / SPACING * across + x / SPACING;
                    int right = x % SPACING;
                    int below = y % SPACING;
                    int smooth = ((SPACING - below) * ((SPACING - right) * level[at] + right * level[at + 1])
                                    + below * ((SPACING - right) * level[at + across] + right * level[at + across + 1]))
                            / (SPACING * SPACING);
                    int value = smooth - NOISE + rng.nextInt(2 * NOISE + 1);
                    band.data[y * width + x] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
        return image;
    }

    @Override
    public int size() {
        return images.size();
    }

    /** The image itself, not a copy: benchmarks measure no copying, and change nothing. */
    @Override
    public Planar<GrayU8> image(int i) {
        return images.get(i);
    }

    @Override
    public int label(int i) {
        return i % 2;
    }

    @Override
    public String name(int i) {
        return "drawn#" + i;
    }

    @Override
    public List<String> classes() {
        return List.of("even", "odd");
    }
}
