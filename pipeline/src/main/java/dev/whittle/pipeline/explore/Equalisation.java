package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Gray;

/**
 * A gray picture of little contrast, and what histogram equalisation makes of it: the value v becomes 255·(cdf(v) -
 * cdf(v₀))/(1 - cdf(v₀)), with v₀ the darkest value present (Gonzalez and Woods, section 3.3).
 *
 * @param before the picture
 * @param after the same, equalised
 */
public record Equalisation(Planar<GrayU8> before, Planar<GrayU8> after) {
    /** The gray around which contrast is reduced. */
    private static final double MIDDLE = 110;

    /**
     * Of the luma of a picture, whose distances from a gray of 110 are reduced first.
     *
     * @param picture of three bands: red, green and blue
     * @param contrast what is left of the distances, above 0 and at most 1
     */
    public static Equalisation of(Planar<GrayU8> picture, double contrast, Run run) {
        if (!(contrast > 0 && contrast <= 1)) {
            throw new IllegalArgumentException("The contrast is above 0 and at most 1, got " + contrast);
        }
        Planar<GrayU8> before = new Planar<>(GrayU8.class, picture.width, picture.height, 1);
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                int luma = Gray.luma(
                        picture.getBand(0).get(x, y),
                        picture.getBand(1).get(x, y),
                        picture.getBand(2).get(x, y));
                before.getBand(0).set(x, y, (int) Math.rint(MIDDLE + contrast * (luma - MIDDLE)));
            }
        }
        return new Equalisation(before, Equalize.defaults().fitted().apply(before, run));
    }

    /** How many pixels have each of the 256 values. */
    public static int[] histogram(Planar<GrayU8> gray) {
        int[] counts = new int[256];
        for (int y = 0; y < gray.height; y++) {
            for (int x = 0; x < gray.width; x++) {
                counts[gray.getBand(0).get(x, y)]++;
            }
        }
        return counts;
    }

    /** For each value, the share of the pixels that are at most so light. */
    public static double[] distribution(Planar<GrayU8> gray) {
        double[] shares = new double[256];
        int[] counts = histogram(gray);
        long sum = 0;
        for (int v = 0; v < 256; v++) {
            sum += counts[v];
            shares[v] = (double) sum / ((long) gray.width * gray.height);
        }
        return shares;
    }

    /** The largest difference, over the values present, of the distribution from the straight line v/255. */
    public static double fromStraight(Planar<GrayU8> gray) {
        double[] shares = distribution(gray);
        int[] counts = histogram(gray);
        double most = 0;
        for (int v = 0; v < 256; v++) {
            most = counts[v] == 0 ? most : Math.max(most, Math.abs(shares[v] - v / 255.0));
        }
        return most;
    }
}
