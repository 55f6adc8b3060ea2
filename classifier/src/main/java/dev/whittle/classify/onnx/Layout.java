package dev.whittle.classify.onnx;

/** The order of the dimensions of a network's input: N images, C bands, H rows, W columns. */
public enum Layout {
    NCHW,
    NHWC
}
