package dev.whittle.pipeline.data.generated;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.DataSource;
import dev.whittle.pipeline.data.generated.Scene.Factor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The built-in data set: small colour pictures of ten classes, rendered from a seed, so nothing has to be downloaded.
 * The classes are five pairs, and the two classes of a pair differ in one thing only. Red and blue ball differ in
 * colour, triangle and square in shape, stripes and checks in texture. Ball over box and box over ball differ in the
 * arrangement of the same shapes, red over blue and blue over red in the arrangement of the same colours. A feature
 * that does not see this one thing can only guess within the pair. {@code docs/generated-data.md} says what follows for
 * which feature.
 *
 * <p>A picture depends only on the seed, the size, the factors, its split and its number. The pixels are the same bits
 * on every machine. Switching a factor off holds it at one value and leaves all others as they were.
 *
 * @param seed of all random numbers
 * @param size width and height in pixels, 24 to 512; everything but the noise scales with it
 * @param color whether brightness, saturation and hue of objects, ground and clutter vary; where the class says red or
 *     blue, the hue stays red or blue
 * @param position whether objects move, and their texture within them
 * @param scale whether the size of objects varies by a factor of 0.8 to 1.2
 * @param rotation whether objects are turned by up to 15° either way
 * @param light whether the brightness of pictures varies by a factor of 0.75 to 1.1, and by up to 35% from the middle
 *     to an edge
 * @param noise whether independent noise with a standard deviation of 10 of 255 is added to all values
 * @param clutter whether up to 4 small discs, squares or triangles of any colour are behind the object
 */
public record Generated(
        long seed,
        int size,
        boolean color,
        boolean position,
        boolean scale,
        boolean rotation,
        boolean light,
        boolean noise,
        boolean clutter)
        implements DataSource {
    /** The class names, in the order of the labels. */
    public static final List<String> CLASSES = Subject.titles();

    public Generated {
        Checks checks = new Checks("Generated data");
        checks.refuse(size < 24 || size > 512, "size must be 24 to 512 pixels, got " + size);
        checks.report();
    }

    /** Seed 1, 32×32 pixels, everything varied. */
    public static Generated defaults() {
        return new Generated(1, 32, true, true, true, true, true, true, true);
    }

    /** As many images as CIFAR-10 has: 50,000 and 10,000. A picture is rendered when it is asked for. */
    @Override
    public Splits open(DataPlaces where, Run run) {
        return new Splits(images("train", 50_000), images("test", 10_000));
    }

    /**
     * The first images of a split of any name. Images of splits with other names are independent of them. Class c has
     * the images c, c + 10, c + 20, …
     *
     * @param count at least 1
     */
    public Dataset images(String split, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A data set has at least 1 image, got " + count);
        }
        return new Images(this, split, count);
    }

    Set<Factor> varied() {
        return Arrays.stream(Factor.values())
                .filter(this::varies)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Factor.class)));
    }

    private boolean varies(Factor factor) {
        return switch (factor) {
            case COLOR -> color;
            case POSITION -> position;
            case SCALE -> scale;
            case ROTATION -> rotation;
            case LIGHT -> light;
            case NOISE -> noise;
            case CLUTTER -> clutter;
        };
    }

    private static final class Images extends PixelHash.HashedDataset {
        private final Generated pictures;
        private final Set<Factor> varied;
        private final String split;
        private final int size;

        Images(Generated pictures, String split, int size) {
            this.pictures = pictures;
            this.varied = pictures.varied();
            this.split = split;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            Subject subject = Subject.values()[label(i)];
            Canvas picture = new Canvas(pictures.size());
            Rng random = new Rng(pictures.seed(), "generated/" + split, i);
            new Scene(varied, pictures.size(), random).paint(subject, picture);
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
    }
}
