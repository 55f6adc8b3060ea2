package dev.whittle.pipeline.experiment;

/**
 * How many corrupted test images a run of a cell classified as what they are.
 *
 * @param correct how many
 */
public record CorruptedCount(Corruptions.Case kind, int correct) {}
