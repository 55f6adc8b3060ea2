package dev.whittle.pipeline.report;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * How many pixels have which value, a line for each band, as points of SVG polylines in a box of {@value #WIDTH} by
 * {@value #HEIGHT}. Four values share a step of the line. Its height is the square root of the number of pixels, since
 * else a large black background would leave no height for the rest. The highest step of all bands has the height of the
 * box.
 *
 * @param lines "x,y x,y …" for each band, y downwards
 */
public record Histogram(List<String> lines) {
    public static final int WIDTH = 128;
    public static final int HEIGHT = 48;
    private static final int BINS = 64;

    static Histogram of(Planar<GrayU8> image) {
        int[][] counts = new int[image.getNumBands()][BINS];
        int most = 1;
        for (int b = 0; b < counts.length; b++) {
            GrayU8 band = image.getBand(b);
            for (int y = 0; y < band.height; y++) {
                for (int x = 0; x < band.width; x++) {
                    int bin = band.get(x, y) * BINS / 256;
                    most = Math.max(most, ++counts[b][bin]);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (int[] band : counts) {
            StringJoiner points = new StringJoiner(" ");
            for (int i = 0; i < BINS; i++) {
                long y = HEIGHT - Math.round(HEIGHT * Math.sqrt((double) band[i] / most));
                points.add(i * WIDTH / BINS + "," + y).add((i + 1) * WIDTH / BINS + "," + y);
            }
            lines.add(points.toString());
        }
        return new Histogram(lines);
    }
}
