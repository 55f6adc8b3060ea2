package dev.whittle.feature.image;

import java.util.Arrays;

/** Predicts blocks from the samples above and to the left (RFC 6386, section 12). */
final class Vp8Prediction {
    static final int DC = 0;
    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;

    /**
     * Added to an index: the mean of the sample of the edge there and the next, else of three with it in
     * the middle.
     */
    private static final int TWO = 64;

    /**
     * For the directional modes from 2 on, where on the edge each of the 16 samples comes from. The edge goes up the
     * left side (0: the last sample once more, 1 to 4), over the corner (5) and along the samples above (6 to 13; 14:
     * the last once more).
     */
    private static final int[][] DIRECTIONS = {
        {6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9},
        {4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1},
        {7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13},
        {5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5},
        {TWO + 5, TWO + 6, TWO + 7, TWO + 8, 5, 6, 7, 8, 4, TWO + 5, TWO + 6, TWO + 7, 3, 5, 6, 7},
        {TWO + 6, TWO + 7, TWO + 8, TWO + 9, 7, 8, 9, 10, TWO + 7, TWO + 8, TWO + 9, 11, 8, 9, 10, 12},
        {TWO + 4, 5, 6, 7, TWO + 3, 4, TWO + 4, 5, TWO + 2, 3, TWO + 3, 4, TWO + 1, 2, TWO + 2, 3},
        {TWO + 3, 3, TWO + 2, 2, TWO + 2, 2, TWO + 1, 1, TWO + 1, 1, TWO, TWO, TWO, TWO, TWO, TWO},
    };

    private Vp8Prediction() {}

    /** A block of 4x4 luma samples. The four samples above and to the right of it are given. */
    static void small(Vp8Plane plane, int mode, int x, int y, byte[] aboveRight) {
        if (mode == DC) {
            int sum = 4;
            for (int i = 0; i < 4; i++) {
                sum += plane.get(x + i, y - 1) + plane.get(x - 1, y + i);
            }
            fill(plane, x, y, 4, sum >> 3);
        } else if (mode == TRUE_MOTION) {
            trueMotion(plane, x, y, 4);
        } else {
            int[] edge = new int[15];
            for (int i = 0; i < 4; i++) {
                edge[4 - i] = plane.get(x - 1, y + i);
                edge[6 + i] = plane.get(x + i, y - 1);
                edge[10 + i] = aboveRight[i] & 0xFF;
            }
            edge[0] = edge[1];
            edge[5] = plane.get(x - 1, y - 1);
            edge[14] = edge[13];
            int[] from = DIRECTIONS[mode - VERTICAL];
            for (int i = 0; i < 16; i++) {
                int e = from[i] & TWO - 1;
                int v = from[i] >= TWO
                        ? edge[e] + edge[e + 1] + 1 >> 1
                        : edge[e - 1] + 2 * edge[e] + edge[e + 1] + 2 >> 2;
                plane.data[plane.at(x + i % 4, y + i / 4)] = (byte) v;
            }
        }
    }

    /** A whole block of 16x16 luma or 8x8 chroma samples. */
    static void whole(Vp8Plane plane, int mode, int x, int y, int size) {
        switch (mode) {
            case DC -> fill(plane, x, y, size, mean(plane, x, y, size));
            case TRUE_MOTION -> trueMotion(plane, x, y, size);
            case VERTICAL -> {
                for (int i = 0; i < size; i++) {
                    System.arraycopy(plane.data, plane.at(x, y - 1), plane.data, plane.at(x, y + i), size);
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    int row = plane.at(x, y + i);
                    Arrays.fill(plane.data, row, row + size, plane.data[row - 1]);
                }
            }
        }
    }

    /** The mean of the samples above and to the left that are in the image. */
    private static int mean(Vp8Plane plane, int x, int y, int size) {
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += y > 0 ? plane.get(x + i, y - 1) : 0;
            sum += x > 0 ? plane.get(x - 1, y + i) : 0;
        }
        if (x == 0 && y == 0) {
            return 128;
        }
        int n = x > 0 && y > 0 ? 2 * size : size;
        return (sum + n / 2) / n;
    }

    private static void fill(Vp8Plane plane, int x, int y, int size, int value) {
        for (int i = 0; i < size; i++) {
            Arrays.fill(plane.data, plane.at(x, y + i), plane.at(x + size, y + i), (byte) value);
        }
    }

    private static void trueMotion(Vp8Plane plane, int x, int y, int size) {
        int corner = plane.get(x - 1, y - 1);
        for (int j = 0; j < size; j++) {
            int left = plane.get(x - 1, y + j) - corner;
            for (int i = 0; i < size; i++) {
                plane.data[plane.at(x + i, y + j)] = Vp8Plane.clamped(left + plane.get(x + i, y - 1));
            }
        }
    }
}
