package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/** Checks of label maps, and what several readers of them need. */
final class Labels {
    private Labels() {}

    /** Whether one of the four neighbours has another label. */
    static boolean isBoundary(GrayS32 labels, int x, int y) {
        int label = labels.unsafe_get(x, y);
        return (x > 0 && labels.unsafe_get(x - 1, y) != label)
                || (y > 0 && labels.unsafe_get(x, y - 1) != label)
                || (x + 1 < labels.width && labels.unsafe_get(x + 1, y) != label)
                || (y + 1 < labels.height && labels.unsafe_get(x, y + 1) != label);
    }

    /** The different labels, ascending. */
    static int[] distinct(GrayS32 map) {
        int[] all = new int[map.width * map.height];
        for (int y = 0; y < map.height; y++) {
            System.arraycopy(map.data, map.startIndex + y * map.stride, all, y * map.width, map.width);
        }
        Arrays.sort(all);
        int count = 0;
        for (int label : all) {
            if (count == 0 || label != all[count - 1]) {
                all[count++] = label;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** @throws IllegalArgumentException if there is no pixel, or a label is negative, naming it */
    static void requireLabels(GrayS32 map) {
        if (map.width < 1 || map.height < 1) {
            throw new IllegalArgumentException(
                    "A label map has at least 1x1 pixels, got " + map.width + "x" + map.height);
        }
        for (int y = 0; y < map.height; y++) {
            for (int x = 0; x < map.width; x++) {
                if (map.unsafe_get(x, y) < 0) {
                    throw new IllegalArgumentException("The label map has " + map.unsafe_get(x, y) + " at (" + x + ", "
                            + y + "), expected labels from 1, and 0 for pixels outside the segments");
                }
            }
        }
    }

    /** @throws IllegalArgumentException if the sizes differ */
    static void requireSize(GrayS32 labels, Planar<GrayU8> image) {
        if (labels.width != image.width || labels.height != image.height) {
            throw new IllegalArgumentException("The label map is " + labels.width + "x" + labels.height
                    + ", expected the size of the image, " + image.width + "x" + image.height);
        }
    }
}
