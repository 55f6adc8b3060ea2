package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.Serializable;

/**
 * An image as it lies in its file.
 *
 * @param name its path relative to the data set, with slashes, or the value of a column
 * @param label the name of its class; null if it has none
 * @param bytes the contents of the file; null if it cannot be read
 * @param problem why it cannot be read; null if it can
 */
record EncodedImage(String name, String label, byte[] bytes, String problem) implements Serializable {
    /** The label of an image in folders of classes: the first component of its name; null if that is the only one. */
    static String labelOf(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? null : name.substring(0, slash);
    }

    /** The same without the contents, which take memory. */
    EncodedImage withoutBytes() {
        return new EncodedImage(name, label, null, problem);
    }

    /**
     * Decodes the image.
     *
     * @param maxPixels how many pixels it may have
     * @throws IOException if it cannot be read or decoded, or the memory is too small for it, with its name
     */
    Planar<GrayU8> decode(long maxPixels) throws IOException {
        if (problem != null) {
            throw new IOException(name + ": " + problem);
        }
        try {
            return ImageFile.read(bytes, name, maxPixels, note -> {});
        } catch (OutOfMemoryError e) {
            // It names the image, and another image may well fit.
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Why it cannot be used, without its name, by what its decoding or its feature has thrown. */
    String reason(Exception thrown) {
        return new LeftOut(name, String.valueOf(thrown.getMessage())).shortReason();
    }
}
