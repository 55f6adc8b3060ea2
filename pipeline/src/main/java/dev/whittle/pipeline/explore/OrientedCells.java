package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import java.util.Arrays;

/**
 * The bare cells of HoG of a picture: 8×8 pixels and {@value #BINS} unsigned orientations each, so that a picture of
 * 320×240 pixels has 40·30·9 = 10,800 values.
 *
 * @param picture what is described
 * @param descriptor row by row of cells, the orientations of a cell together
 * @param across the cells of a row
 * @param glyphs the picture of the descriptor, with strokes along the edges
 */
public record OrientedCells(Planar<GrayU8> picture, float[] descriptor, int across, Planar<GrayU8> glyphs) {
    /** The orientations of a cell, of 20° each. */
    public static final int BINS = 9;
    /** The side of a cell in pixels. */
    public static final int CELL = 8;

    /** @param side of the longer side of the picture of glyphs in pixels, about */
    public static OrientedCells of(Planar<GrayU8> picture, int side, Run run) {
        Hog hog = Hog.cells();
        FeatureExtractor extractor = hog.extractor();
        Pictured.Drawing drawing = hog.drawing(extractor, picture, side, run).orElseThrow();
        return new OrientedCells(picture, extractor.extract(picture, run), picture.width / CELL, drawing.picture());
    }

    /**
     * A square of cells.
     *
     * @param x the first column of cells
     * @param y the first row of cells
     * @param side of the square, in cells
     */
    public record Region(int x, int y, int side) {}

    /**
     * The mean histogram of the cells of a region. Bin b holds gradients of (20·b + 10)° from the x axis towards the y
     * axis, which points down; its edges are at right angles to that.
     */
    public double[] histogram(Region region) {
        double[] sum = new double[BINS];
        for (int y = region.y(); y < region.y() + region.side(); y++) {
            for (int x = region.x(); x < region.x() + region.side(); x++) {
                for (int b = 0; b < BINS; b++) {
                    sum[b] += descriptor[(y * across + x) * BINS + b];
                }
            }
        }
        return Arrays.stream(sum).map(s -> s / (region.side() * region.side())).toArray();
    }
}
