package dev.whittle.feature.color;

/** OpenCV's 8-bit RGB → HSV: hue in 2° steps (0 … 179, gray 0), saturation and value 0 … 255, in its 12-bit fixed point. */
final class Hsv8 {
    private static final int SHIFT = 12;
    private static final int HALF = 1 << (SHIFT - 1);
    private static final int[] SATURATION = new int[256];
    private static final int[] HUE = new int[256];

    static {
        for (int i = 1; i < 256; i++) {
            SATURATION[i] = (int) Math.rint((255 << SHIFT) / (double) i);
            HUE[i] = (int) Math.rint((180 << SHIFT) / (6.0 * i));
        }
    }

    private Hsv8() {}

    /** Hue · 65536 + saturation · 256 + value of a pixel whose bands are 0 … 255. */
    static int of(int r, int g, int b) {
        int v = Math.max(r, Math.max(g, b));
        int d = v - Math.min(r, Math.min(g, b));
        int s = (d * SATURATION[v] + HALF) >> SHIFT;
        int h = v == r ? g - b : v == g ? b - r + 2 * d : r - g + 4 * d;
        h = (h * HUE[d] + HALF) >> SHIFT;
        return ((h < 0 ? h + 180 : h) << 16) | (s << 8) | v;
    }
}
