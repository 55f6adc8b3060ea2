package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import java.util.Arrays;

/** Sums of all pixels, and of their squares, above and left of each place: so any square's are four values. Exact. */
final class SumTable {
    private int width;
    private int height;
    private long[] sums = new long[0];
    private long[] squares = new long[0];

    /** Takes the pixels of a band. */
    void setTo(GrayU8 band) {
        width = band.width;
        height = band.height;
        int line = width + 1;
        int length = Math.multiplyExact(line, height + 1);
        if (sums.length < length) {
            sums = new long[length];
            squares = new long[length];
        }
        Arrays.fill(sums, 0, line, 0);
        Arrays.fill(squares, 0, line, 0);
        for (int y = 0; y < height; y++) {
            int from = band.startIndex + y * band.stride;
            int to = (y + 1) * line;
            long sum = 0;
            long square = 0;
            sums[to] = 0;
            squares[to] = 0;
            for (int x = 1; x <= width; x++) {
                int v = band.data[from + x - 1] & 0xFF;
                sum += v;
                square += v * v;
                sums[to + x] = sums[to - line + x] + sum;
                squares[to + x] = squares[to - line + x] + square;
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Writes the mean and the standard deviation of the square with its upper left pixel at (x, y). */
    void statistics(int x, int y, int side, float[] out, int mean, int deviation) {
        int above = y * (width + 1) + x;
        int below = above + side * (width + 1);
        long n = (long) side * side;
        long sum = sums[below + side] - sums[below] - sums[above + side] + sums[above];
        long square = squares[below + side] - squares[below] - squares[above + side] + squares[above];
        out[mean] = (float) ((double) sum / n);
        out[deviation] = (float) (Math.sqrt((double) (n * square - sum * sum)) / n);
    }
}
