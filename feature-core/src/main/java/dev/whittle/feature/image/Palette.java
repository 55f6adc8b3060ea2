package dev.whittle.feature.image;

/** The colours of an indexed image, laid over white. The image is gray if all of them are. */
final class Palette {
    private final byte[][] colours;
    private final boolean[] transparent;
    private final boolean gray;

    /** @param argb the colours with their opacity, from 0x00 (transparent) to 0xFF, in the upper byte */
    Palette(int[] argb) {
        colours = new byte[3][argb.length];
        transparent = new boolean[argb.length];
        boolean allGray = true;
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            transparent[i] = alpha < 255;
            for (int b = 0; b < 3; b++) {
                colours[b][i] = (byte) Samples.overWhite(argb[i] >> (16 - 8 * b) & 0xFF, alpha);
            }
            allGray &= colours[0][i] == colours[1][i] && colours[1][i] == colours[2][i];
        }
        gray = allGray;
    }

    int size() {
        return transparent.length;
    }

    int bands() {
        return gray ? 1 : 3;
    }

    boolean transparent(int index) {
        return transparent[index];
    }

    byte sample(int index, int band) {
        return colours[band][index];
    }
}
