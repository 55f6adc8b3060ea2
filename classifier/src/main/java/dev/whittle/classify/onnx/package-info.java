/** Models as ONNX files: Whittle's written, and those of others run as feature extractors. */
package dev.whittle.classify.onnx;
