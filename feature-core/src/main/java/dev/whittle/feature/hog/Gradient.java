package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * The gradient of an image at a pixel (CVPR 2005, §6.2): centred differences [-1 0 1] without smoothing, in each band;
 * the band with the longest gradient is taken, the first of equal ones. Beside the image pixels are mirrored without
 * repeating the border.
 *
 * @param x the difference from left to right, -255 to 255
 * @param y the difference from top to bottom, -255 to 255
 */
record Gradient(int x, int y) {
    static Gradient at(Planar<GrayU8> image, int column, int row) {
        Gradient longest = in(image.getBand(0), column, row);
        for (int b = 1; b < image.getNumBands(); b++) {
            Gradient gradient = in(image.getBand(b), column, row);
            if (gradient.squaredLength() > longest.squaredLength()) {
                longest = gradient;
            }
        }
        return longest;
    }

    private static Gradient in(GrayU8 band, int column, int row) {
        int left = band.get(mirrored(column - 1, band.width), row);
        int right = band.get(mirrored(column + 1, band.width), row);
        int above = band.get(column, mirrored(row - 1, band.height));
        int below = band.get(column, mirrored(row + 1, band.height));
        return new Gradient(right - left, below - above);
    }

    private static int mirrored(int i, int n) {
        return i < 0 ? -i : i < n ? i : 2 * (n - 1) - i;
    }

    private int squaredLength() {
        return x * x + y * y;
    }
}
