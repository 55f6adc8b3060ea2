package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.pipeline.data.Cifar10;
import dev.whittle.pipeline.data.Cifar100;
import dev.whittle.pipeline.data.DataPlaces;
import dev.whittle.pipeline.data.DataSource;
import dev.whittle.pipeline.data.FashionMnist;
import dev.whittle.pipeline.data.FolderSource;
import dev.whittle.pipeline.data.Mnist;
import dev.whittle.pipeline.data.Undivided;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data section of an experiment: a data set, its settings, and how many of its images are used.
 *
 * @param source the data set with its settings; its class is one of {@link #SETS}
 * @param train number of training images, at least 1, or {@link #ALL} images that are not used for validation
 * @param heldOut by which images candidates are chosen: a number of validation images, which are taken from the
 *     training images, at least 0, or {@link HeldOut#FIFTH}; or inner folds of the training images
 * @param test number of test images, at least 1, or {@link #ALL}
 * @param divide whether all seeds have the same training and test images
 * @param folds of a cross-validation; null without one. Then train and test are {@link #ALL}, and divide is {@link
 *     Divide#ONCE}
 */
public record DataSpec(DataSource source, int train, HeldOut heldOut, int test, Divide divide, Folds folds) {
    /** When the images are divided into training and test images. */
    public enum Divide {
        /** Once, as the data set or its settings say. */
        ONCE,
        /** For each seed anew and at random: all images, those for training and those for the test together. */
        PER_SEED
    }

    /** All available images; {@code all} in an experiment, or an absent key. */
    public static final int ALL = Integer.MAX_VALUE;

    /** The data sets by their names. A new one must be added here. */
    public static final Map<String, Class<? extends DataSource>> SETS = sets();

    private static Map<String, Class<? extends DataSource>> sets() {
        Map<String, Class<? extends DataSource>> sets = new LinkedHashMap<>();
        sets.put("generated", Generated.class);
        sets.put("cifar10", Cifar10.class);
        sets.put("cifar100", Cifar100.class);
        sets.put("mnist", Mnist.class);
        sets.put("fashion-mnist", FashionMnist.class);
        sets.put("folder", FolderSource.class);
        return Collections.unmodifiableMap(sets);
    }

    public DataSpec {
        List<String> wrong = new ArrayList<>();
        if (source == null || !SETS.containsValue(source.getClass())) {
            wrong.add("the data set is one of " + SETS.keySet() + ", got " + source);
        }
        if (train < 1) {
            wrong.add("train is at least 1, got " + train);
        }
        int images = heldOut.images();
        if (images < 0 && images != HeldOut.FIFTH || images == ALL) {
            wrong.add("validation is a number of images and at least 0, got " + images);
        }
        if (test < 1) {
            wrong.add("test is at least 1, got " + test);
        }
        if (divide == null) {
            wrong.add("divide must be given: ONCE, or PER_SEED");
        }
        if (folds != null) {
            checkFolds(wrong, source, train, test, divide);
        } else if (source instanceof FolderSource folder && folder.split() != null) {
            boolean perSeed = divide == Divide.PER_SEED;
            if (perSeed && folder.split().seed() != null) {
                wrong.add("split.seed has no effect with divide: per-seed, got "
                        + folder.split().seed() + "; leave it out");
            } else if (!perSeed && folder.split().seed() == null) {
                wrong.add("split needs a seed, such as seed: 1, or divide: per-seed beside it");
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("Data: " + String.join("; ", wrong));
        }
    }

    /** Data that is divided once. */
    public DataSpec(DataSource source, int train, int validation, int test) {
        this(source, train, HeldOut.images(validation), test, Divide.ONCE, null);
    }

    /** All images are in the folds, which no other setting divides. */
    private static void checkFolds(List<String> wrong, DataSource source, int train, int test, Divide divide) {
        if (train != ALL || test != ALL) {
            wrong.add("train and test have no effect with folds, as every image is in a fold, got "
                    + (train == ALL ? "" : "train: " + train + (test == ALL ? "" : " and "))
                    + (test == ALL ? "" : "test: " + test)
                    + "; give images, such as images: 1000, to divide fewer of them");
        }
        if (divide == Divide.PER_SEED) {
            wrong.add("divide has no effect with folds, which each seed draws anew, got per-seed; leave it out");
        }
        if (source instanceof FolderSource folder && folder.split() != null) {
            wrong.add("split has no effect with folds, got " + folder.split() + "; leave it out");
        }
    }

    /** The number of validation images; 0 with inner folds. */
    public int validation() {
        return heldOut.images();
    }

    /** Whether each seed has training and test images of its own. */
    boolean isRedivided() {
        return divide == Divide.PER_SEED || folds != null;
    }

    /** The name of the data set. */
    public String set() {
        return SETS.entrySet().stream()
                .filter(e -> e.getValue() == source.getClass())
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** The name for readers: of the folder, if the images are those of one, otherwise {@link #set}. */
    public String shownName() {
        Path folder = source instanceof FolderSource of ? Path.of(of.path()).getFileName() : null;
        return folder == null ? set() : folder.toString();
    }

    /**
     * The same with the number of validation images, of this many images to learn from: of n for training, n/4 are for
     * validation, rounded down, and not more than there are beside them; of all images a fifth.
     */
    DataSpec withValidation(int images) {
        if (validation() != HeldOut.FIFTH) {
            return this;
        }
        int fifth = train == ALL ? images / 5 : Math.max(0, Math.min(train / 4, images - train));
        return new DataSpec(source, train, HeldOut.images(fifth), test, divide, folds);
    }

    /** The same with settings of the data set written out that depend on the data. */
    DataSpec resolved(DataPlaces where) throws IOException {
        return isRedivided() ? this : new DataSpec(source.resolved(where), train, heldOut, test, divide, null);
    }

    /**
     * Opens the data set.
     *
     * @return a division for each fold of each seed, one for each seed, or one that all seeds have
     */
    List<Splits> open(List<Long> seeds, DataPlaces where, Run run) throws IOException {
        if (folds != null) {
            return folds.divide(source.undivided(where, run), seeds, run);
        }
        if (divide == Divide.ONCE) {
            return List.of(source.open(where, run));
        }
        Undivided all = source.undivided(where, run);
        return seeds.stream().map(seed -> all.divided(run.withSeed(seed))).toList();
    }

    /** @param validation the number of validation images if none is named */
    static DataSpec decode(JsonAt at, int validation) {
        JsonAt set = at.get("set");
        Class<? extends DataSource> type = SETS.get(set.text());
        if (type == null) {
            throw set.error("unknown data set '" + set.text() + "'. Valid: " + String.join(", ", SETS.keySet()));
        }
        DataSource source = SpecJson.installed()
                .decodeRecord(at, type, "set", "train", "validation", "test", "divide", "folds", "images");
        int train = count(at, "train", 1, ALL);
        HeldOut heldOut = at.has("validation") ? HeldOut.decode(at.get("validation")) : HeldOut.images(validation);
        int test = count(at, "test", 1, ALL);
        Divide divide = at.has("divide") ? divide(at.get("divide")) : Divide.ONCE;
        if (at.has("divide") && at.has("folds")) {
            throw at.get("divide").error("divide has no effect with folds, which each seed draws anew; leave it out");
        }
        if (at.has("images") && !at.has("folds")) {
            throw at.get("images").error("images has an effect with folds alone; give train and test");
        }
        Folds folds = at.has("folds")
                ? new Folds((int) at.get("folds").wholeNumber(2, ALL - 1), count(at, "images", 1, ALL))
                : null;
        try {
            return new DataSpec(source, train, heldOut, test, divide, folds);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
    }

    private static Divide divide(JsonAt at) {
        return switch (at.text()) {
            case "once" -> Divide.ONCE;
            case "per-seed" -> Divide.PER_SEED;
            default -> throw at.expected("once or per-seed");
        };
    }

    private static int count(JsonAt at, String key, int least, int absent) {
        if (!at.has(key)) {
            return absent;
        }
        JsonAt count = at.get(key);
        if (count.node().isNumber()) {
            return (int) count.wholeNumber(least, ALL - 1);
        }
        if (!count.node().isTextual() || !count.text().equals("all")) {
            throw count.expected("a number of images or 'all'");
        }
        return ALL;
    }

    ObjectNode encode(ObjectNode object) {
        object.put("set", set());
        if (folds == null) {
            put(object, "train", train);
        } else {
            object.put("folds", folds.count());
            put(object, "images", folds.images());
        }
        heldOut.encode(object);
        if (folds == null) {
            put(object, "test", test);
        }
        if (divide != Divide.ONCE) {
            object.put("divide", Checks.name(divide));
        }
        return object.setAll(SpecJson.installed().encodeRecord((Record) source));
    }

    private static void put(ObjectNode object, String key, int count) {
        if (count == ALL) {
            object.put(key, "all");
        } else {
            object.put(key, count);
        }
    }
}
