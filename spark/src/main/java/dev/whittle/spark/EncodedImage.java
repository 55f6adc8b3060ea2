package dev.whittle.spark;

import java.io.Serializable;

/**
 * An image as it lies in its file.
 *
 * @param name its path relative to the data set, with slashes, or the value of a column
 * @param label the name of its class; null if it has none
 * @param bytes the contents of the file; null if it cannot be read
 * @param problem why it cannot be read; null if it can
 */
record EncodedImage(String name, String label, byte[] bytes, String problem) implements Serializable {}
