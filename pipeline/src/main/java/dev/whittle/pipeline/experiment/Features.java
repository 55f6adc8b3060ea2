package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of one experiment's images under one feature definition. Where the extractor does not depend on data, images
 * are extracted once for all seeds; else once a seed, by an extractor fitted to that seed's training images.
 */
final class Features {
    /** The matrices of one seed, transformed, and what made them. */
    record OfSeed(
            FeatureExtractor extractor,
            List<Transform> transforms,
            Matrix train,
            Matrix validation,
            Matrix test,
            double fitSeconds,
            double extractMsPerImage) {}

    /** Raw features of images, and how long a thing took. */
    private record Extracted(Matrix pool, Matrix test, double msPerImage) {}

    private static final int TIMED_IMAGES = 50;
    private static final double TIMED_SECONDS = 0.05;

    private final Experiment.Feature feature;
    private final Splits data;
    private final Run run;
    private Extracted shared;

    Features(Experiment.Feature feature, Splits data, Run run) {
        this.feature = feature;
        this.data = data;
        this.run = run;
    }

    OfSeed of(Fold fold) {
        Run seeded = run.withSeed(fold.seed());
        Subset trainImages = fold.train();
        long start = System.nanoTime();
        FeatureExtractor extractor = feature.spec().fit(trainImages, seeded);
        double fitSeconds = (System.nanoTime() - start) / 1e9;

        Matrix train;
        Matrix validation;
        Matrix test;
        double msPerImage;
        if (feature.spec().needsData()) {
            train = extract(extractor, trainImages);
            validation = extract(extractor, fold.validation());
            test = extract(extractor, data.test());
            msPerImage = msPerImage(extractor);
        } else {
            if (shared == null) {
                shared = new Extracted(
                        extract(extractor, data.train()), extract(extractor, data.test()), msPerImage(extractor));
            }
            train = shared.pool.selectRows(fold.train().indices());
            validation = shared.pool.selectRows(fold.validation().indices());
            test = shared.test;
            msPerImage = shared.msPerImage;
        }

        List<Transform> transforms = new ArrayList<>();
        for (var spec : feature.transforms()) {
            start = System.nanoTime();
            Transform transform = spec.fit(train, seeded);
            fitSeconds += (System.nanoTime() - start) / 1e9;
            train = transform.apply(train, run);
            validation = transform.apply(validation, run);
            test = transform.apply(test, run);
            transforms.add(transform);
        }
        return new OfSeed(extractor, transforms, train, validation, test, fitSeconds, msPerImage);
    }

    /**
     * The time to extract one image on one thread, decoding left out: after all images were extracted, so that the code is warm, some
     * decoded images are extracted for at least {@link #TIMED_SECONDS}.
     */
    private double msPerImage(FeatureExtractor extractor) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int i = 0; i < Math.min(TIMED_IMAGES, data.test().size()); i++) {
            images.add(data.test().image(i));
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

    private Matrix extract(FeatureExtractor extractor, Dataset images) {
        if (images.size() == 0) {
            return new Matrix(0, extractor.length(data.train().image(0)));
        }
        return extractor.extractAll(images, run).requireFinite("features of '" + feature.name() + "'");
    }
}
