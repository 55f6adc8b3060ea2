package dev.whittle.pipeline.data;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of image files, a folder per class. Without a split it has {@code train/CLASS/*} and {@code test/CLASS/*}; with a
 * split it has {@code CLASS/*}. Names starting with a dot are passed over; anything else that is not an image is an error.
 *
 * @param path absolute, or relative to a data folder (see {@link DataFolder})
 * @param size what to scale every image to, or null to leave them as they are
 * @param split how to divide each class, or null if the folder is divided already
 */
public record FolderData(String path, Size size, Split split) implements DataSource {
    private static final String STEPS = "make a folder that holds train/CLASS/*.jpg and test/CLASS/*.jpg, or, for"
            + " experiments with a split, CLASS/*.jpg; put it in one of these places or give its absolute path.\n"
            + "The 15 scene categories, as CLASS/*.jpg, are at"
            + " https://figshare.com/articles/dataset/15-Scene_Image_Dataset/7007177";

    public FolderData {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path: a folder of images needs its path, got '" + path + "'");
        }
    }

    /** A folder with {@code train/CLASS/*} and {@code test/CLASS/*}, its images as they are. */
    public FolderData(String path) {
        this(path, null, null);
    }

    /**
     * A width and a height in pixels, 1 to 16384 each; the proportions of an image are not kept. An output pixel is the mean
     * of the area it covers, computed in integers and rounded to nearest, halves up.
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
     * A random division of each class. Class C's files, sorted by name, are permuted by the generator of (seed,
     * {@code "folder split C"}, 0); the first go to training, the rest to the test. So a class is divided the same way
     * whatever other classes there are.
     *
     * @param trainPerClass how many images of each class are for training; or null
     * @param testFraction the part of each class that is for the test, floor(n·fraction + 0.5) of n images, but at least 1
     *     and at most n-1; or null. One of the two is given
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

        /** How many of n images of a class are for training. */
        int train(int n) {
            if (testFraction == null) {
                return trainPerClass;
            }
            return n - Math.max(1, Math.min(n - 1, (int) Math.floor(n * testFraction + 0.5)));
        }
    }

    @Override
    public Splits open(DataFolder where, Run run) throws IOException {
        Path folder = where.find(path, path, STEPS);
        return split == null ? Folder.readTrainTest(folder, size, run) : Folder.readSplit(folder, split, size, run);
    }
}
