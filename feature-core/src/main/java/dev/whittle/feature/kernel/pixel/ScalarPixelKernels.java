package dev.whittle.feature.kernel.pixel;

/**
 * The loops over pixels in plain Java. If a loop needs more arrays and offsets than there are registers, its pixels are
 * first copied into one array, which is indexed by one variable.
 */
public final class ScalarPixelKernels extends PixelKernels {
    /** Pixels at once: six bands of them use a fraction of the first-level cache. */
    private static final int CHUNK = 1024;

    /** max(0, min(255, x)) at x + 256. */
    private static final byte[] CLAMPED = new byte[1024];

    static {
        for (int i = 0; i < CLAMPED.length; i++) {
            CLAMPED[i] = (byte) Math.max(0, Math.min(255, i - 256));
        }
    }

    private final ThreadLocal<byte[]> scratch = ThreadLocal.withInitial(() -> new byte[6 * CHUNK]);

    @Override
    void hsv(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] hue,
            int hueOffset,
            byte[] saturation,
            int saturationOffset,
            byte[] value,
            int valueOffset,
            int n) {
        byte[] s = scratch.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            load(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, s, count);
            hsv(s, count);
            System.arraycopy(s, 3 * CHUNK, hue, hueOffset + i, count);
            System.arraycopy(s, 4 * CHUNK, saturation, saturationOffset + i, count);
            System.arraycopy(s, 5 * CHUNK, value, valueOffset + i, count);
        }
    }

    private static void hsv(byte[] s, int n) {
        for (int i = 0; i < n; i++) {
            int g = s[CHUNK + i] & 0xFF;
            int entry = HsvTables.OF_DIFFERENCES[HsvTables.index(s[i] & 0xFF, g, s[2 * CHUNK + i] & 0xFF)];
            int valueAndDifference = ((g << 8) + entry) & 0xFFFF;
            s[3 * CHUNK + i] = (byte) (entry >>> 24);
            s[4 * CHUNK + i] = HsvTables.SATURATION[valueAndDifference];
            s[5 * CHUNK + i] = (byte) (valueAndDifference >>> 8);
        }
    }

    @Override
    void hsvBins(
            HsvBins bins,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n) {
        byte[] s = scratch.get();
        HsvBins.Tables tables = bins.tables();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            load(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, s, count);
            hsvBins(s, tables.ofHue, tables.ofValueAndDifference, count);
            System.arraycopy(s, 3 * CHUNK, out, outOffset + i, count);
        }
    }

    /** The masks match the lengths of the tables, so that the compiler needs no check of the index. */
    private static void hsvBins(byte[] s, byte[] ofHue, byte[] ofValueAndDifference, int n) {
        int hueMask = ofHue.length - 1;
        int valueMask = ofValueAndDifference.length - 1;
        for (int i = 0; i < n; i++) {
            int g = s[CHUNK + i] & 0xFF;
            int entry = HsvTables.OF_DIFFERENCES[HsvTables.index(s[i] & 0xFF, g, s[2 * CHUNK + i] & 0xFF)];
            s[3 * CHUNK + i] =
                    (byte) (ofHue[entry >>> 24 & hueMask] + ofValueAndDifference[((g << 8) + entry) & valueMask]);
        }
    }

    private static void load(
            byte[] red, int redOffset, byte[] green, int greenOffset, byte[] blue, int blueOffset, byte[] s, int n) {
        System.arraycopy(red, redOffset, s, 0, n);
        System.arraycopy(green, greenOffset, s, CHUNK, n);
        System.arraycopy(blue, blueOffset, s, 2 * CHUNK, n);
    }

    @Override
    void rgbBins(
            int reds,
            int greens,
            int blues,
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] out,
            int outOffset,
            int n) {
        byte[] s = scratch.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            load(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, s, count);
            rgbBins(reds, greens, blues, s, count);
            System.arraycopy(s, 3 * CHUNK, out, outOffset + i, count);
        }
    }

    private static void rgbBins(int reds, int greens, int blues, byte[] s, int n) {
        for (int i = 0; i < n; i++) {
            int r = (s[i] & 0xFF) * reds >> 8;
            int g = (s[CHUNK + i] & 0xFF) * greens >> 8;
            int b = (s[2 * CHUNK + i] & 0xFF) * blues >> 8;
            s[3 * CHUNK + i] = (byte) ((r * greens + g) * blues + b);
        }
    }

    @Override
    void luma(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] luma,
            int lumaOffset,
            int n) {
        byte[] s = scratch.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            load(red, redOffset + i, green, greenOffset + i, blue, blueOffset + i, s, count);
            luma(s, count);
            System.arraycopy(s, 3 * CHUNK, luma, lumaOffset + i, count);
        }
    }

    private static void luma(byte[] s, int n) {
        for (int i = 0; i < n; i++) {
            int sum = 9798 * (s[i] & 0xFF) + 19235 * (s[CHUNK + i] & 0xFF) + 3735 * (s[2 * CHUNK + i] & 0xFF);
            s[3 * CHUNK + i] = (byte) ((sum + 16384) >> 15);
        }
    }

    @Override
    void map(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n) {
        int mask = table.length - 1;
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = table[in[inOffset + i] & 0xFF & mask];
        }
    }

    @Override
    void shift(
            byte[] in,
            int inOffset,
            byte[] from,
            int fromOffset,
            byte[] to,
            int toOffset,
            byte[] out,
            int outOffset,
            int n) {
        byte[] s = scratch.get();
        for (int i = 0; i < n; i += CHUNK) {
            int count = Math.min(CHUNK, n - i);
            load(in, inOffset + i, from, fromOffset + i, to, toOffset + i, s, count);
            shift(s, count);
            System.arraycopy(s, 3 * CHUNK, out, outOffset + i, count);
        }
    }

    private static void shift(byte[] s, int n) {
        for (int i = 0; i < n; i++) {
            int x = (s[i] & 0xFF) - (s[CHUNK + i] & 0xFF) + (s[2 * CHUNK + i] & 0xFF);
            s[3 * CHUNK + i] = CLAMPED[x + 256 & 1023];
        }
    }
}
