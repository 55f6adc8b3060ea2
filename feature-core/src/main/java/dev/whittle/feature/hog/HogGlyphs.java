package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;

/**
 * A picture of a descriptor: a star of line segments per cell, one per orientation bin, each along the edge that the
 * bin stands for, so perpendicular to the gradient, and as bright as the bin is strong.
 */
final class HogGlyphs {
    private HogGlyphs() {}

    /**
     * Draws a descriptor.
     *
     * @param layout what it was made with
     * @param descriptor as the layout has it for a {@code width}×{@code height} image
     * @param glyphSize side of a cell's star in pixels, at least 3
     * @return a gray picture of ⌊width/cellSize⌋·glyphSize × ⌊height/cellSize⌋·glyphSize pixels, the brightness
     *     proportional to the value of the bin, the largest white
     * @throws IllegalArgumentException if the descriptor does not belong to such an image
     */
    static Planar<GrayU8> render(HogLayout layout, float[] descriptor, int width, int height, int glyphSize) {
        int length = layout.length(width, height, 1);
        if (descriptor.length != length) {
            throw new IllegalArgumentException("The descriptor of a " + width + "x" + height + " image has " + length
                    + " values under " + layout + ", got " + descriptor.length);
        }
        if (glyphSize < 3) {
            throw new IllegalArgumentException("A glyph is at least 3 pixels wide, got " + glyphSize);
        }
        int across = width / layout.cellSize();
        int down = height / layout.cellSize();
        float[] cells = cells(layout, descriptor, across, down);
        float strongest = 0;
        for (float v : cells) {
            strongest = Math.max(strongest, v);
        }
        float[][] segments = segments(layout, glyphSize);
        Planar<GrayU8> picture = new Planar<>(GrayU8.class, across * glyphSize, down * glyphSize, 1);
        if (strongest == 0) {
            return picture;
        }
        byte[] pixels = picture.getBand(0).data;
        int bins = layout.bins();
        for (int cell = 0; cell < across * down; cell++) {
            int corner = cell / across * glyphSize * picture.width + cell % across * glyphSize;
            for (int i = 0; i < glyphSize * glyphSize; i++) {
                float brightest = 0;
                for (int b = 0; b < bins; b++) {
                    float strength = cells[cell * bins + b] / strongest;
                    brightest = Math.max(brightest, strength * segments[b][i]);
                }
                pixels[corner + i / glyphSize * picture.width + i % glyphSize] = (byte) Math.round(255 * brightest);
            }
        }
        return picture;
    }

    /** One histogram of {@code bins} values per cell, row by row. */
    static float[] cells(HogLayout layout, float[] descriptor, int across, int down) {
        float[] cells = new float[across * down * layout.bins()];
        for (int cell = 0; cell < across * down; cell++) {
            float[] histogram = layout.histogram(descriptor, cell / across, cell % across, down, across);
            System.arraycopy(histogram, 0, cells, cell * layout.bins(), layout.bins());
        }
        return cells;
    }

    /** For each bin, how much each pixel of a glyph is covered by the bin's segment, which is about a pixel wide. */
    private static float[][] segments(HogLayout layout, int size) {
        float[][] segments = new float[layout.bins()][size * size];
        double middle = (size - 1) / 2.0;
        for (int b = 0; b < layout.bins(); b++) {
            double angle = layout.direction(b);
            double c = StrictMath.cos(angle);
            double s = StrictMath.sin(angle);
            for (int i = 0; i < size * size; i++) {
                int row = i / size;
                int column = i % size;
                double x = column - middle;
                double y = row - middle;
                double across = Math.abs(c * x + s * y);
                double along = Math.abs(c * y - s * x);
                double covered = Math.min(1, Math.max(0, 1.25 - across)) * Math.min(1, Math.max(0, size / 2.0 - along));
                segments[b][i] = (float) covered;
            }
        }
        return segments;
    }
}
