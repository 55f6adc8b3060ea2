package dev.whittle.classify.nn;

/** x itself: a network of linear layers without activations is linear, which this shows. */
public final class Identity extends PassThrough {}
