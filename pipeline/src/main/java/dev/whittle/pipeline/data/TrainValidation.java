package dev.whittle.pipeline.data;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;

/** Training data cut in two: what is learned from, and what decides between settings. No image is in both. */
public record TrainValidation(Dataset train, Dataset validation) {
    /**
     * Takes {@code validationSize} images, chosen by {@link Subset#stratified} with the purpose {@code "validation split"},
     * out of training data. Both parts keep the order of the images.
     *
     * @param validationSize 1 to {@code train.size() - 1}
     */
    public static TrainValidation of(Dataset train, int validationSize, Run run) {
        if (validationSize < 1 || validationSize >= train.size()) {
            throw new IllegalArgumentException("Of " + train.size() + " training images 1 to " + (train.size() - 1)
                    + " can be set aside for validation, got " + validationSize);
        }
        Subset validation = Subset.stratified(train, validationSize, run, "validation split");
        return new TrainValidation(validation.complement(), validation);
    }
}
