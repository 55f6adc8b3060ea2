package dev.whittle.pipeline.data;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageFolder;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of image files, a folder per class. Without a split it has {@code train/CLASS/*} and {@code test/CLASS/*};
 * with a split it has {@code CLASS/*}. Names starting with a dot are passed over; anything else that is not an image is
 * an error.
 *
 * @param path absolute, or relative to a data folder (see {@link DataPlaces})
 * @param size what to scale every image to, or null to leave them as they are
 * @param split how to divide each class, or null if the folder is divided already
 */
public record FolderSource(String path, Size size, Split split) implements DataSource {
    private static final String STEPS = "make a folder that holds train/CLASS/*.jpg and test/CLASS/*.jpg, or, for"
            + " experiments with a split, CLASS/*.jpg; put it in one of these places or give its absolute path.\n"
            + "The 15 scene categories, as CLASS/*.jpg, are at"
            + " https://figshare.com/articles/dataset/15-Scene_Image_Dataset/7007177";

    public FolderSource {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path: a folder of images needs its path, got '" + path + "'");
        }
    }

    /** A folder with {@code train/CLASS/*} and {@code test/CLASS/*}, its images as they are. */
    public FolderSource(String path) {
        this(path, null, null);
    }

    /**
     * A width and a height in pixels, 1 to 16384 each; the proportions of an image are not kept. An output pixel is the
     * mean of the area it covers, computed in integers and rounded to nearest, halves up.
     */
    public record Size(int width, int height) {
        public Size {
            if (width < 1 || height < 1 || width > 16384 || height > 16384) {
                throw new IllegalArgumentException(
                        "size: width and height are 1 to 16384, got " + width + "x" + height);
            }
        }
    }

    /**
     * A random division of each class, its files sorted by name, see {@link Splits#stratified} and
     * {@link Splits#trainPerClass}.
     *
     * @param trainPerClass how many images of each class are for training; or null
     * @param testFraction the part of each class that is for the test, floor(n·fraction + 0.5) of n images, but at
     *     least 1 and at most n-1; or null. One of the two is given
     * @param seed of this division; the seed of a run does not change it
     */
    public record Split(Integer trainPerClass, Double testFraction, long seed) {
        public Split {
            List<String> wrong = new ArrayList<>();
            if ((trainPerClass == null) == (testFraction == null)) {
                wrong.add(
                        "either trainPerClass or testFraction is given, got " + trainPerClass + " and " + testFraction);
            }
            if (trainPerClass != null && trainPerClass < 1) {
                wrong.add("trainPerClass is at least 1, got " + trainPerClass);
            }
            if (testFraction != null && !(testFraction > 0 && testFraction < 1)) {
                wrong.add("testFraction is above 0 and below 1, got " + testFraction);
            }
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("split: " + String.join("; ", wrong));
            }
        }

        Splits of(Dataset images, Run run) {
            return testFraction == null
                    ? Splits.trainPerClass(images, trainPerClass, run.withSeed(seed))
                    : Splits.stratified(images, testFraction, run.withSeed(seed));
        }
    }

    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        Path folder = where.find(path, path, STEPS);
        return split == null ? trainAndTest(folder, run) : divided(folder, run);
    }

    /** {@code root/train/CLASS/*} and {@code root/test/CLASS/*}; both need the same classes. */
    private Splits trainAndTest(Path root, Run run) throws IOException {
        for (String part : new String[] {"train", "test"}) {
            if (!Files.isDirectory(root.resolve(part))) {
                throw new IOException("There is no folder '" + part + "' in " + root + ". Expected train/CLASS/* and"
                        + " test/CLASS/*; where there is only CLASS/*, say in the experiment how to split it, such as"
                        + " split: {testFraction: 0.2, seed: 1}");
            }
        }
        ImageFolder train = ImageFolder.read(root, "train");
        ImageFolder test = ImageFolder.read(root, "test");
        if (!train.classes().equals(test.classes())) {
            throw new IOException(root + ": expected the same classes in train and test, found only in train "
                    + without(train.classes(), test.classes()) + ", only in test "
                    + without(test.classes(), train.classes()));
        }
        requireTwo(root, train.classes());
        return opened(train, test, run);
    }

    /** {@code root/CLASS/*}, each class divided. */
    private Splits divided(Path root, Run run) throws IOException {
        ImageFolder all = ImageFolder.read(root);
        requireTwo(root, all.classes());
        Splits splits;
        try {
            splits = split.of(all, run);
        } catch (IllegalArgumentException e) {
            throw new IOException(root + ": " + e.getMessage(), e);
        }
        return opened(selected(all, splits.train()), selected(all, splits.test()), run);
    }

    private static ImageFolder selected(ImageFolder all, Dataset part) {
        return all.select(((Subset) part).indices());
    }

    private static void requireTwo(Path root, List<String> classes) throws IOException {
        if (classes.size() < 2) {
            throw new IOException(root + ": expected at least two classes, found only '" + classes.get(0) + "'");
        }
    }

    private Splits opened(ImageFolder train, ImageFolder test, Run run) throws IOException {
        return new Splits(sized(train).checked(run), sized(test).checked(run));
    }

    private ImageFolder sized(ImageFolder images) {
        return size == null ? images : images.withSize(size.width(), size.height());
    }

    private static List<String> without(List<String> these, List<String> those) {
        return these.stream().filter(name -> !those.contains(name)).toList();
    }
}
