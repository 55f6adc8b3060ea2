package dev.whittle.feature.kernel.pixel;

/** Hue, saturation and value of {@link PixelKernels#hsv} as tables of differences between channels. */
final class HsvTables {
    /** Saturation at {@code v << 8 | d}; 0 where d is larger than v. */
    static final byte[] SATURATION = new byte[1 << 16];

    /**
     * At {@link #index}: the highest byte is the hue; the lower 16 bits plus {@code g << 8}, modulo 2¹⁶, are {@code v
     * << 8 | d}. Hue, d and v - g depend on two differences between channels only. The channels of natural images
     * differ little, so only a small part of this megabyte is used.
     */
    static final int[] OF_DIFFERENCES = new int[1 << 18];

    private static final int SHIFT = 12;
    private static final int HALF = 1 << (SHIFT - 1);

    private HsvTables() {}

    static {
        for (int v = 0; v < 256; v++) {
            int scale = v == 0 ? 0 : (int) Math.rint((255 << SHIFT) / (double) v);
            for (int d = 0; d <= v; d++) {
                SATURATION[v << 8 | d] = (byte) ((d * scale + HALF) >> SHIFT);
            }
        }
        for (int rg = -255; rg < 256; rg++) {
            for (int gb = Math.max(-255, -255 - rg); gb <= Math.min(255, 255 - rg); gb++) {
                OF_DIFFERENCES[index(rg, 0, -gb)] = entry(rg, 0, -gb);
            }
        }
    }

    static int index(int r, int g, int b) {
        return ((r - g << 9) + g - b) & 0x3FFFF;
    }

    private static int entry(int r, int g, int b) {
        int v = Math.max(r, Math.max(g, b));
        int d = v - Math.min(r, Math.min(g, b));
        int sixths = v == r ? g - b : v == g ? b - r + 2 * d : r - g + 4 * d;
        int scale = d == 0 ? 0 : (int) Math.rint((180 << SHIFT) / (6.0 * d));
        int h = (sixths * scale + HALF) >> SHIFT;
        return (h < 0 ? h + 180 : h) << 24 | ((v - g << 8) + d) & 0xFFFF;
    }
}
