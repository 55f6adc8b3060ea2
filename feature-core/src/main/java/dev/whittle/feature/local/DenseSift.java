package dev.whittle.feature.local;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import java.util.List;
import java.util.Objects;

/**
 * SIFT descriptors on a dense grid, all upright, at one or several scales: D. Lowe, "Distinctive Image Features from
 * Scale-Invariant Keypoints", IJCV 2004, section 6; on a grid and at several scales A. Bosch, A. Zisserman and X.
 * Muñoz, "Image Classification using Random Forests and Ferns", ICCV 2007 (PHOW). The details are those of VLFeat's
 * {@code vl_dsift} and {@code vl_phow}. Nothing is learned from data.
 *
 * <p><b>Image.</b> Gray, 0 to 255; of a colour image the luma of {@link dev.whittle.feature.image.Gray}, rounded to 8
 * bits, or each band by itself, see {@link Bands}. For bins of b pixels it is smoothed by a Gaussian with σ =
 * √((b/magnification)² - ¼), since a camera's pixels
 * are taken to be smoothed by ½ already. The Gaussian ends at ⌈4σ⌉ and sums to 1. Outside the image the border pixel is
 * repeated. There is no smoothing if the root is of a number of at most 0, or if the magnification is 0.
 *
 * <p><b>Gradient.</b> gx = ½(I(x+1, y) - I(x-1, y)), at the left and right border the whole difference between the
 * border pixel and its neighbour; gy likewise, growing downwards. Its length is shared by the two of 8 orientations
 * around its angle atan2(gy, gx), in proportion to closeness; orientation t is centred at t·45°.
 *
 * <p><b>Bins.</b> A descriptor has 4×4 spatial bins with their centres b pixels apart, on pixels. A gradient d pixels
 * from the centre of a bin counts (1 - |dx|/b)(1 - |dy|/b) in it, if both are positive. So each gradient is shared by
 * the bins around it, and those of the border collect what lies up to b - 1 pixels outside of their centres. Outside
 * the image the votes of the border pixel are repeated. The window gives gradients near the middle of the descriptor a
 * larger weight, see {@link Window}.
 *
 * <p><b>Normalisation.</b> The 128 values are divided by their L2 norm, limited to 0.2, and divided by their L2 norm
 * again; 2<sup>-23</sup> is added to the norms. With {@code squareRoot} they are then divided by their sum, and the
 * square root is taken: R. Arandjelović and A. Zisserman, "Three things everyone should know to improve object
 * retrieval", CVPR 2012 (RootSIFT). The mean of the votes, which is the sum of the values before normalisation divided
 * by (3b + 1)², is the contrast; where it is below 255 times {@code contrastThreshold}, all values are 0.
 *
 * <p><b>Order.</b> Value 8·(4i + j) + t is orientation t of the bin in row i and column j. Places are scale by scale in
 * the order of {@code bins}, and row by row. The bin in the upper left of the first descriptor is centred at the pixel
 * (o, o) with o = ⌊3/2·(B - b)⌋ for the largest bins B, so that descriptors of all scales have the same centres if all
 * {@code bins} are even or all are odd. {@link Descriptors#scale} is 4b.
 *
 * <p><b>Beside VLFeat 0.9.21.</b> Its arctangent is off by up to 0.0061 radians. On a picture of 96×64 pixels its
 * values, of 0 to 0.5, differ from ours by up to 0.005. With that arctangent the formulas above have its values to
 * 2·10<sup>-6</sup>. Its {@code vl_phow} smooths by σ = b/magnification, without the ¼.
 *
 * @param bins side of a spatial bin in pixels, 1 to 128, one for each scale, all different
 * @param step pixels between neighbouring descriptors, at least 1
 * @param magnification side of a bin divided by the scale σ that the image is smoothed to, as above; 0 for no smoothing
 * @param window how gradients are weighted by their distance from the middle
 * @param squareRoot whether values are divided by their sum and the square root is taken
 * @param contrastThreshold least contrast of an image of 0 to 1, at least 0; 0 keeps all descriptors
 * @param bands whether a colour image is described by its luma, or band by band
 */
public record DenseSift(
        List<Integer> bins,
        int step,
        double magnification,
        Window window,
        boolean squareRoot,
        double contrastThreshold,
        Bands bands)
        implements NeedsNoData<Dataset, LocalDescriptors> {
    private static final int LARGEST_BIN = 128;

    /** What is described of a colour image. */
    public enum Bands {
        /** The luma. */
        LUMA,
        /**
         * Each band by itself, 128 values a band, one after the other: K. van de Sande, T. Gevers and C. Snoek,
         * "Evaluating Color Descriptors for Object and Scene Recognition", PAMI 2010. On RGB this is their RGB-SIFT, on
         * an image in opponent colours OpponentSIFT. Each band is normalised, and set to 0 for too little contrast, by
         * itself.
         */
        EACH
    }

    /** How gradients are weighted by their distance from the middle of the descriptor. */
    public enum Window {
        /**
         * All the same, and then each bin by the mean of the Gaussian over its (2b - 1)² pixels, as VLFeat's {@code
         * vl_dsift} does with a flat window ("fast").
         */
        FLAT,
        /** Each by a Gaussian of its distance with σ = 1.5 bins, as in {@code vl_phow}. Several times slower. */
        GAUSSIAN
    }

    public DenseSift {
        Checks checks = new Checks("Dense SIFT");
        if (bins == null || bins.isEmpty() || bins.stream().anyMatch(Objects::isNull)) {
            checks.add("bins must have at least one side in pixels, got " + bins);
        } else {
            bins = List.copyOf(bins);
            checks.refuse(
                    bins.stream().anyMatch(b -> b < 1 || b > LARGEST_BIN),
                    "bins must be 1 to " + LARGEST_BIN + " pixels, got " + bins);
            checks.refuse(bins.stream().distinct().count() < bins.size(), "bins must be different, got " + bins);
        }
        checks.atLeast(1, "step", step);
        checks.refuse(
                !(magnification == 0 || (magnification >= 1 && magnification <= 100)),
                "magnification must be 0, or 1 to 100, got " + magnification);
        checks.refuse(window == null, "window must be given");
        checks.refuse(bands == null, "bands must be given");
        checks.refuse(
                !(contrastThreshold >= 0 && contrastThreshold <= 1),
                "contrastThreshold must be 0 to 1, got " + contrastThreshold);
        checks.report();
    }

    /**
     * The settings of {@code vl_phow}, bins of 4, 6, 8 and 10 pixels with a flat window and magnification 6, but for
     * the step of 4, with which an image of 320×240 pixels has some 17,000 descriptors, and for the square root.
     */
    public static DenseSift defaults() {
        return new DenseSift(List.of(4, 6, 8, 10), 4, 6, Window.FLAT, true, 0.005, Bands.LUMA);
    }

    @Override
    public LocalDescriptors fitted() {
        return descriptors();
    }

    private LocalDescriptors descriptors() {
        int largest = bins.stream().mapToInt(b -> b).max().orElseThrow();
        List<SiftScale> scales = bins.stream()
                .map(bin -> new SiftScale(
                        bin, largest, step, magnification, window == Window.FLAT, squareRoot, contrastThreshold))
                .toList();
        return new DenseSiftDescriptors(scales, bands == Bands.EACH);
    }
}
