package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

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
    private final Configuration hadoop;
    private final List<LeftOut> leftOut;

    private SparkDataset(
            List<HadoopFolder.Found> files,
            List<String> classes,
            Preparation how,
            Configuration hadoop,
            List<LeftOut> leftOut) {
        this.files = files;
        this.classes = classes;
        this.labels =
                files.stream().mapToInt(file -> classes.indexOf(file.label())).toArray();
        this.how = how;
        this.hadoop = hadoop;
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
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(images.spark().sparkContext());
        List<String[]> bad;
        try (StageLines lines = new StageLines(images.spark().sparkContext(), "check", progress)) {
            bad = images.images()
                    .map(SparkDataset::problem)
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
        return new SparkDataset(usable, List.copyOf(classes), how, context.hadoopConfiguration(), leftOut);
    }

    /** The name of an image, and why it cannot be used, or null. */
    private static String[] problem(EncodedImage image) {
        try {
            if (image.problem() == null) {
                ImageFile.read(image.bytes(), image.name());
            }
            return new String[] {image.name(), image.problem()};
        } catch (IOException e) {
            return new String[] {image.name(), new LeftOut(image.name(), String.valueOf(e.getMessage())).shortReason()};
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
        EncodedImage encoded = files.get(i).read(hadoop);
        try {
            if (encoded.problem() != null) {
                throw new IOException(encoded.name() + ": " + encoded.problem());
            }
            return how.apply(ImageFile.read(encoded.bytes(), encoded.name()));
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
