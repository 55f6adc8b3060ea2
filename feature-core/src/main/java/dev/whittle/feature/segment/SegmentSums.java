package dev.whittle.feature.segment;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.Arrays;

/** Sums over the pixels of each segment of a label map. Segments are in the order of their labels, from number 0. */
final class SegmentSums {
    private final int[] labels;
    private final int[] size;
    private final int[] perimeter;
    /** Left, top, right and bottom, the last two inclusive. */
    private final int[][] box;

    private final long[] sumX;
    private final long[] sumY;
    private final long[][] sums;
    private final double[] squares;

    /** @param image an image of the same size, or null */
    SegmentSums(GrayS32 map, Planar<GrayU8> image) {
        Labels.requireLabels(map);
        labels = Labels.distinct(map);
        int n = labels.length;
        size = new int[n];
        perimeter = new int[n];
        box = new int[n][];
        sumX = new long[n];
        sumY = new long[n];
        int bands = image == null ? 0 : image.getNumBands();
        sums = new long[bands][n];
        squares = new double[bands];
        int last = -1;
        int s = -1;
        for (int y = 0; y < map.height; y++) {
            for (int x = 0; x < map.width; x++) {
                int label = map.unsafe_get(x, y);
                if (label != last) {
                    s = Arrays.binarySearch(labels, label);
                    last = label;
                }
                add(map, s, x, y);
                for (int b = 0; b < bands; b++) {
                    int v = image.getBand(b).unsafe_get(x, y);
                    sums[b][s] += v;
                    squares[b] += v * v;
                }
            }
        }
    }

    private void add(GrayS32 map, int s, int x, int y) {
        size[s]++;
        sumX[s] += x;
        sumY[s] += y;
        int[] b = box[s];
        if (b == null) {
            box[s] = new int[] {x, y, x, y};
        } else {
            b[0] = Math.min(b[0], x);
            b[2] = Math.max(b[2], x);
            b[3] = y;
        }
        int label = labels[s];
        perimeter[s] += (x == 0 || map.unsafe_get(x - 1, y) != label ? 1 : 0)
                + (x == map.width - 1 || map.unsafe_get(x + 1, y) != label ? 1 : 0)
                + (y == 0 || map.unsafe_get(x, y - 1) != label ? 1 : 0)
                + (y == map.height - 1 || map.unsafe_get(x, y + 1) != label ? 1 : 0);
    }

    int segments() {
        return labels.length;
    }

    int label(int segment) {
        return labels[segment];
    }

    int size(int segment) {
        return size[segment];
    }

    int perimeter(int segment) {
        return perimeter[segment];
    }

    int[] box(int segment) {
        return box[segment].clone();
    }

    double meanX(int segment) {
        return sumX[segment] / (double) size[segment];
    }

    double meanY(int segment) {
        return sumY[segment] / (double) size[segment];
    }

    long sum(int segment, int band) {
        return sums[band][segment];
    }

    /** The squares of all pixels of a band, exact below 2<sup>53</sup>. */
    double squares(int band) {
        return squares[band];
    }
}
