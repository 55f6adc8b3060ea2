package com.example.plugin;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.registry.SpecProvider;
import dev.whittle.feature.registry.SpecType;
import java.util.List;

public final class Names implements SpecProvider {
    @Override
    public List<SpecType<?, ?>> types() {
        return List.of(
                new SpecType<>(
                        "mean-colour",
                        MeanColour.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "The mean of each band",
                        ""),
                new SpecType<>(
                        "nearest-mean",
                        NearestMean.class,
                        Samples.class,
                        Classifier.class,
                        "The class whose mean is nearest",
                        ""));
    }
}
