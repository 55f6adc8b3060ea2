package dev.whittle.classify.model;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Transform;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.table.Rows;
import java.util.List;

/**
 * The contents of a model file.
 *
 * @param images the shape of images; null for a model of tables
 * @param fit how images of another size get that of {@code images}; null if they are refused
 * @param features null for a model of tables
 * @param transforms may be empty
 * @param head never null
 * @param classes their names; may be empty for a model of tables
 * @param columns how many values a row has before the transforms
 */
record SavedParts(
        ImageShape images,
        Fit fit,
        Part<Dataset, FeatureExtractor> features,
        List<Part<Rows, Transform>> transforms,
        Part<Samples, Classifier> head,
        List<String> classes,
        int columns) {}
