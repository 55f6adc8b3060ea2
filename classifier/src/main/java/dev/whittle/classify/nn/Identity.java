package dev.whittle.classify.nn;

/** x itself. It shows that a network of linear layers without activations is linear. */
public final class Identity extends PassThrough {}
