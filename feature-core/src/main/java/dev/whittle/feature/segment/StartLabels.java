package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import java.util.Arrays;

/** The label map that a run begins with. Its labels above 0, in their order, are made 1, 2, 3 …. */
final class StartLabels {
    /** The different labels above 0, ascending. */
    private final int[] given;
    /** Where the pixels of each new label begin in {@link #sorted}, and at the end how many there are. */
    private final int[] from;

    private final int[] sorted;

    StartLabels(GrayS32 map) {
        Labels.requireLabels(map);
        given = Arrays.stream(Labels.distinct(map)).filter(label -> label > 0).toArray();
        if (given.length == 0) {
            throw new IllegalArgumentException("The label map has no label above 0, so there is nothing to split");
        }
        int[] labels = newLabels(map);
        from = new int[given.length + 2];
        for (int label : labels) {
            if (label > 0) {
                from[label + 1]++;
            }
        }
        for (int label = 1; label <= given.length; label++) {
            from[label + 1] += from[label];
        }
        sorted = sorted(labels);
    }

    int count() {
        return given.length;
    }

    /** Where the pixels of a new label begin in {@link #sorted}. */
    int from(int label) {
        return from[label];
    }

    /** The numbers of the pixels above 0, y·width + x, sorted by their labels, each in raster order. */
    int[] sorted() {
        return sorted;
    }

    /** The new label of each pixel in raster order, or 0. */
    private int[] newLabels(GrayS32 map) {
        int[] labels = new int[map.width * map.height];
        for (int y = 0; y < map.height; y++) {
            int last = 0;
            int lastNew = 0;
            for (int x = 0; x < map.width; x++) {
                int label = map.unsafe_get(x, y);
                if (label != last) {
                    last = label;
                    lastNew = label == 0 ? 0 : Arrays.binarySearch(given, label) + 1;
                }
                labels[y * map.width + x] = lastNew;
            }
        }
        return labels;
    }

    private int[] sorted(int[] labels) {
        int[] next = from.clone();
        int[] pixels = new int[from[given.length + 1]];
        for (int p = 0; p < labels.length; p++) {
            if (labels[p] > 0) {
                pixels[next[labels[p]]++] = p;
            }
        }
        return pixels;
    }
}
