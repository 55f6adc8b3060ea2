package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.color.ColorSpace;
import dev.whittle.feature.hog.Hog;
import java.util.List;

/**
 * The colour histogram of a picture, and that of the same squares of pixels in random order: a histogram does not know
 * where a pixel was, so both are equal to the bit. HoG knows.
 *
 * @param picture the picture
 * @param shuffled the same squares in another order
 * @param histogram the share of the picture's pixels in each of 3×3×3 bins of red, green and blue
 * @param shuffledHistogram that of the shuffled picture
 * @param hogSimilarity the cosine of the angle between the HoGs of both pictures, 1 if they are equal
 */
public record ShuffledPicture(
        Planar<GrayU8> picture,
        Planar<GrayU8> shuffled,
        float[] histogram,
        float[] shuffledHistogram,
        double hogSimilarity) {
    /** Bins of red, of green and of blue. */
    public static final int BINS = 3;

    /** @param side of the squares in pixels; the sides of the picture are multiples of it */
    public static ShuffledPicture of(Planar<GrayU8> picture, int side, Run run) {
        if (side < 1 || picture.width % side != 0 || picture.height % side != 0) {
            throw new IllegalArgumentException("A picture of " + picture.width + "x" + picture.height
                    + " pixels cannot be cut into squares of " + side + "x" + side);
        }
        int across = picture.width / side;
        int[] order = run.random("shuffled picture", 0).permutation(across * (picture.height / side));
        Planar<GrayU8> shuffled = new Planar<>(GrayU8.class, picture.width, picture.height, picture.getNumBands());
        for (int b = 0; b < picture.getNumBands(); b++) {
            for (int y = 0; y < picture.height; y++) {
                for (int x = 0; x < picture.width; x++) {
                    int from = order[y / side * across + x / side];
                    int value =
                            picture.getBand(b).get(from % across * side + x % side, from / across * side + y % side);
                    shuffled.getBand(b).set(x, y, value);
                }
            }
        }
        FeatureExtractor colors =
                new ColorHistogram(ColorSpace.RGB, List.of(BINS, BINS, BINS), true, true, 1).fit(Decoded.NONE, run);
        FeatureExtractor hog = Hog.defaults().extractor();
        return new ShuffledPicture(
                picture,
                shuffled,
                colors.extract(picture, run),
                colors.extract(shuffled, run),
                cosine(hog.extract(picture, run), hog.extract(shuffled, run)));
    }

    /** The largest difference of the two histograms in a bin. */
    public double largestDifference() {
        double largest = 0;
        for (int i = 0; i < histogram.length; i++) {
            largest = Math.max(largest, Math.abs((double) histogram[i] - shuffledHistogram[i]));
        }
        return largest;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            ofA += (double) a[i] * a[i];
            ofB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(ofA * ofB);
    }
}
