package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * The images of a folder as Whittle's own type, read on the driver one by one: what a feature learns from, such as the
 * images that descriptors are drawn from. All images are decoded on the executors once, to leave out those that cannot
 * be used. The driver holds their names and paths.
 */
public final class SparkDataset implements Dataset {
    private final List<HadoopFolder.Found> files;
    private final List<String> classes;
    private final int[] labels;
    private final Preparation how;
    private final long maxPixels;
    private final Configuration hadoop;
    private final List<LeftOut> leftOut;

    private SparkDataset(
            SparkImages images,
            List<HadoopFolder.Found> files,
            List<String> classes,
            Preparation how,
            List<LeftOut> leftOut) {
        this.files = files;
        this.classes = classes;
        this.labels = files.stream()
                .mapToInt(file -> Collections.binarySearch(classes, file.label(), NameOrder.BY_COMPONENTS))
                .toArray();
        this.how = how;
        this.maxPixels = images.maxPixels();
        this.hadoop = images.spark().sparkContext().hadoopConfiguration();
        this.leftOut = leftOut;
    }

    /**
     * The images that can be used.
     *
     * @param images the images of a folder, in folders of classes
     * @param how what is done to each image after it is decoded
     * @param progress receives lines that say how far the work is
     * @throws IllegalArgumentException if the images are those of a table, which cannot be read one by one, or are in
     *     no folders of classes
     */
    public static SparkDataset of(SparkImages images, Preparation how, Consumer<String> progress) {
        if (images.files() == null) {
            throw new IllegalArgumentException(
                    "A data set needs the images of a folder; those of a table cannot be read one by one");
        }
        long maxPixels = images.maxPixels();
        List<String[]> bad;
        try (StageProgress stages = new StageProgress(images.spark().sparkContext(), "check", progress)) {
            bad = images.images()
                    .map(image -> checked(image, maxPixels))
                    .filter(found -> found[1] != null)
                    .collect();
        }
        TreeSet<String> without = new TreeSet<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (String[] found : bad) {
            without.add(found[0]);
            leftOut.add(new LeftOut(found[0], found[1]));
        }
        List<HadoopFolder.Found> usable = images.files().stream()
                .filter(file -> !without.contains(file.name()))
                .toList();
        TreeSet<String> classes = new TreeSet<>(NameOrder.BY_COMPONENTS);
        for (HadoopFolder.Found file : usable) {
            if (file.label() == null) {
                throw new IllegalArgumentException(file.name() + " is in no folder of a class");
            }
            classes.add(file.label());
        }
        return new SparkDataset(images, usable, List.copyOf(classes), how, leftOut);
    }

    /** The name of an image, and why it cannot be used, or null. */
    private static String[] checked(EncodedImage image, long maxPixels) {
        try {
            image.decode(maxPixels);
            return new String[] {image.name(), null};
        } catch (IOException e) {
            return new String[] {image.name(), image.reason(e)};
        }
    }

    /** The images that cannot be used, with the reason. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public int size() {
        return files.size();
    }

    /** @throws UncheckedIOException if the file has been changed or removed since */
    @Override
    public Planar<GrayU8> image(int i) {
        try {
            return how.apply(files.get(i).read(hadoop).decode(maxPixels));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public String name(int i) {
        return files.get(i).name();
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
