package dev.whittle.feature.color;

import dev.whittle.feature.image.Hsv;

/** The channels that a {@link ColorHistogram} counts. */
public enum ColorSpace {
    RGB(256, 256, 256),
    HSV(Hsv.HUES, 256, 256),
    /** Only the hue of {@link #HSV}. */
    HUE(Hsv.HUES);

    private final int[] ranges;

    ColorSpace(int... ranges) {
        this.ranges = ranges;
    }

    /** The number of values that channel {@code channel} can have, starting at 0. */
    int range(int channel) {
        return ranges[channel];
    }

    int channels() {
        return ranges.length;
    }
}
