package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Heap;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.Collection;
import java.util.Locale;

/**
 * Square patches of an image as vectors: the values of band 0 row by row, then those of the other bands. Each patch is
 * normalised for brightness and contrast, over all its bands together: (x - mean) / sqrt(variance + 10), where the
 * variance divides by the number of values less 1 (Coates, Lee and Ng, "An analysis of single-layer networks in
 * unsupervised feature learning", AISTATS 2011, section 3.1.1 and its published code; 10 belongs to pixels of 0 … 255).
 *
 * @param size side in pixels, 2 to 128
 * @param stride pixels between neighbouring patches of a dense grid, at least 1
 */
public record Patches(int size, int stride) {
    /** Added to the variance, so that noise in flat patches is not amplified. */
    private static final double CONTRAST_FLOOR = 10;

    public Patches {
        Checks checks = new Checks("Patches");
        // Up to 128, the number of values of a patch times 255 is exact as a float.
        checks.refuse(size < 2 || size > 128, "size must be 2 to 128, got " + size);
        checks.atLeast(1, "stride", stride);
        checks.report();
    }

    /** Every 6×6 patch, the best of Coates, Lee and Ng 2011 (figures 3 and 4) for 32×32 images. */
    public static Patches defaults() {
        return new Patches(6, 1);
    }

    /** The number of values of a patch. */
    public int length(int bands) {
        return size * size * bands;
    }

    /** How many patches of the dense grid fit along a side of this length; 0 if none fits. */
    public int count(int side) {
        return side < size ? 0 : (side - size) / stride + 1;
    }

    /** Writes the normalised patch with its upper left pixel at (x, y) to {@code out[offset …]}. */
    public void extract(Planar<GrayU8> image, int x, int y, float[] out, int offset) {
        if (x < 0 || y < 0 || x > image.width - size || y > image.height - size) {
            throw new IllegalArgumentException("A patch of " + size + "x" + size + " at (" + x + ", " + y
                    + ") does not lie in an image of " + image.width + "x" + image.height);
        }
        int n = length(image.getNumBands());
        // Sums of integers are exact in any order.
        int sum = 0;
        long squares = 0;
        int at = offset;
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            for (int row = y; row < y + size; row++) {
                int from = band.startIndex + row * band.stride + x;
                int squaresOfRow = 0;
                for (int i = 0; i < size; i++) {
                    int v = band.data[from + i] & 0xFF;
                    sum += v;
                    squaresOfRow += v * v;
                    out[at++] = v;
                }
                squares += squaresOfRow;
            }
        }
        // n times the value, so that the difference from the mean is exact too.
        double variance = (double) (n * squares - (long) sum * sum) / ((double) n * (n - 1));
        float scale = (float) (1 / (n * Math.sqrt(variance + CONTRAST_FLOOR)));
        for (int i = offset; i < offset + n; i++) {
            out[i] = (n * out[i] - sum) * scale;
        }
    }

    /**
     * Draws patches at random: an image uniformly, then a place in it uniformly. A patch may be drawn twice. The image
     * of row i is the i-th draw of one generator; its place is drawn by a separate generator for each row. So for given
     * images row i depends on {@code run.seed()} and i only, not on {@code count} or threads. With more or fewer images
     * all rows change.
     *
     * @return a row per patch
     * @throws IllegalArgumentException if the first or a drawn image is smaller than a patch, a drawn one has another
     *     number of bands than the first, or the patches are larger than Java's heap
     */
    public Matrix sample(Dataset data, int count, Run run) {
        if (data.size() == 0 || count < 1) {
            throw new IllegalArgumentException(
                    "Patches are drawn, at least 1, from at least 1 image, got " + count + " from " + data.size());
        }
        int bands = data.image(0).getNumBands();
        checkHolds(data.image(0), bands, data.name(0));
        Heap.requireFloats(
                (long) count * length(bands),
                String.format(
                        Locale.ROOT, "A sample of %,d patches of %dx%d pixels with %d bands", count, size, size, bands),
                "fewer samples or smaller patches");
        int[][] rowsOfImage = DrawnImages.rows(count, data.size(), run.random("patches/image", 0));
        int columns = length(bands);
        Matrix patches = new Matrix(count, columns);
        // Image by image, so that each is decoded once.
        run.parallel(data.size(), 32, (from, to) -> {
            for (int i = from; i < to; i++) {
                if (rowsOfImage[i].length == 0) {
                    continue;
                }
                Planar<GrayU8> image = data.image(i);
                checkHolds(image, bands, data.name(i));
                for (int row : rowsOfImage[i]) {
                    Rng place = run.random("patches/place", row);
                    int x = place.nextInt(image.width - size + 1);
                    int y = place.nextInt(image.height - size + 1);
                    extract(image, x, y, patches.data(), row * columns);
                }
            }
            run.progress("patches", to, data.size());
        });
        return patches;
    }

    private void checkHolds(Planar<GrayU8> image, int bands, String name) {
        if (image.getNumBands() != bands || image.width < size || image.height < size) {
            throw new IllegalArgumentException("Patches of " + size + "x" + size + " with " + bands
                    + " bands are drawn, but " + name + " is " + image.width + "x" + image.height + " with "
                    + image.getNumBands() + " bands");
        }
    }

    /**
     * Refuses images of which some are gray and some RGB, as their patches differ in length.
     *
     * @throws IllegalArgumentException if there are both
     */
    public static void checkBands(Collection<ImageShape> shapes) {
        if (shapes.stream().mapToInt(ImageShape::bands).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "its patches are all gray or all RGB, and some images are gray, some RGB");
        }
    }
}
