package dev.whittle.pipeline.data.generated;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.PixelHash;
import dev.whittle.feature.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The built-in data set: small colour pictures of ten classes, rendered from a seed, for which nothing has to be downloaded.
 * The classes are five pairs, each of which differs in one thing only: red and blue ball in colour, triangle and square in
 * shape, stripes and checks in texture, ball over box and box over ball in the arrangement of the same shapes, red over blue
 * and blue over red in the arrangement of the same colours. A feature that does not see that thing does not get beyond
 * guessing within the pair; {@code docs/generated-data.md} tells what follows for which feature.
 *
 * <p>A picture depends on the seed, the size, the factors, its split and its number only. The pixels are the same bits on every
 * machine. Switching a factor off holds it at one value and leaves all others as they were.
 *
 * @param seed of everything random
 * @param size width and height in pixels, 24 to 512; everything but the noise scales with it
 * @param trainImages number of training images, at least 1; class c has the images c, c + 10, c + 20, …
 * @param testImages number of test images, at least 1
 * @param color whether brightness, saturation and hue vary, of objects, ground and clutter; that red is red and blue is blue
 *     where the class says so is not touched
 * @param position whether objects move, and their texture within them
 * @param scale whether objects are 0.8 to 1.2 times as large
 * @param rotation whether objects are turned by up to 15° either way
 * @param light whether pictures are 0.75 to 1.1 times as bright, changing by up to 35% from the middle to an edge
 * @param noise whether all values carry independent noise with a standard deviation of 10 of 255
 * @param clutter whether up to 4 specks of any shape and colour lie behind the object
 */
public record Generated(
        long seed,
        int size,
        int trainImages,
        int testImages,
        boolean color,
        boolean position,
        boolean scale,
        boolean rotation,
        boolean light,
        boolean noise,
        boolean clutter) {
    /** In the order of the labels. */
    public static final List<String> CLASSES = Subject.titles();

    public Generated {
        List<String> wrong = new ArrayList<>();
        if (size < 24 || size > 512) {
            wrong.add("size must be 24 to 512 pixels, got " + size);
        }
        if (trainImages < 1) {
            wrong.add("trainImages must be at least 1, got " + trainImages);
        }
        if (testImages < 1) {
            wrong.add("testImages must be at least 1, got " + testImages);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Generated data: " + String.join("; ", wrong));
        }
    }

    /** Seed 1, 32×32 pixels, 2,000 training and 1,000 test images, everything varied. */
    public static Generated defaults() {
        return new Generated(1, 32, 2000, 1000, true, true, true, true, true, true, true);
    }

    public Dataset train() {
        return images("train", trainImages);
    }

    public Dataset test() {
        return images("test", testImages);
    }

    /**
     * The first images of a split of any name; those of another are independent of them.
     *
     * @param count at least 1
     */
    public Dataset images(String split, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A data set has at least 1 image, got " + count);
        }
        return new Images(this, split, count);
    }

    private static final class Images implements Dataset {
        private final Generated factors;
        private final String split;
        private final int size;
        private final ThreadLocal<Canvas> canvas;
        private String sha256;

        Images(Generated factors, String split, int size) {
            this.factors = factors;
            this.split = split;
            this.size = size;
            this.canvas = ThreadLocal.withInitial(() -> new Canvas(factors.size()));
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            Subject subject = Subject.values()[label(i)];
            Canvas picture = canvas.get();
            new Scene(factors, new Rng(factors.seed(), "generated/" + split, i)).paint(subject, picture);
            return picture.toImage();
        }

        @Override
        public int label(int i) {
            return Objects.checkIndex(i, size) % CLASSES.size();
        }

        @Override
        public String name(int i) {
            return split + "#" + Objects.checkIndex(i, size);
        }

        @Override
        public List<String> classes() {
            return CLASSES;
        }

        @Override
        public synchronized String sha256() {
            if (sha256 == null) {
                PixelHash hash = new PixelHash(CLASSES);
                for (int i = 0; i < size; i++) {
                    hash.add(label(i), image(i));
                }
                sha256 = hash.hex();
            }
            return sha256;
        }
    }
}
