package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.CodedRows;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One feature of all images of a plan. If the extractor does not depend on data, features are extracted once for all
 * seeds. Otherwise they are extracted for each seed, by an extractor fitted to that seed's training images. Tables that
 * are larger than the store's memory are kept in files and transformed range by range, with the same values.
 */
final class Features {
    /**
     * The tables of one seed, transformed, and what made them.
     *
     * @param train as heads are fitted to it: coded, if the feature is compressed
     * @param validation as heads are evaluated on it
     * @param validationToFit as heads are fitted to it together with {@code train}; coded if that is
     * @param test without rows for an inner fold, which is not tested
     * @param sha256 the hash of the tables of training, validation and test images; null for an inner fold
     * @param warnings what was warned of while they were made
     * @param valuesInMemory how many values of this feature are in memory while a head is trained
     */
    record OfSeed(
            FeatureExtractor extractor,
            List<Transform> transforms,
            Rows train,
            Rows validation,
            Rows validationToFit,
            Rows test,
            String sha256,
            List<String> warnings,
            long valuesInMemory,
            double fitSeconds,
            double extractMsPerImage) {}

    /** Extracted features, not transformed, and how long it took. @param inMemory whether they are matrices */
    private record Extracted(Rows train, Rows validation, Rows test, boolean inMemory, double msPerImage) {}

    private static final int TIMED_IMAGES = 50;
    private static final double TIMED_SECONDS = 0.05;

    private final Experiment.Feature feature;
    private final Plan plan;
    private final FeatureStore store;
    /** Null if nothing is kept. */
    private final RunKey keys;

    private final Run run;
    private Rows pool;
    private Rows test;
    private double msPerImage;
    private final List<String> sharedFiles = new ArrayList<>();
    private final List<String> seedFiles = new ArrayList<>();
    private final List<String> innerFiles = new ArrayList<>();
    private final List<String> changedFiles = new ArrayList<>();

    /** @param keys null if nothing is kept */
    Features(Experiment.Feature feature, Plan plan, FeatureStore store, RunKey keys, Run run) {
        this.feature = feature;
        this.plan = plan;
        this.store = store;
        this.keys = keys;
        this.run = run;
    }

    /** The plan whose images these are. */
    Plan plan() {
        return plan;
    }

    Experiment.Feature feature() {
        return feature;
    }

    OfSeed of(SeedSplit split) throws IOException {
        Recorder recorder = new Recorder(run);
        Run seeded = run.withSeed(split.seed()).withProgress(recorder);
        long start = System.nanoTime();
        FeatureExtractor extractor = feature.spec().fit(split.train(), seeded);
        double fitSeconds = recorder.secondsBefore() + (System.nanoTime() - start) / 1e9;
        Extracted extracted = feature.spec().needsData() ? ofSeed(extractor, split) : ofAllSeeds(extractor, split);

        boolean inMemory = extracted.inMemory();
        boolean changed = false;
        Rows trainRows = extracted.train();
        Rows validationRows = extracted.validation();
        Rows testRows = extracted.test();
        checkTransforms(feature, trainRows.rows(), OptionalInt.of(trainRows.columns()));
        List<Transform> transforms = new ArrayList<>();
        long extractedValues = extractedValues(plan, feature, trainRows.columns());
        long before = 0;
        for (var spec : Compression.transformsBefore(feature.transforms())) {
            start = System.nanoTime();
            Transform transform = spec.fit(trainRows, seeded);
            fitSeconds += (System.nanoTime() - start) / 1e9;
            transforms.add(transform);
            int columns = transform.columns(trainRows.columns());
            long after = images(plan) * columns;
            inMemory &= store.fits(extractedValues + before + after + joinedValues(plan, feature, columns));
            before = after;
            changed = true;
            trainRows = transformed(transform, trainRows, inMemory);
            validationRows = transformed(transform, validationRows, inMemory);
            testRows = transformed(transform, testRows, inMemory);
        }
        if (!inMemory && changed) {
            trainRows = onDisk("transformed train", split, trainRows);
            validationRows = onDisk("transformed validation", split, validationRows);
            testRows = onDisk("transformed test", split, testRows);
        }
        long values = extracted.inMemory() ? extractedValues : 0;
        if (changed) {
            // Of what was transformed only the pool, which is for all seeds, is still needed.
            values = pool == null || !extracted.inMemory() ? 0 : images(plan) * pool.columns();
            values += inMemory ? before : 0;
        }
        Rows validationToFit = validationRows;
        Optional<Compression> compression = Compression.last(feature.transforms());
        if (compression.isPresent()) {
            transforms.add(compression.get().fit(trainRows, seeded));
            start = System.nanoTime();
            Compression.Coder coder = compression.get().learn(trainRows, seeded);
            fitSeconds += (System.nanoTime() - start) / 1e9;
            CodedRows coded = coder.code(trainRows, run);
            validationToFit = joinedValues(plan, feature, 1) > 0 ? coder.code(validationRows, run) : validationRows;
            // The rows that were coded are released, unless they are the pool.
            boolean released = inMemory && (changed || pool == null);
            values += coded.bytes() / 4 - (released ? (long) trainRows.rows() * trainRows.columns() : 0);
            trainRows = coded;
        } else {
            values += inMemory ? joinedValues(plan, feature, trainRows.columns()) : 0;
        }
        return new OfSeed(
                extractor,
                transforms,
                trainRows,
                validationRows,
                validationToFit,
                testRows,
                split.inner() == null ? Hashes.of(trainRows, validationRows, testRows) : null,
                recorder.warnings(),
                values,
                fitSeconds,
                extracted.msPerImage());
    }

    /**
     * Checks that transforms have the training images that they learn from, and the memory.
     *
     * @param rows how many training images there are
     * @param length the values of a row before the transforms; empty if not known
     * @return the values of a row after them; empty if not known before anything is learned
     * @throws IllegalArgumentException if there are too few images, or too little memory, or a transform cannot be
     *     fitted to such rows
     */
    static OptionalInt checkTransforms(Experiment.Feature feature, int rows, OptionalInt length) {
        try {
            return LearnedSize.check(feature.transforms(), rows, length, Specs.installed()::nameOf);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("feature '" + feature.name() + "': " + e.getMessage(), e);
        }
    }

    /**
     * The features of changed test images, transformed as those of the images as they are. They are in memory or in a
     * file until {@link #changedIsDone}.
     *
     * @param kind what was changed, for messages
     */
    Rows ofChanged(OfSeed ofSeed, SeedSplit split, String kind, Dataset images) throws IOException {
        String name = feature.name() + ", " + split.of().text() + ", " + kind;
        Run named = run.withProgress(new Progress() {
            @Override
            public void step(String stage, long done, long total) {
                run.progress(name + ": " + stage, done, total);
            }

            @Override
            public void warning(String text) {
                run.warn(name + ": " + text);
            }
        });
        Rows rows = ComputedRows.checked(
                ofSeed.extractor().rows(images, named), "features of '" + feature.name() + "', " + kind);
        int plain = Compression.transformsBefore(feature.transforms()).size();
        for (Transform transform : ofSeed.transforms().subList(0, plain)) {
            rows = transform.view(rows, run);
        }
        return store.fits(ofSeed.valuesInMemory() + (long) rows.rows() * rows.columns())
                ? store.inMemory(rows)
                : onDisk("test " + kind, split, rows, changedFiles);
    }

    /** Deletes the file of the changed images, if there is one. */
    void changedIsDone() throws IOException {
        delete(changedFiles);
    }

    /** Deletes the files of an inner fold. */
    void innerIsDone() throws IOException {
        delete(innerFiles);
    }

    /** Deletes the files of a finished seed, or of a number of images of it. */
    void seedIsDone() throws IOException {
        delete(seedFiles);
    }

    /** Deletes the files of this feature. */
    void featureIsDone() throws IOException {
        delete(innerFiles);
        delete(seedFiles);
        delete(sharedFiles);
    }

    private void delete(List<String> files) throws IOException {
        for (String file : files) {
            store.delete(file);
        }
        files.clear();
    }

    static long images(Plan plan) {
        return (long) plan.data().train().size() + plan.data().test().size();
    }

    /**
     * How many values there are once a feature is extracted for a seed. Where the images of all seeds are extracted
     * once, and some are held out for validation or fewer are trained on, those of a seed are copies. So are those of
     * inner folds.
     */
    static long extractedValues(Plan plan, Experiment.Feature feature, long length) {
        boolean copied = !feature.spec().needsData()
                && (plan.validation() > 0 || !plan.fewerImages().isEmpty());
        return (images(plan)
                        + (copied || plan.heldOut().folds() > 0
                                ? plan.data().train().size()
                                : 0))
                * length;
    }

    /** How many values {@link Training} copies to fit the chosen candidate to training and validation images. */
    static long joinedValues(Plan plan, Experiment.Feature feature, long columns) {
        boolean joined = plan.validation() > 0
                && plan.heads(feature).stream()
                        .anyMatch(head -> head.candidates().size() > 1);
        return joined ? plan.data().train().size() * columns : 0;
    }

    /** Whether extracted features are in memory. */
    static boolean inMemory(Plan plan, Experiment.Feature feature, long length, FeatureStore store) {
        // With transforms what is joined are transformed features, which are decided on when their length is known.
        long joined = feature.transforms().isEmpty() ? joinedValues(plan, feature, length) : 0;
        return store.fits(extractedValues(plan, feature, length) + joined);
    }

    private Extracted ofSeed(FeatureExtractor extractor, SeedSplit split) throws IOException {
        boolean inMemory =
                inMemory(plan, feature, extractor.length(split.train().image(0)), store);
        return new Extracted(
                extract(extractor, split.train(), "train", split, inMemory),
                extract(extractor, split.validation(), "validation", split, inMemory),
                split.inner() == null
                        ? extract(extractor, plan.data().test(), "test", split, inMemory)
                        : noRows(extractor),
                inMemory,
                split.inner() == null ? msPerImage(extractor) : 0);
    }

    private Extracted ofAllSeeds(FeatureExtractor extractor, SeedSplit split) throws IOException {
        boolean inMemory =
                inMemory(plan, feature, extractor.length(split.train().image(0)), store);
        if (pool == null) {
            pool = extract(extractor, plan.data().train(), "pool", null, inMemory);
            test = extract(extractor, plan.data().test(), "test", null, inMemory);
            msPerImage = msPerImage(extractor);
        }
        // Without validation a seed has all images, in their order, unless they are fewer.
        boolean all = split.train().size() == pool.rows();
        Rows train = all ? pool : pool.select(split.train().indices());
        Rows validation = pool.select(split.validation().indices());
        return new Extracted(
                inMemory ? store.inMemory(train) : train,
                inMemory ? store.inMemory(validation) : validation,
                split.inner() == null ? test : noRows(extractor),
                inMemory,
                msPerImage);
    }

    private Rows noRows(FeatureExtractor extractor) {
        return new Matrix(0, extractor.length(plan.data().train().image(0)));
    }

    private Rows transformed(Transform transform, Rows rows, boolean inMemory) {
        if (rows.rows() == 0) {
            return new Matrix(0, transform.columns(rows.columns()));
        }
        return inMemory ? transform.apply(rows, run) : transform.view(rows, run);
    }

    private Rows onDisk(String table, SeedSplit split, Rows rows) throws IOException {
        return onDisk(table, split, rows, split == null ? sharedFiles : split.inner() == null ? seedFiles : innerFiles);
    }

    private Rows onDisk(String table, SeedSplit split, Rows rows, List<String> files) throws IOException {
        if (rows.rows() == 0) {
            return rows;
        }
        String key = keys == null
                ? FolderNames.slug(feature.name()) + "-" + FolderNames.slug(table + " " + named(split))
                : keys.ofTable(feature, table, split);
        files.add(key);
        return store.onDisk(key, rows);
    }

    private static String named(SeedSplit split) {
        return split == null
                ? "all seeds"
                : split.of().text() + " " + split.images() + " " + split.imagesOf()
                        + (split.inner() == null ? "" : " inner " + split.inner());
    }

    private Rows extract(FeatureExtractor extractor, Dataset images, String table, SeedSplit split, boolean inMemory)
            throws IOException {
        if (images.size() == 0) {
            return noRows(extractor);
        }
        Rows rows = ComputedRows.checked(extractor.rows(images, run), "features of '" + feature.name() + "'");
        return inMemory ? store.inMemory(rows) : onDisk(table, split, rows);
    }

    /**
     * Measures the time to extract the feature of one decoded image on one thread. It is called after all images were
     * extracted, so that the code is compiled. Some decoded images are then extracted again and again for at least
     * {@link #TIMED_SECONDS}; the quickest time counts, since other work on the machine only makes it longer.
     */
    private double msPerImage(FeatureExtractor extractor) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < Math.min(TIMED_IMAGES, plan.data().test().size()); i++) {
            images.add(plan.data().test().image(i));
        }
        float[] row = new float[extractor.length(images.get(0))];
        double quickest = Double.POSITIVE_INFINITY;
        double all = 0;
        while (all < TIMED_SECONDS) {
            long start = System.nanoTime();
            for (Planar<GrayU8> image : images) {
                extractor.extract(image, row, 0, run);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            quickest = Math.min(quickest, seconds);
            all += seconds;
        }
        return 1e3 * quickest / images.size();
    }
}
