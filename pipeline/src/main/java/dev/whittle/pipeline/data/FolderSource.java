package dev.whittle.pipeline.data;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.ImageFolder;
import dev.whittle.feature.data.Joined;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.data.Origin;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.registry.MayBeAbsent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A folder of image files, a folder per class, or with a list of labels. {@link ImageFolder} says which files are
 * taken. A folder with {@code train/CLASS/*} and {@code test/CLASS/*} is split already; one with {@code CLASS/*} is
 * split here.
 *
 * @param path absolute, from the home folder ({@code ~/photos}), or relative to a data folder (see {@link DataPlaces})
 * @param labels a CSV file with the name of an image and its class in each line, relative to the folder; null if each
 *     class has a folder
 * @param size what to scale every image to; null to leave them as they are
 * @param fit how an image gets this size; {@link Fit#PAD} if it is not given
 * @param color which bands the images get; {@link Color#AUTO} if it is not given
 * @param split how to divide each class; if it is not given, the folder's own division, or else a fifth of each class
 *     is for the test
 */
public record FolderSource(
        String path,
        @MayBeAbsent String labels,
        Size size,
        @MayBeAbsent Fit fit,
        @MayBeAbsent Color color,
        Split split) implements DataSource {
    private static final String STEPS = "make a folder that holds a folder of images for each class, as CLASS/*.jpg,"
            + " or train/CLASS/*.jpg and test/CLASS/*.jpg; put it in one of these places or give its absolute path.";
    /** A published set that experiments name and that is no download of ours. */
    private static final String SCENES = "scene15";

    private static final String SCENES_ARE_AT = "\nThe 15 scene categories, as CLASS/*.jpg, are at"
            + " https://figshare.com/articles/dataset/15-Scene_Image_Dataset/7007177";

    /** The division of a folder that has none. */
    public static final Split FIFTH = new Split(null, 0.2, 1);

    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** Which bands images get. */
    public enum Color {
        /** RGB if one image has colour, otherwise gray. */
        AUTO,
        /** Three bands; a gray image gets three equal ones. */
        RGB,
        /** One band; of a colour image the luma. */
        GRAY
    }

    public FolderSource {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path: a folder of images needs its path, got '" + path + "'");
        }
        if (size == null && fit != null) {
            throw new IllegalArgumentException("fit: it has no effect without a size, got " + fit);
        }
        fit = size != null && fit == null ? Fit.PAD : fit;
        color = color == null ? Color.AUTO : color;
    }

    /** A folder with its own division, or a fifth of each class for the test, and its images as they are. */
    public FolderSource(String path) {
        this(path, null, null, null, null, null);
    }

    /**
     * A random division of each class, its files sorted by name, see {@link Splits#stratified} and
     * {@link Splits#trainPerClass}.
     *
     * @param trainPerClass how many images of each class are for training; or null
     * @param testFraction the part of each class that is for the test, floor(n·fraction + 0.5) of n images, but at
     *     least 1 and at most n-1; or null. One of the two is given
     * @param seed of this division, and the seed of a run does not change it; null where each seed of an experiment
     *     divides anew
     */
    public record Split(Integer trainPerClass, Double testFraction, Long seed) implements Undivided.Rule {
        public Split(Integer trainPerClass, Double testFraction, long seed) {
            this(trainPerClass, testFraction, Long.valueOf(seed));
        }

        public Split {
            Checks checks = new Checks("split");
            checks.refuse(
                    (trainPerClass == null) == (testFraction == null),
                    "either trainPerClass or testFraction is given, got " + trainPerClass + " and " + testFraction);
            checks.refuse(
                    trainPerClass != null && trainPerClass < 1, "trainPerClass is at least 1, got " + trainPerClass);
            checks.refuse(
                    testFraction != null && !(testFraction > 0 && testFraction < 1),
                    "testFraction is above 0 and below 1, got " + testFraction);
            checks.report();
        }

        @Override
        public Splits of(Dataset images, Run run) {
            Run seeded = seed == null ? run : run.withSeed(seed);
            return testFraction == null
                    ? Splits.trainPerClass(images, trainPerClass, seeded)
                    : Splits.stratified(images, testFraction, seeded);
        }
    }

    /** The same with the division written out, if the folder has none of its own. */
    @Override
    public FolderSource resolved(DataPlaces where) throws IOException {
        return split != null || labels == null && isDivided(folder(where))
                ? this
                : new FolderSource(path, labels, size, fit, color, FIFTH);
    }

    @Override
    public Splits open(DataPlaces where, Run run) throws IOException {
        Path root = folder(where);
        if (split == null && labels == null && isDivided(root)) {
            return trainAndTest(root, where, run);
        }
        if (split != null && labels == null && isDivided(root)) {
            throw new IOException(
                    root + ": has the folders train and test, so it is divided already, but the experiment"
                            + " has split: " + split + "; leave split out, or rename these folders");
        }
        return divided(all(root, where, run), split == null ? FIFTH : split, run);
    }

    /**
     * All images, class by class, each sorted by name. Where the folder has {@code train} and {@code test} and there is
     * no split, each class has as many test images as there.
     */
    @Override
    public Undivided undivided(DataPlaces where, Run run) throws IOException {
        Path root = folder(where);
        if (labels == null && isDivided(root)) {
            Splits own = trainAndTest(root, where, run);
            Undivided sorted = Undivided.of(sorted(new Joined(own.train(), own.test())), own);
            return split == null ? sorted : new Undivided(sorted.images(), own.origin(), split);
        }
        ImageFolder all = all(root, where, run);
        requireTwo(root, all.classes());
        return new Undivided(
                all, origin(List.of(all)), split == null ? new Split(null, FIFTH.testFraction(), null) : split);
    }

    /** As if the parts were one folder: train/CLASS/b.jpg is after test/CLASS/a.jpg. */
    private static Dataset sorted(Dataset parts) {
        return Subset.of(
                parts,
                IntStream.range(0, parts.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(parts::label)
                                .thenComparing(
                                        i -> parts.name(i)
                                                .substring(parts.name(i).indexOf('/') + 1),
                                        ImageFiles.ORDER)
                                .thenComparing(parts::name))
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private ImageFolder all(Path root, DataPlaces where, Run run) throws IOException {
        ImageFolder found = labels == null ? ImageFolder.read(root) : ImageFolder.read(root, root.resolve(labels));
        ImageFolder usable =
                suited(colored(List.of(opened(found, where, run))), where).get(0);
        if (!where.skipBad()) {
            usable.requireAll();
        }
        return usable;
    }

    /**
     * The folder.
     *
     * @throws IOException if none of the places has it: where it was looked for, and what to do
     */
    public Path folder(DataPlaces where) throws IOException {
        return where.find(path, path, path.equals(SCENES) ? STEPS + SCENES_ARE_AT : STEPS);
    }

    private static boolean isDivided(Path root) {
        return Files.isDirectory(root.resolve(TRAIN)) && Files.isDirectory(root.resolve(TEST));
    }

    /** {@code root/train/CLASS/*} and {@code root/test/CLASS/*}; both need the same classes. */
    private Splits trainAndTest(Path root, DataPlaces where, Run run) throws IOException {
        List<ImageFolder> parts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String part : new String[] {TRAIN, TEST}) {
            try {
                parts.add(opened(ImageFolder.read(root, part), where, run));
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        List<ImageFolder> images = problems.isEmpty() ? suited(colored(parts), where) : parts;
        for (ImageFolder part : images) {
            try {
                if (!where.skipBad()) {
                    part.requireAll();
                }
            } catch (IOException e) {
                problems.add(e.getMessage());
            }
        }
        List<LeftOut> beside = ImageFiles.below(root).files().stream()
                .map(ImageFiles.Found::name)
                .filter(name -> !name.startsWith(TRAIN + "/") && !name.startsWith(TEST + "/"))
                .map(name -> new LeftOut(name, "is neither in train nor in test"))
                .toList();
        if (!where.skipBad() && !beside.isEmpty()) {
            problems.add(beside.size() + " images in " + root + " cannot be used:\n" + LeftOut.lines(beside));
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
        List<String> classes = images.get(0).classes();
        List<String> others = images.get(1).classes();
        if (!classes.equals(others)) {
            throw new IOException(root + ": expected the same classes in train and test, found only in train "
                    + without(classes, others) + ", only in test " + without(others, classes)
                    + (normalized(classes).equals(normalized(others))
                            ? "; they differ only in their Unicode form (NFC or NFD): rename the folders of one part"
                            : ""));
        }
        requireTwo(root, classes);
        Origin origin = origin(images);
        List<LeftOut> leftOut = new ArrayList<>();
        images.get(0).leftOut().forEach(out -> leftOut.add(below(TRAIN, out)));
        images.get(1).leftOut().forEach(out -> leftOut.add(below(TEST, out)));
        leftOut.addAll(beside);
        return new Splits(images.get(0), images.get(1), new Origin(origin.preparation(), leftOut, origin.notes()));
    }

    /** The same with the folder of the part in its name, which classes do not have. */
    private static LeftOut below(String part, LeftOut out) {
        return out.name().startsWith(part + "/")
                ? out
                : new LeftOut(part + "/" + out.name(), out.reason(), out.sha256());
    }

    /** Decodes all images, and leaves out those that cannot be decoded. */
    private ImageFolder opened(ImageFolder found, DataPlaces where, Run run) throws IOException {
        ImageFolder images = found.withCache(where.cache()).withMaxPixels(where.maxPixels());
        if (size != null) {
            images = images.withSize(size.width(), size.height(), fit);
        }
        return images.usable(run);
    }

    /** The parts of a data set without images that have a problem, unless all have one. */
    private static List<ImageFolder> suited(List<ImageFolder> parts, DataPlaces where) throws IOException {
        Map<ImageShape, Optional<String>> problems = new HashMap<>();
        for (ImageFolder part : parts) {
            part.shapes()
                    .forEach(shape -> problems.computeIfAbsent(
                            shape, key -> where.problem().apply(key)));
        }
        if (problems.values().stream().allMatch(Optional::isPresent)) {
            return parts;
        }
        List<ImageFolder> suited = new ArrayList<>();
        for (ImageFolder part : parts) {
            suited.add(part.without(problems::get));
        }
        return suited;
    }

    /** The parts of a data set with the bands that all of it gets. */
    private List<ImageFolder> colored(List<ImageFolder> parts) {
        int bands = switch (color) {
            case RGB -> 3;
            case GRAY -> 1;
            case AUTO -> parts.stream().mapToInt(ImageFolder::bands).max().orElse(1);
        };
        return parts.stream().map(part -> part.withBands(bands)).toList();
    }

    /** {@code root/CLASS/*}, each class divided. */
    private Splits divided(ImageFolder all, Split split, Run run) throws IOException {
        requireTwo(all.root(), all.classes());
        try {
            Splits splits = split.of(all, run);
            return new Splits(splits.train(), splits.test(), origin(List.of(all)));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    all.root() + ": " + e.getMessage()
                            + ". Add images or remove these classes; whittle extract and predict take single images",
                    e);
        }
    }

    private static void requireTwo(Path root, List<String> classes) throws IOException {
        if (classes.size() < 2) {
            throw new IOException(root + ": expected at least two classes, found only '" + classes.get(0)
                    + "'; a class is a folder of images, or a name in a list of labels."
                    + " whittle extract and predict take images without classes");
        }
    }

    /** What was left out of all parts, and what is to be said of their images. */
    private Origin origin(List<ImageFolder> parts) {
        List<LeftOut> leftOut = new ArrayList<>();
        Map<String, List<String>> notes = new TreeMap<>();
        for (ImageFolder part : parts) {
            leftOut.addAll(part.leftOut());
            leftOut.removeIf(out -> out.name().equals(labels));
            part.notes()
                    .forEach((note, names) ->
                            notes.computeIfAbsent(note, n -> new ArrayList<>()).addAll(names));
        }
        List<String> lines = new ArrayList<>(Notes.lines(notes));
        lines.addAll(Notes.sameNames(parts.get(0).classes()));
        return new Origin(parts.get(0).preparation(), leftOut, lines);
    }

    private static List<String> normalized(List<String> names) {
        return names.stream()
                .map(name -> Normalizer.normalize(name, Normalizer.Form.NFC))
                .sorted()
                .toList();
    }

    private static List<String> without(List<String> these, List<String> those) {
        return these.stream().filter(name -> !those.contains(name)).toList();
    }
}
