package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import dev.whittle.feature.Transform;
import dev.whittle.pipeline.data.Splits;
import dev.whittle.pipeline.data.Subset;
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
            start = System.nanoTime();
            train = extract(extractor, trainImages);
            validation = extract(extractor, fold.validation());
            test = extract(extractor, data.test());
            int images = train.rows() + validation.rows() + test.rows();
            msPerImage = (System.nanoTime() - start) / 1e6 / images;
        } else {
            if (shared == null) {
                start = System.nanoTime();
                Matrix pool = extract(extractor, data.train());
                Matrix testFeatures = extract(extractor, data.test());
                shared = new Extracted(
                        pool, testFeatures, (System.nanoTime() - start) / 1e6 / (pool.rows() + testFeatures.rows()));
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

    private Matrix extract(FeatureExtractor extractor, Dataset images) {
        if (images.size() == 0) {
            return new Matrix(0, extractor.length(data.train().image(0)));
        }
        return extractor.extractAll(images, run).requireFinite("features of '" + feature.name() + "'");
    }
}
