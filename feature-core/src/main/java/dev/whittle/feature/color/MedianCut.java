package dev.whittle.feature.color;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Median cut (Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982, section 3.2): each colour
 * of the palette stands for about as many pixels of the training images.
 *
 * <ol>
 *   <li>Begin with a box of all drawn pixels.
 *   <li>Of the boxes with two colours or more, take the one with the most pixels; of equal ones, the one of the lowest
 *       number.
 *   <li>Shrink it to its pixels and take its longest side; of equal ones, red before green before blue.
 *   <li>Cut it at the median m, the least value that at least half of its pixels do not exceed. If m is the largest
 *       value, cut at the next smaller whole number, so that both parts have pixels. Pixels up to the cut stay in the
 *       box, and the others are a new box with the next number.
 *   <li>Repeat this until there are as many boxes as colours.
 *   <li>The colour of a box is the mean of its pixels, rounded to nearest, halves up.
 * </ol>
 *
 * <p>The nearest colour stands for a pixel, see {@link NearestColors}. Heckbert reduces pixels to 5 bits of a band
 * first; here they keep 8. Pillow's {@code quantize} cuts boxes in another order, so its palettes differ. If the drawn
 * pixels have fewer colours than asked for, the last colour is repeated, and a warning says so.
 *
 * @param colors number of colours, 1 to {@value NearestColors#MOST}
 * @param samples number of pixels that are drawn from the training images, at least 1, see {@link PixelSample}
 */
public record MedianCut(int colors, int samples) implements Spec<Dataset, Palette>, LearnedColors {
    public MedianCut {
        Checks checks = new Checks("Median cut");
        checks.refuse(
                colors < 1 || colors > NearestColors.MOST,
                "colors must be 1 to " + NearestColors.MOST + ", got " + colors);
        checks.atLeast(1, "samples", samples);
        checks.report();
    }

    /** 64 colours of 100,000 pixels. */
    public static MedianCut defaults() {
        return new MedianCut(64, 100_000);
    }

    @Override
    public Palette fit(Dataset train, Run run) {
        Boxes boxes = new Boxes(PixelSample.draw(train, samples, run));
        while (boxes.list.size() < colors && boxes.split()) {
            run.progress("median cut", boxes.list.size(), colors);
        }
        int different = boxes.list.size();
        if (different < colors) {
            run.warn("Median cut: the " + samples + " drawn pixels have only " + different + " of " + colors
                    + " colours; take fewer colors, or more samples");
        }
        Matrix all = new Matrix(colors, 3);
        for (int c = 0; c < colors; c++) {
            boxes.writeMean(boxes.list.get(Math.min(c, different - 1)), all.data(), c * 3);
        }
        return new NearestColors(all);
    }

    /** The pixels, their colours twice, and how many pixels each colour has. */
    @Override
    public long heapBytes() {
        return 3L * (Float.BYTES + Integer.BYTES) * samples;
    }

    @Override
    public Palette restore(NamedArrays arrays, Run run) {
        return NearestColors.restore(arrays, colors);
    }

    /** Colours {@code from} to {@code to - 1}, and how many pixels they are. */
    private record Box(int from, int to, long pixels) {}

    /** The different colours of pixels, box by box. */
    private static final class Boxes {
        /** {@code red << 16 | green << 8 | blue}, all different. */
        private final int[] colors;
        /** The number of pixels of each colour. */
        private final int[] counts;

        private final List<Box> list = new ArrayList<>();

        Boxes(Matrix pixels) {
            int[] all = new int[pixels.rows()];
            for (int i = 0; i < all.length; i++) {
                float[] p = pixels.data();
                all[i] = (int) p[3 * i] << 16 | (int) p[3 * i + 1] << 8 | (int) p[3 * i + 2];
            }
            Arrays.sort(all);
            colors = new int[all.length];
            counts = new int[all.length];
            int n = 0;
            for (int i = 0; i < all.length; i++) {
                if (i == 0 || all[i] != all[i - 1]) {
                    colors[n++] = all[i];
                }
                counts[n - 1]++;
            }
            list.add(new Box(0, n, all.length));
        }

        /** Cuts the box with the most pixels. Returns whether there was one with two colours or more. */
        boolean split() {
            int largest = -1;
            for (int i = 0; i < list.size(); i++) {
                Box box = list.get(i);
                if (box.to - box.from > 1 && (largest < 0 || box.pixels > list.get(largest).pixels)) {
                    largest = i;
                }
            }
            if (largest < 0) {
                return false;
            }
            Box box = list.get(largest);
            int shift = longestSide(box);
            int cut = cut(box, shift);
            int end = partition(box, shift, cut);
            long pixels = 0;
            for (int i = box.from; i < end; i++) {
                pixels += counts[i];
            }
            list.set(largest, new Box(box.from, end, pixels));
            list.add(new Box(end, box.to, box.pixels - pixels));
            return true;
        }

        /** Where the band of the longest side lies in a colour. */
        private int longestSide(Box box) {
            int longest = 0;
            int shiftOfLongest = 16;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int least = 255;
                int most = 0;
                for (int i = box.from; i < box.to; i++) {
                    int v = colors[i] >> shift & 0xFF;
                    least = Math.min(least, v);
                    most = Math.max(most, v);
                }
                if (most - least > longest) {
                    longest = most - least;
                    shiftOfLongest = shift;
                }
            }
            return shiftOfLongest;
        }

        private int cut(Box box, int shift) {
            int[] pixels = new int[256];
            int most = 0;
            for (int i = box.from; i < box.to; i++) {
                int v = colors[i] >> shift & 0xFF;
                pixels[v] += counts[i];
                most = Math.max(most, v);
            }
            int median = 0;
            long upTo = pixels[0];
            while (2 * upTo < box.pixels) {
                upTo += pixels[++median];
            }
            return Math.min(median, most - 1);
        }

        /** Puts the colours up to the cut first. Returns where the others begin. */
        private int partition(Box box, int shift, int cut) {
            int end = box.from;
            for (int i = box.from; i < box.to; i++) {
                if ((colors[i] >> shift & 0xFF) <= cut) {
                    swap(colors, i, end);
                    swap(counts, i, end++);
                }
            }
            return end;
        }

        private static void swap(int[] values, int i, int j) {
            int v = values[i];
            values[i] = values[j];
            values[j] = v;
        }

        void writeMean(Box box, float[] to, int at) {
            for (int band = 0; band < 3; band++) {
                long sum = 0;
                for (int i = box.from; i < box.to; i++) {
                    sum += (long) counts[i] * (colors[i] >> 16 - 8 * band & 0xFF);
                }
                to[at + band] = (2 * sum + box.pixels) / (2 * box.pixels);
            }
        }
    }
}
