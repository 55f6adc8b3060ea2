package dev.whittle.pipeline.data.generated;

/**
 * Colours as luma, chroma and hue. A colour is (Y, Y, Y) plus a chroma vector of luma 0, where luma is 0.299 R + 0.587
 * G + 0.114 B (ITU-R BT.601). So colours that differ only in hue have the same gray.
 */
final class Palette {
    /** Hue of the red objects, in radians. */
    static final float RED = 0f;

    /**
     * Hue of the blue objects. Its blue exceeds its luma by as much as the red of {@link #RED} exceeds its own. So both
     * have the same contrast in their strongest band, where HoG takes the gradient of a colour image.
     */
    static final float BLUE = 3.5828f;

    /** (0.299, 0.587, 0.114) × (1, 1, 1), of length 1. */
    private static final float[] FIRST_AXIS = {0.8101192f, -0.3168542f, -0.493265f};

    /** (0.299, 0.587, 0.114) × {@link #FIRST_AXIS}, of length 1. */
    private static final float[] SECOND_AXIS = {-0.379064f, 0.3587436f, -0.8530027f};

    private Palette() {}

    /**
     * @param luma 0 to 255
     * @param chroma the distance from the gray of this luma, in the units of the bands
     * @param hue in radians; red, yellow, green, blue and violet follow each other from 0 to 2π
     */
    static float[] color(float luma, float chroma, float hue) {
        float first = chroma * (float) StrictMath.cos(hue);
        float second = chroma * (float) StrictMath.sin(hue);
        float[] rgb = new float[3];
        for (int b = 0; b < 3; b++) {
            rgb[b] = luma + (first * FIRST_AXIS[b] + second * SECOND_AXIS[b]);
        }
        return rgb;
    }
}
