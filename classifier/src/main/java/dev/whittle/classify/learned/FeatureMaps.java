package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.nn.Shape;
import java.util.Arrays;

/** The values of an image layer as one picture: a square of maps, each scaled to its own full range. */
final class FeatureMaps {
    private static final int GAP = 1;

    private FeatureMaps() {}

    /**
     * @param values band after band, row by row
     * @param shape bands x rows x columns of the values
     * @param maps how many bands are shown, from the first
     * @param side about how many pixels wide the picture should be; a value is at least one pixel
     */
    static Planar<GrayU8> of(float[] values, Shape shape, int maps, int side) {
        int rows = shape.dimension(1);
        int columns = shape.dimension(2);
        int across = (int) Math.ceil(Math.sqrt(maps));
        int down = (maps + across - 1) / across;
        int zoom = Math.max(1, side / (across * (columns + GAP)));
        int width = columns * zoom + GAP;
        int height = rows * zoom + GAP;
        Planar<GrayU8> picture = new Planar<>(GrayU8.class, across * width - GAP, down * height - GAP, 1);
        GrayU8 to = picture.getBand(0);
        Arrays.fill(to.data, (byte) 255);
        for (int m = 0; m < maps; m++) {
            int start = m * rows * columns;
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int i = start; i < start + rows * columns; i++) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
            for (int y = 0; y < rows * zoom; y++) {
                for (int x = 0; x < columns * zoom; x++) {
                    float value = values[start + y / zoom * columns + x / zoom];
                    int gray = greatest == least ? 0 : (int) Math.rint(255.0 * (value - least) / (greatest - least));
                    to.set(m % across * width + x, m / across * height + y, gray);
                }
            }
        }
        return picture;
    }
}
