package dev.whittle.pipeline.experiment;

/** One iteration of training, as in {@link dev.whittle.feature.Progress#iteration}. */
public record CurvePoint(int iteration, double objective, double accuracy) {}
