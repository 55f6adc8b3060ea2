package dev.whittle.pipeline.experiment;

/**
 * How long one run of a cell took.
 *
 * @param fitFeatureSeconds to fit the extractor and the transforms
 * @param extractMsPerImage to extract one decoded image on one thread
 * @param trainSeconds to train the head, all candidates together
 * @param predictMsPerImage to score one test image
 * @param threads the number of threads
 * @param kernels the kernels that were used
 */
public record RunTiming(
        double fitFeatureSeconds,
        double extractMsPerImage,
        double trainSeconds,
        double predictMsPerImage,
        int threads,
        String kernels) {}
