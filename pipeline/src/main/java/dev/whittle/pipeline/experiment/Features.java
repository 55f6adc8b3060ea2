package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One feature of all images of a plan. If the extractor does not depend on data, features are extracted once for all
 * seeds. Otherwise they are extracted for each seed, by an extractor fitted to that seed's training images. Tables that
 * are larger than the store's memory are kept in files and transformed range by range, with the same values.
 */
final class Features {
    /** The transformed tables of one seed, with the fitted extractor and transforms. */
    record OfSeed(
            FeatureExtractor extractor,
            List<Transform> transforms,
            Rows train,
            Rows validation,
            Rows test,
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

    /** @param keys null if nothing is kept */
    Features(Experiment.Feature feature, Plan plan, FeatureStore store, RunKey keys, Run run) {
        this.feature = feature;
        this.plan = plan;
        this.store = store;
        this.keys = keys;
        this.run = run;
    }

    OfSeed of(SeedSplit split) throws IOException {
        Run seeded = run.withSeed(split.seed());
        long start = System.nanoTime();
        FeatureExtractor extractor = feature.spec().fit(split.train(), seeded);
        double fitSeconds = (System.nanoTime() - start) / 1e9;
        Extracted extracted = feature.spec().needsData() ? ofSeed(extractor, split) : ofAllSeeds(extractor, split);

        boolean inMemory = extracted.inMemory();
        Rows trainRows = extracted.train();
        Rows validationRows = extracted.validation();
        Rows testRows = extracted.test();
        List<Transform> transforms = new ArrayList<>();
        for (var spec : feature.transforms()) {
            start = System.nanoTime();
            Transform transform = spec.fit(trainRows, seeded);
            fitSeconds += (System.nanoTime() - start) / 1e9;
            inMemory &= store.fits(images(split) * (trainRows.columns() + transform.columns(trainRows.columns())));
            trainRows = transformed(transform, trainRows, inMemory);
            validationRows = transformed(transform, validationRows, inMemory);
            testRows = transformed(transform, testRows, inMemory);
            transforms.add(transform);
        }
        if (!inMemory && !transforms.isEmpty()) {
            trainRows = onDisk("transformed train", split.seed(), trainRows);
            validationRows = onDisk("transformed validation", split.seed(), validationRows);
            testRows = onDisk("transformed test", split.seed(), testRows);
        }
        return new OfSeed(
                extractor, transforms, trainRows, validationRows, testRows, fitSeconds, extracted.msPerImage());
    }

    /** Deletes the files of a finished seed. */
    void seedIsDone() throws IOException {
        delete(seedFiles);
    }

    /** Deletes the files of this feature. */
    void featureIsDone() throws IOException {
        delete(seedFiles);
        delete(sharedFiles);
    }

    private void delete(List<String> files) throws IOException {
        for (String file : files) {
            store.delete(file);
        }
        files.clear();
    }

    private long images(SeedSplit split) {
        return (long) split.train().size()
                + split.validation().size()
                + plan.data().test().size();
    }

    private Extracted ofSeed(FeatureExtractor extractor, SeedSplit split) throws IOException {
        boolean inMemory =
                store.fits(images(split) * extractor.length(split.train().image(0)));
        return new Extracted(
                extract(extractor, split.train(), "train", split.seed(), inMemory),
                extract(extractor, split.validation(), "validation", split.seed(), inMemory),
                extract(extractor, plan.data().test(), "test", split.seed(), inMemory),
                inMemory,
                msPerImage(extractor));
    }

    private Extracted ofAllSeeds(FeatureExtractor extractor, SeedSplit split) throws IOException {
        boolean inMemory =
                store.fits(images(split) * extractor.length(split.train().image(0)));
        if (pool == null) {
            pool = extract(extractor, plan.data().train(), "pool", null, inMemory);
            test = extract(extractor, plan.data().test(), "test", null, inMemory);
            msPerImage = msPerImage(extractor);
        }
        Rows train = pool.select(split.train().indices());
        Rows validation = pool.select(split.validation().indices());
        return new Extracted(
                inMemory ? store.inMemory(train) : train,
                inMemory ? store.inMemory(validation) : validation,
                test,
                inMemory,
                msPerImage);
    }

    private Rows transformed(Transform transform, Rows rows, boolean inMemory) {
        if (rows.rows() == 0) {
            return new Matrix(0, transform.columns(rows.columns()));
        }
        return inMemory ? transform.apply(rows, run) : transform.view(rows, run);
    }

    private Rows onDisk(String table, Long seed, Rows rows) throws IOException {
        if (rows.rows() == 0) {
            return rows;
        }
        String key = keys == null
                ? FolderNames.slug(feature.name() + " " + table + " " + seed)
                : keys.ofTable(feature, table, seed);
        (seed == null ? sharedFiles : seedFiles).add(key);
        return store.onDisk(key, rows);
    }

    private Rows extract(FeatureExtractor extractor, Dataset images, String table, Long seed, boolean inMemory)
            throws IOException {
        if (images.size() == 0) {
            return new Matrix(0, extractor.length(plan.data().train().image(0)));
        }
        Rows extracted = extractor.rows(images, run);
        Rows rows = new ComputedRows(extracted.rows(), extracted.columns(), (row, n, to, at) -> {
            extracted.read(row, n, to, at);
            Finite.check("features of '" + feature.name() + "'", to, at, n, extracted.columns(), row);
        });
        return inMemory ? store.inMemory(rows) : onDisk(table, seed, rows);
    }

    /**
     * Measures the time to extract the feature of one decoded image on one thread. It is called after all images were
     * extracted, so that the code is compiled. Some decoded images are then extracted for at least {@link
     * #TIMED_SECONDS}.
     */
    private double msPerImage(FeatureExtractor extractor) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < Math.min(TIMED_IMAGES, plan.data().test().size()); i++) {
            images.add(plan.data().test().image(i));
        }
        float[] row = new float[extractor.length(images.get(0))];
        long start = System.nanoTime();
        long extracted = 0;
        double seconds;
        do {
            for (Planar<GrayU8> image : images) {
                extractor.extract(image, row, 0, run);
            }
            extracted += images.size();
            seconds = (System.nanoTime() - start) / 1e9;
        } while (seconds < TIMED_SECONDS);
        return 1e3 * seconds / extracted;
    }
}
