package dev.whittle.pipeline.experiment;

/**
 * What the negative controls of a run found, see {@link NegativeControls}; each is null where it was not computed.
 *
 * @param shuffledLabels of the head trained on shuffled labels
 * @param constantImage of the head as it is, with one constant image in place of every test image
 * @param untrainedFeature of the head on a network's layer that was not trained
 * @param untrainedHead of the head's network before training
 */
public record ControlResults(
        ShuffledLabelsResult shuffledLabels,
        ConstantImageResult constantImage,
        UntrainedResult untrainedFeature,
        UntrainedResult untrainedHead) {
    static final ControlResults NONE = new ControlResults(null, null, null, null);
}
