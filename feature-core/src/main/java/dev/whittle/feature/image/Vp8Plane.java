package dev.whittle.feature.image;

import java.util.Arrays;

/** The samples of one component, with a border of one row above and one column to the left (RFC 6386, section 12.2). */
final class Vp8Plane {
    private static final int ABOVE = 127;
    private static final int LEFT = 129;
    /** Columns to the right of the last block that its prediction may look at. */
    private static final int RIGHT = 4;

    final byte[] data;
    final int stride;
    final int width;
    final int height;

    Vp8Plane(int width, int height) {
        this.width = width;
        this.height = height;
        stride = 1 + width + RIGHT;
        data = new byte[stride * (height + 1)];
        Arrays.fill(data, 0, stride, (byte) ABOVE);
        for (int y = 0; y < height; y++) {
            data[stride * (y + 1)] = (byte) LEFT;
        }
    }

    /** Where a sample lies; -1 is in the border. */
    int at(int x, int y) {
        return (y + 1) * stride + 1 + x;
    }

    int get(int x, int y) {
        return data[at(x, y)] & 0xFF;
    }

    static byte clamped(int v) {
        return (byte) Math.max(0, Math.min(255, v));
    }

    /** Adds the inverse transform of 16 coefficients to the block at (x, y) (section 14.3). */
    void add(int[] c, int from, int x, int y) {
        int[] t = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = c[from + i] + c[from + 8 + i];
            int b = c[from + i] - c[from + 8 + i];
            int s = sine(c[from + 4 + i]) - cosine(c[from + 12 + i]);
            int d = cosine(c[from + 4 + i]) + sine(c[from + 12 + i]);
            t[4 * i] = a + d;
            t[4 * i + 1] = b + s;
            t[4 * i + 2] = b - s;
            t[4 * i + 3] = a - d;
        }
        for (int i = 0; i < 4; i++) {
            int a = t[i] + 4 + t[8 + i];
            int b = t[i] + 4 - t[8 + i];
            int s = sine(t[4 + i]) - cosine(t[12 + i]);
            int d = cosine(t[4 + i]) + sine(t[12 + i]);
            int to = at(x, y + i);
            data[to] = clamped((data[to] & 0xFF) + (a + d >> 3));
            data[to + 1] = clamped((data[to + 1] & 0xFF) + (b + s >> 3));
            data[to + 2] = clamped((data[to + 2] & 0xFF) + (b - s >> 3));
            data[to + 3] = clamped((data[to + 3] & 0xFF) + (a - d >> 3));
        }
    }

    /** v·√2·cos(π/8), as the format rounds it. */
    private static int cosine(int v) {
        return (v * 20091 >> 16) + v;
    }

    /** v·√2·sin(π/8), as the format rounds it. */
    private static int sine(int v) {
        return v * 35468 >> 16;
    }
}
