package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageConversion;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Images in memory, with their classes. */
public final class Images extends PixelHash.HashedDataset {
    private final List<Planar<GrayU8>> images;
    private final int[] labels;
    private final List<String> classes;

    private Images(List<Planar<GrayU8>> images, int[] labels, List<String> classes) {
        if (labels.length != images.size()) {
            throw new IllegalArgumentException(
                    "There are " + images.size() + " images, but " + labels.length + " labels");
        }
        Splits.requireClasses(classes);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException(
                        "Label of image " + i + " is " + labels[i] + ", expected 0 to " + (classes.size() - 1));
            }
        }
        this.images = images;
        this.labels = labels.clone();
        this.classes = List.copyOf(classes);
    }

    /**
     * Images with numbers as classes.
     *
     * @param images each a {@link BufferedImage} or an image of bytes of BoofCV, see {@link ImageConversion}; they are
     *     copied
     * @param labels the class of each, from 0; the largest label is the number of classes less 1
     */
    public static Images of(List<?> images, int[] labels) {
        return of(images, labels, numbers(labels));
    }

    /**
     * Images with named classes.
     *
     * @param labels the class of each, an index into {@code classes}
     * @param classes their names, all different
     */
    public static Images of(List<?> images, int[] labels, List<String> classes) {
        List<Planar<GrayU8>> converted = new ArrayList<>();
        for (Object image : images) {
            try {
                converted.add(converted(image));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Image " + converted.size() + ": " + e.getMessage(), e);
            }
        }
        return new Images(converted, labels, classes);
    }

    /**
     * Images of floats, with numbers as classes.
     *
     * @param min the value that is black, such as 0
     * @param max the value that is white, such as 1 or 255
     */
    public static Images ofFloats(List<? extends ImageBase<?>> images, float min, float max, int[] labels) {
        List<Planar<GrayU8>> converted = new ArrayList<>();
        for (ImageBase<?> image : images) {
            try {
                converted.add(ImageConversion.of(image, min, max));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Image " + converted.size() + ": " + e.getMessage(), e);
            }
        }
        return new Images(converted, labels, numbers(labels));
    }

    private static Planar<GrayU8> converted(Object image) {
        if (image instanceof BufferedImage buffered) {
            return ImageConversion.of(buffered);
        }
        if (image instanceof ImageBase<?> boof) {
            return ImageConversion.of(boof);
        }
        throw new IllegalArgumentException("Expected a BufferedImage or an image of BoofCV, got "
                + (image == null ? "null" : image.getClass().getName()));
    }

    private static List<String> numbers(int[] labels) {
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        return images.get(i).clone();
    }

    @Override
    public int label(int i) {
        return labels[Objects.checkIndex(i, labels.length)];
    }

    @Override
    public String name(int i) {
        return "image " + i;
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
