package dev.whittle.feature.kernel.pixel;

/** The definitions of {@link PixelKernels} as they are written there. */
class ReferencePixelKernels extends PixelKernels {
    private static int round(int numerator, int divisor) {
        return divisor == 0 ? 0 : (int) Math.rint((numerator << 12) / (double) divisor);
    }

    /** Hue, saturation and value, a byte each, from the highest on. */
    private static int hsv(int r, int g, int b) {
        int v = Math.max(r, Math.max(g, b));
        int d = v - Math.min(r, Math.min(g, b));
        int sixths = v == r ? g - b : v == g ? b - r + 2 * d : r - g + 4 * d;
        int h = (sixths * round(180, 6 * d) + 2048) >> 12;
        int s = (d * round(255, v) + 2048) >> 12;
        return (h < 0 ? h + 180 : h) << 16 | s << 8 | v;
    }

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
        for (int i = 0; i < n; i++) {
            int hsv = hsv(red[redOffset + i] & 0xFF, green[greenOffset + i] & 0xFF, blue[blueOffset + i] & 0xFF);
            hue[hueOffset + i] = (byte) (hsv >> 16);
            saturation[saturationOffset + i] = (byte) (hsv >> 8);
            value[valueOffset + i] = (byte) hsv;
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
        for (int i = 0; i < n; i++) {
            int hsv = hsv(red[redOffset + i] & 0xFF, green[greenOffset + i] & 0xFF, blue[blueOffset + i] & 0xFF);
            int h = (hsv >> 16) * bins.hues / 180;
            int s = (hsv >> 8 & 0xFF) * bins.saturations >> 8;
            int v = (hsv & 0xFF) * bins.values >> 8;
            out[outOffset + i] = (byte) ((h * bins.saturations + s) * bins.values + v);
        }
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
        for (int i = 0; i < n; i++) {
            int r = (red[redOffset + i] & 0xFF) * reds >> 8;
            int g = (green[greenOffset + i] & 0xFF) * greens >> 8;
            int b = (blue[blueOffset + i] & 0xFF) * blues >> 8;
            out[outOffset + i] = (byte) ((r * greens + g) * blues + b);
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
        for (int i = 0; i < n; i++) {
            int r = red[redOffset + i] & 0xFF;
            int g = green[greenOffset + i] & 0xFF;
            int b = blue[blueOffset + i] & 0xFF;
            luma[lumaOffset + i] = (byte) ((9798 * r + 19235 * g + 3735 * b + 16384) >> 15);
        }
    }

    @Override
    void map(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = table[in[inOffset + i] & 0xFF];
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
        for (int i = 0; i < n; i++) {
            int x = (in[inOffset + i] & 0xFF) + (to[toOffset + i] & 0xFF) - (from[fromOffset + i] & 0xFF);
            out[outOffset + i] = (byte) (x < 0 ? 0 : x > 255 ? 255 : x);
        }
    }
}
