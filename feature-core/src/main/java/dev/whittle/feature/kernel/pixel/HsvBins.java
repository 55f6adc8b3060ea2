package dev.whittle.feature.kernel.pixel;

/** How many joint bins hue, saturation and value are put into, for {@link PixelKernels#hsvBins}. */
public final class HsvBins {
    /** Joint bins are written as bytes. */
    public static final int MAX = 256;

    final int hues;
    final int saturations;
    final int values;

    private Tables tables;

    /**
     * @param hues bins of hue, 1 to 180
     * @param saturations bins of saturation, at least 1
     * @param values bins of value, at least 1; the product is at most {@link #MAX}
     */
    public HsvBins(int hues, int saturations, int values) {
        if (hues < 1 || hues > 180 || saturations < 1 || values < 1 || (long) hues * saturations * values > MAX) {
            throw new IllegalArgumentException("Joint bins are 1 to " + MAX + " with at most 180 of hue, got " + hues
                    + "x" + saturations + "x" + values);
        }
        this.hues = hues;
        this.saturations = saturations;
        this.values = values;
    }

    /**
     * The tables for kernels that look bins up; the other kernels do not need these 64 kB. Two threads may both compute
     * them, with the same result.
     */
    Tables tables() {
        Tables made = tables;
        if (made == null) {
            made = new Tables(this);
            tables = made;
        }
        return made;
    }

    /** Parts of the bin by hue, and by value and difference. */
    static final class Tables {
        /** The summand of the bin for each hue. 256 entries, so that a masked index needs no check. */
        final byte[] ofHue = new byte[256];
        /** The summand for value v and difference d to the smallest channel, at {@code v << 8 | d}. */
        final byte[] ofValueAndDifference = new byte[1 << 16];

        private Tables(HsvBins bins) {
            for (int h = 0; h < 180; h++) {
                ofHue[h] = (byte) (h * bins.hues / 180 * bins.saturations * bins.values);
            }
            for (int i = 0; i < ofValueAndDifference.length; i++) {
                int s = HsvTables.SATURATION[i] & 0xFF;
                int v = i >> 8;
                ofValueAndDifference[i] = (byte) ((s * bins.saturations >> 8) * bins.values + (v * bins.values >> 8));
            }
        }
    }
}
