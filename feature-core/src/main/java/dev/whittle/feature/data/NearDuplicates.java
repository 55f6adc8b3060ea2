package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.Gray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds images of a test that nearly equal a training image: the same picture with another compression, brightness or
 * contrast, or mirrored. Only gray thumbnails of 16×16 pixels are compared, by {@link AreaScaling} and {@link Gray}.
 *
 * <ol>
 *   <li>The hash of a thumbnail has the signs of the 63 lowest coefficients of its discrete cosine transform, 8×8
 *       without the mean. Only pairs whose hashes differ in 12 signs or fewer are looked at further.
 *   <li>The correlation r of the two thumbnails is at least 0.9. It does not depend on brightness and contrast.
 *   <li>The pair is unusually near: fewer than five training images have a 1 - r of less than four times the least.
 *       Digits and shirts resemble many others of their class, and are no duplicates for that.
 * </ol>
 *
 * <p>The test image is compared as it is and mirrored. An image smaller than 16×16 pixels or with hardly any contrast
 * (a deviation of less than 4 gray levels) has no thumbnail, and nothing is found for it. Shifts of more than about
 * half a thumbnail's pixel, other sections, rotations and pictures of which five or more copies are in the training
 * images are not found.
 *
 * <p>All sums are whole numbers, so every machine finds the same.
 */
public final class NearDuplicates {
    /**
     * Two nearly equal images.
     *
     * @param first the number of the one in the first data set
     * @param second the number of the one in the second
     * @param correlation of gray thumbnails of 16×16 pixels
     * @param mirrored whether one is nearly the mirror image of the other
     */
    public record Pair(int first, int second, double correlation, boolean mirrored) {}

    static final int SIZE = 16;
    static final int PIXELS = SIZE * SIZE;

    private static final int SIGNS = 12;
    private static final double CORRELATION = 0.9;
    private static final double RATIO = 0.25;
    private static final int ORDINARY = 5;
    private static final int DEVIATION = 4;
    private static final int WAVES = 8;
    private static final int[][] COSINES = cosines();
    private static final int CHUNK = 16;
    private static final String STAGE = "look for near duplicates";

    private final byte[][] train;
    private final long[] hashes;
    private final int[] sums;
    /** Of each thumbnail 256² times the variance. */
    private final long[] variances;

    private NearDuplicates(byte[][] train) {
        this.train = train;
        hashes = new long[train.length];
        sums = new int[train.length];
        variances = new long[train.length];
        for (int i = 0; i < train.length; i++) {
            hashes[i] = hash(train[i]);
            sums[i] = sum(train[i]);
            variances[i] = variance(train[i]);
        }
    }

    /**
     * The nearest training image of each test image that has a near duplicate, in the order of the test images.
     *
     * @param train thumbnails
     * @param test thumbnails
     * @param numbers of the test images that are looked at, ascending
     */
    static List<Pair> of(byte[][] train, byte[][] test, int[] numbers, Run run) {
        if (numbers.length == 0) {
            return List.of();
        }
        NearDuplicates all = new NearDuplicates(train);
        return run.fold(
                        numbers.length,
                        CHUNK,
                        (from, to) -> {
                            List<Pair> found = new ArrayList<>();
                            for (int t = from; t < to; t++) {
                                Pair pair = all.nearest(test[numbers[t]], numbers[t]);
                                if (pair != null) {
                                    found.add(pair);
                                }
                            }
                            return new Found(found, to);
                        },
                        (before, next) -> {
                            before.pairs.addAll(next.pairs);
                            run.progress(STAGE, next.to, numbers.length);
                            return before;
                        })
                .pairs;
    }

    /** What was found up to a test image. */
    private record Found(List<Pair> pairs, int to) {}

    /** The thumbnail of an image, row by row; all zero if the image is too small or too flat to be compared. */
    static byte[] thumbnail(Planar<GrayU8> image) {
        if (image.width < SIZE || image.height < SIZE) {
            return new byte[PIXELS];
        }
        GrayU8 gray = Gray.of(AreaScaling.scale(image, SIZE, SIZE));
        byte[] thumbnail = Arrays.copyOf(gray.data, PIXELS);
        long least = (long) DEVIATION * DEVIATION * PIXELS * PIXELS;
        return variance(thumbnail) < least ? new byte[PIXELS] : thumbnail;
    }

    /** Null if there is none. */
    private Pair nearest(byte[] image, int number) {
        long variance = variance(image);
        if (variance == 0) {
            return null;
        }
        byte[] mirrored = mirrored(image);
        long hash = hash(image);
        long mirroredHash = hash(mirrored);
        int sum = sum(image);
        double best = 0;
        int nearest = -1;
        boolean isMirrored = false;
        for (int i = 0; i < hashes.length; i++) {
            boolean plain = Long.bitCount(hash ^ hashes[i]) <= SIGNS;
            boolean turned = Long.bitCount(mirroredHash ^ hashes[i]) <= SIGNS;
            if ((plain || turned) && variances[i] > 0) {
                double asIs = plain ? correlation(i, image, sum, variance) : -1;
                double asMirrored = turned ? correlation(i, mirrored, sum, variance) : -1;
                if (Math.max(asIs, asMirrored) > best) {
                    best = Math.max(asIs, asMirrored);
                    nearest = i;
                    isMirrored = asMirrored > asIs;
                }
            }
        }
        return best >= CORRELATION && isUnusual(best, image, mirrored, sum, variance)
                ? new Pair(nearest, number, best, isMirrored)
                : null;
    }

    /** Whether fewer than five training images are at a distance 1 - r of less than four times the least. */
    private boolean isUnusual(double best, byte[] image, byte[] mirrored, int sum, long variance) {
        if (best >= 1) {
            // No other distance is less than four times 0.
            return true;
        }
        int near = 0;
        for (int i = 0; i < hashes.length && near < ORDINARY; i++) {
            if (variances[i] > 0) {
                double r = Math.max(correlation(i, image, sum, variance), correlation(i, mirrored, sum, variance));
                near += RATIO * (1 - r) < 1 - best ? 1 : 0;
            }
        }
        return near < ORDINARY;
    }

    private double correlation(int i, byte[] image, int sum, long variance) {
        byte[] other = train[i];
        int products = 0;
        for (int p = 0; p < PIXELS; p++) {
            products += (other[p] & 0xff) * (image[p] & 0xff);
        }
        long covariance = (long) PIXELS * products - (long) sum * sums[i];
        return covariance / (Math.sqrt(variance) * Math.sqrt(variances[i]));
    }

    /** 256² times the variance. */
    private static long variance(byte[] thumbnail) {
        long squares = 0;
        for (byte value : thumbnail) {
            squares += (value & 0xff) * (value & 0xff);
        }
        long sum = sum(thumbnail);
        return PIXELS * squares - sum * sum;
    }

    private static int sum(byte[] thumbnail) {
        int sum = 0;
        for (byte value : thumbnail) {
            sum += value & 0xff;
        }
        return sum;
    }

    /** The signs of the 63 coefficients, those of a row together. */
    private static long hash(byte[] thumbnail) {
        long[] rows = new long[WAVES * SIZE];
        for (int u = 0; u < WAVES; u++) {
            for (int y = 0; y < SIZE; y++) {
                long sum = 0;
                for (int x = 0; x < SIZE; x++) {
                    sum += (long) COSINES[u][x] * (thumbnail[SIZE * y + x] & 0xff);
                }
                rows[u * SIZE + y] = sum;
            }
        }
        long hash = 0;
        for (int v = 0; v < WAVES; v++) {
            for (int u = 0; u < WAVES; u++) {
                long sum = 0;
                for (int y = 0; y < SIZE; y++) {
                    sum += COSINES[v][y] * rows[u * SIZE + y];
                }
                hash = hash << 1 | (sum > 0 && u + v > 0 ? 1 : 0);
            }
        }
        return hash;
    }

    /** {@code COSINES[u][x]} is cos(π·(2x + 1)·u/32), times 4096 and rounded. */
    private static int[][] cosines() {
        int[][] cosines = new int[WAVES][SIZE];
        for (int u = 0; u < WAVES; u++) {
            for (int x = 0; x < SIZE; x++) {
                cosines[u][x] = (int) Math.rint(4096 * StrictMath.cos(Math.PI * (2 * x + 1) * u / (2 * SIZE)));
            }
        }
        return cosines;
    }

    private static byte[] mirrored(byte[] thumbnail) {
        byte[] mirrored = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            mirrored[i] = thumbnail[i - i % SIZE + SIZE - 1 - i % SIZE];
        }
        return mirrored;
    }
}
