package dev.whittle.feature.color;

import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The steps of {@link MedianCut} on lists of pixels, one step after another. */
final class NaiveMedianCut {
    private NaiveMedianCut() {}

    /** The pixels of each box. */
    static List<List<int[]>> boxes(Matrix pixels, int colors) {
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < pixels.rows(); i++) {
            all.add(new int[] {(int) pixels.get(i, 0), (int) pixels.get(i, 1), (int) pixels.get(i, 2)});
        }
        List<List<int[]>> boxes = new ArrayList<>(List.of(all));
        while (boxes.size() < colors) {
            int chosen = -1;
            for (int i = 0; i < boxes.size(); i++) {
                boolean divisible = longest(boxes.get(i))[1] > 0;
                if (divisible
                        && (chosen < 0
                                || boxes.get(i).size() > boxes.get(chosen).size())) {
                    chosen = i;
                }
            }
            if (chosen < 0) {
                return boxes;
            }
            List<int[]> box = boxes.get(chosen);
            int band = longest(box)[0];
            int[] sorted = box.stream().mapToInt(p -> p[band]).sorted().toArray();
            int median = sorted[(sorted.length - 1) / 2];
            int cut = median == sorted[sorted.length - 1] ? median - 1 : median;
            boxes.set(chosen, box.stream().filter(p -> p[band] <= cut).toList());
            boxes.add(box.stream().filter(p -> p[band] > cut).toList());
        }
        return boxes;
    }

    /** The band of the longest side, and its length. */
    private static int[] longest(List<int[]> box) {
        int[] longest = {0, 0};
        for (int band = 0; band < 3; band++) {
            int b = band;
            int most = box.stream().mapToInt(p -> p[b]).max().orElseThrow();
            int least = box.stream().mapToInt(p -> p[b]).min().orElseThrow();
            if (most - least > longest[1]) {
                longest = new int[] {band, most - least};
            }
        }
        return longest;
    }

    /** The mean of a box as {@code red << 16 | green << 8 | blue}. */
    static int mean(List<int[]> box) {
        int color = 0;
        for (int band = 0; band < 3; band++) {
            int b = band;
            double mean = box.stream().mapToInt(p -> p[b]).average().orElseThrow();
            color = color << 8 | (int) Math.floor(mean + 0.5);
        }
        return color;
    }
}
