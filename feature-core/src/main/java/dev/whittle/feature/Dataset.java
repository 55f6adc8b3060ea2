package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.List;

/**
 * Labelled images, each decoded when it is read. Implementations are immutable and safe for use by several threads.
 *
 * <p>Images have 1 (gray) or 3 (RGB) bands of 8 bits.
 */
public interface Dataset {
    int size();

    /** Image {@code i}. Changing it does not change the data set. */
    Planar<GrayU8> image(int i);

    /** Class of image {@code i}, an index into {@link #classes()}. */
    int label(int i);

    /**
     * Where image {@code i} comes from, such as {@code data_batch_1.bin#17} or a file name relative to the data set.
     */
    String name(int i);

    /** Class names, in the order of the labels. */
    List<String> classes();

    /** All labels as an array. */
    default int[] labels() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i);
        }
        return labels;
    }
}
