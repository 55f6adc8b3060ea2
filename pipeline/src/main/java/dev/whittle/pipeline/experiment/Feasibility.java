package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.TakesPixels;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Heap;
import dev.whittle.feature.ImageNeeds;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.corrupt.Corruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Checks shapes of images, memory and disk space before anything is trained. */
final class Feasibility {
    private static final int SHAPES = 3;
    private static final int LISTED = 10;

    private Feasibility() {}

    /**
     * Checks the features whose length is known before anything is learned.
     *
     * @throws IllegalArgumentException if a feature is not defined for the first image, or learning it or a head needs
     *     more memory than available
     * @throws IOException if features fit neither into memory nor on the disk
     */
    static void check(Plan plan, FeatureStore store, Run run) throws IOException {
        for (Experiment.Feature feature : plan.features()) {
            OptionalInt known;
            try {
                known = length(feature.spec(), plan.data().train().image(0));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "feature '" + feature.name() + "', image "
                                + plan.data().train().name(0) + ": " + e.getMessage(),
                        e);
            }
            int trained = leastFitted(plan, feature, plan.data().train().size() - plan.validation());
            OptionalInt columns = Features.checkTransforms(feature, trained, known);
            if (known.isEmpty()) {
                continue;
            }
            int length = known.getAsInt();
            checkDisk(plan, feature, length, store);
            checkPixels(plan, feature);
            if (feature.transforms().isEmpty()) {
                long values = Features.inMemory(plan, feature, length, store)
                        ? Features.extractedValues(plan, feature, length) + Features.joinedValues(plan, feature, length)
                        : 0;
                checkMemory(plan, feature, length, values);
            } else if (columns.isPresent()) {
                // How many features are in memory then is checked once they are extracted.
                checkMemory(plan, feature, columns.getAsInt(), 0);
            }
        }
    }

    /** Of so many training images, how many a feature is at least fitted to. */
    private static int leastFitted(Plan plan, Experiment.Feature feature, int training) {
        return plan.heads(feature).stream().anyMatch(head -> head.candidates().size() > 1)
                ? plan.heldOut().leastFitted(training)
                : training;
    }

    /**
     * Checks that every inner fold has images of each class.
     *
     * @throws IllegalArgumentException if a class has fewer training images than there are inner folds
     */
    static void checkInnerFolds(Plan plan) {
        int folds = plan.heldOut().folds();
        int[] inClass = new int[plan.classes().size()];
        for (int label : plan.data().train().labels()) {
            inClass[label]++;
        }
        for (int c = 0; c < inClass.length; c++) {
            if (inClass[c] < folds) {
                throw new IllegalArgumentException("With " + folds + " inner folds each class needs at least " + folds
                        + " training images, and '" + plan.classes().get(c) + "' has " + inClass[c]
                        + "; take fewer inner folds, or more images");
            }
        }
    }

    /**
     * Checks that everything can be trained on the fewest images: each class has two of them at least, and one for each
     * inner fold, and transforms and heads have as many as they need.
     *
     * @throws IllegalArgumentException if not, with the reason
     */
    static void checkFewerImages(Plan plan, Run run) {
        if (plan.fewerImages().isEmpty()) {
            return;
        }
        int least = plan.fewerImages().get(0);
        String given = "trainImages has " + least + ": ";
        int classes = plan.classes().size();
        int needed = Math.max(2, plan.heldOut().folds());
        for (SeedSplit split : SeedSplit.of(plan, run)) {
            int[] inClass = new int[classes];
            for (int label : split.with(plan, least, run).train().labels()) {
                inClass[label]++;
            }
            for (int c = 0; c < classes; c++) {
                if (inClass[c] < needed) {
                    throw new IllegalArgumentException(given + "with seed " + split.seed() + " the class "
                            + plan.classes().get(c) + " has " + inClass[c] + " of these images, and each of the "
                            + classes + " classes needs " + needed + "; take more images");
                }
            }
        }
        for (Plan.Cell cell : plan.cells()) {
            try {
                Features.checkTransforms(cell.feature(), leastFitted(plan, cell.feature(), least), OptionalInt.empty());
                for (var candidate : cell.head().candidates()) {
                    if (candidate instanceof TrainingNeeds needs) {
                        needs.checkSamples(
                                cell.head().candidates().size() > 1
                                        ? plan.heldOut().leastFitted(least)
                                        : least);
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        given + cell.feature().name() + " × " + cell.head().name() + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Checks every feature for the shapes of all images. All problems are in one message: those of single images, or
     * else those of different shapes together.
     */
    static void checkShapes(Plan plan, Inspected images, Run run) {
        Map<ImageShape, String> named = new LinkedHashMap<>();
        images.train()
                .shapes()
                .forEach((shape, i) ->
                        named.putIfAbsent(shape, plan.data().train().name(i)));
        images.test()
                .shapes()
                .forEach((shape, i) ->
                        named.putIfAbsent(shape, plan.data().test().name(i)));
        List<String> wrong = new ArrayList<>();
        named.forEach((shape, name) ->
                ShapeProblem.of(plan.features(), shape, run).ifPresent(text -> wrong.add(name + ": " + text)));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(images(wrong));
        }
        for (Experiment.Feature feature : plan.features()) {
            try {
                ImageNeeds.check(feature.spec(), named.keySet(), run);
            } catch (IllegalArgumentException e) {
                wrong.add("feature '" + feature.name() + "': " + e.getMessage());
            }
        }
        if (wrong.isEmpty()) {
            return;
        }
        String shapes = named.entrySet().stream()
                .limit(SHAPES)
                .map(e -> e.getKey() + ", as " + e.getValue())
                .collect(Collectors.joining("; "));
        throw new IllegalArgumentException(String.join("\n", wrong) + "\nThe images have "
                + (named.size() == 1 ? "" : named.size() + " shapes: ") + shapes
                + (named.size() > SHAPES ? "; and others" : "")
                + cure(named.keySet()));
    }

    /**
     * Checks that corruptions are defined for the test images.
     *
     * @throws IllegalArgumentException if some images are gray and a corruption changes colours alone
     */
    static void checkCorrupted(Plan plan, Inspected images) {
        List<String> colours = plan.robustness().corruptions().stream()
                .filter(Corruption::needsColour)
                .map(Corruption::key)
                .toList();
        images.test().shapes().forEach((shape, i) -> {
            if (shape.bands() == 1 && !colours.isEmpty()) {
                throw new IllegalArgumentException("robustness: " + String.join(", ", colours)
                        + " change colours, and the test image "
                        + plan.data().test().name(i) + " is gray; leave " + (colours.size() == 1 ? "it" : "them")
                        + " out");
            }
        });
    }

    private static String images(List<String> wrong) {
        return String.join("\n", wrong.subList(0, Math.min(LISTED, wrong.size())))
                + (wrong.size() > LISTED ? "\nand " + (wrong.size() - LISTED) + " other shapes of images" : "")
                + "\nScale the images, leave these out, or choose other features";
    }

    private static String cure(Collection<ImageShape> shapes) {
        boolean sizes = shapes.stream()
                        .map(s -> new ImageShape(s.width(), s.height(), 1))
                        .distinct()
                        .count()
                > 1;
        boolean bands = shapes.stream().map(ImageShape::bands).distinct().count() > 1;
        return (bands ? ".\nMake all of them gray or all of them RGB, such as color: rgb for a folder" : "")
                + (sizes
                        ? ".\nGive them one size, such as size: {width: 128, height: 128} for a folder, or the step"
                                + " images: [{type: scale, size: 128}] for a feature"
                        : "");
    }

    /**
     * The length of a feature of an image, if it is known before anything is learned.
     *
     * @throws IllegalArgumentException if the feature is not defined for the image, or needs more memory than there is
     */
    private static OptionalInt length(Spec<Dataset, ? extends FeatureExtractor> spec, Planar<GrayU8> image) {
        OptionalInt length = ImageNeeds.length(spec, image.width, image.height, image.getNumBands());
        ImageNeeds.checkHeap(spec, image.getNumBands());
        return length;
    }

    /**
     * The most bytes that are in files at once: the extracted features, the transformed features of one seed and those
     * of corrupted test images, for which the same length is assumed.
     */
    private static void checkDisk(Plan plan, Experiment.Feature feature, int length, FeatureStore store)
            throws IOException {
        long table = Features.images(plan) * length;
        long values = Features.extractedValues(plan, feature, length) + Features.joinedValues(plan, feature, length);
        long transformed = feature.transforms().isEmpty() ? 0 : table;
        long corrupted =
                plan.robustness().isEmpty() ? 0 : (long) plan.data().test().size() * length;
        boolean extractedFits = Features.inMemory(plan, feature, length, store);
        if (extractedFits && store.fits(values + transformed + corrupted)) {
            return;
        }
        long bytes = 4 * ((extractedFits ? 0 : table) + transformed + corrupted);
        Path place = store.place().toAbsolutePath();
        while (!Files.exists(place)) {
            place = place.getParent();
        }
        long free = Files.getFileStore(place).getUsableSpace();
        if (bytes > free) {
            throw new IOException(
                    "The features of '" + feature.name() + "' take " + Heap.size(4 * (values + transformed))
                            + ", more than the "
                            + Heap.size(store.memory()) + " of memory that they may use, and would be kept in files of "
                            + Heap.size(bytes)
                            + " in " + store.place() + ", where " + Heap.size(free) + " are free");
        }
    }

    /**
     * Checks that heads of pixels take images of the shape of these.
     *
     * @throws IllegalArgumentException if not, with the shape to set
     */
    private static void checkPixels(Plan plan, Experiment.Feature feature) {
        if (!(feature.spec() instanceof RawPixels pixels)
                || !feature.transforms().isEmpty()) {
            return;
        }
        Planar<GrayU8> image = plan.data().train().image(0);
        List<Integer> shape = List.of(pixels.gray() ? 1 : image.getNumBands(), image.height, image.width);
        for (Experiment.Head head : plan.heads(feature)) {
            for (var candidate : head.candidates()) {
                if (candidate instanceof TakesPixels taking
                        && (taking.shape().isEmpty()
                                ? image.width != image.height
                                : !taking.shape().equals(shape))) {
                    throw new IllegalArgumentException(feature.name() + " × " + head.name() + ": images have the shape "
                            + shape + ", bands, rows and columns; "
                            + (taking.shape().isEmpty()
                                    ? "as they are not square, set shape to it"
                                    : "set shape to it, got " + taking.shape()));
                }
            }
        }
    }

    /**
     * Checks the memory that the heads need for training on a feature.
     *
     * @param values how many of this feature are in memory then
     * @throws IllegalArgumentException if that is more than Java's heap
     */
    static void checkMemory(Plan plan, Experiment.Feature feature, int length, long values) {
        for (Experiment.Head head : plan.heads(feature)) {
            int samples = plan.data().train().size() - (head.candidates().size() > 1 ? 0 : plan.validation());
            int classes = plan.data().train().classes().size();
            for (var candidate : head.candidates()) {
                try {
                    TrainingNeeds.check(candidate, samples, length, classes, "image", Float.BYTES * values);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(feature.name() + " × " + head.name() + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
