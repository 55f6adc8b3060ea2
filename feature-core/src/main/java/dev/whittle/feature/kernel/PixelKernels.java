package dev.whittle.feature.kernel;

/**
 * The inner loops over 8-bit pixels, unsigned, in bands. As in {@link Kernels} the definitions written here are what every
 * implementation returns, for all inputs; each band is given as array and offset, and {@code n} pixels of it are meant. An
 * output may be an input at the same offset, and overlaps nothing otherwise.
 */
public interface PixelKernels {
    /**
     * Hue, saturation and value of red, green and blue. With v the largest and d the difference between the largest and the
     * smallest, where the first case that applies holds:
     *
     * <pre>{@code
     * sixths = v == r ? g - b : v == g ? b - r + 2 * d : r - g + 4 * d
     * h = (sixths * round(180 * 4096 / (6.0 * d)) + 2048) >> 12, plus 180 if negative
     * s = (d * round(255 * 4096 / (double) v) + 2048) >> 12
     * }</pre>
     *
     * and 0 for the quotients whose divisor is 0.
     */
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
            int n);

    /**
     * The joint bin of hue, saturation and value as {@link #hsv} returns them: {@code ((h * hues / 180) * saturations + (s *
     * saturations >> 8)) * values + (v * values >> 8)}.
     */
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
            int n);

    /**
     * The joint bin of red, green and blue: {@code ((r * reds >> 8) * greens + (g * greens >> 8)) * blues + (b * blues >> 8)},
     * of at most 256 bins.
     */
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
            int n);

    /** {@code luma[i] = (9798 * red[i] + 19235 * green[i] + 3735 * blue[i] + 16384) >> 15}. */
    void luma(
            byte[] red,
            int redOffset,
            byte[] green,
            int greenOffset,
            byte[] blue,
            int blueOffset,
            byte[] luma,
            int lumaOffset,
            int n);

    /** {@code out[i] = table[in[i]]}, for a table of 256 entries. */
    void map(byte[] table, byte[] in, int inOffset, byte[] out, int outOffset, int n);

    /** {@code out[i] = max(0, min(255, in[i] + to[i] - from[i]))}. */
    void shift(
            byte[] in,
            int inOffset,
            byte[] from,
            int fromOffset,
            byte[] to,
            int toOffset,
            byte[] out,
            int outOffset,
            int n);
}
