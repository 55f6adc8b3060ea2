package dev.whittle.classify.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two methods that were tested on the same images with the same seeds, one or several. Both images
 * and seeds are chance: others would have given another difference. d<sub>is</sub> is 1 if only the first method is
 * correct on image i with seed s, -1 if only the second is, and otherwise 0. It is taken as a sum of independent parts,
 * d<sub>is</sub> = μ + a<sub>i</sub> + b<sub>s</sub> + e<sub>is</sub>. From n images and S seeds,
 *
 * <pre>{@code
 * mean  = mean of all d
 * v1    = variance over the images of (mean over seeds) / n        estimates a / n + e / (n·S)
 * v2    = variance over the seeds of (mean over images) / S        estimates b / S + e / (n·S)
 * v12   = Σ (d_is - mean of image i - mean of seed s + mean)² / ((n-1)·(S-1)) / (n·S)
 *                                                                  estimates e / (n·S)
 * V     = max(0, v1 - v12) + v2                                    estimates a / n + b / S + e / (n·S)
 * }</pre>
 *
 * <p>These are the mean squares of the analysis of variance with two crossed random factors (Satterthwaite, "An
 * approximate distribution of estimates of variance components", Biometrics Bulletin 2, 1946). The same is done with
 * readers and cases where radiologists are compared (Gallas, "One-shot estimate of MRMC variance: AUC", Academic
 * Radiology 13, 2006; Hillis, "A comparison of denominator degrees of freedom methods for multiple observer ROC
 * analysis", Statistics in Medicine 26, 2007). v1 + v2 alone would count e twice. The first part of V has n - 1 degrees
 * of freedom and v2 has S - 1, see {@link Difference}. With one seed v2 is 0, and the interval is for methods trained
 * with this seed.
 *
 * <p>A V of 0 says only that the images and seeds are too few to see how the differences vary. Then v1 stands for it.
 * If that is 0, too, as where all d are equal, v1 is computed with two more images for every seed, one on which only
 * the first method is correct and one on which only the second is (Bonett and Price, "Adjusted Wald
 * confidence interval for a difference of binomial proportions based on paired data", Journal of Educational and
 * Behavioral Statistics 37, 2012).
 */
public final class ImagesAndSeeds {
    private ImagesAndSeeds() {}

    /**
     * The difference of the first method's accuracy and the second's.
     *
     * @param first whether the first method is correct, by seed and image
     * @param second the same of the second method
     * @throws IllegalArgumentException if there are not as many seeds and images of both, or none
     */
    public static Difference difference(boolean[][] first, boolean[][] second) {
        Correct.requirePairs(first, second);
        int seeds = first.length;
        int images = first[0].length;
        long[] ofImage = new long[images];
        long sum = 0;
        long squares = 0;
        double squaresOfSeeds = 0;
        for (int s = 0; s < seeds; s++) {
            long ofSeed = 0;
            for (int i = 0; i < images; i++) {
                int d = difference(first[s][i], second[s][i]);
                ofImage[i] += d;
                ofSeed += d;
                squares += d * d;
            }
            sum += ofSeed;
            squaresOfSeeds += (double) ofSeed * ofSeed;
        }
        double squaresOfImages = 0;
        for (long d : ofImage) {
            squaresOfImages += (double) d * d;
        }
        double n = (double) images * seeds;
        double squareOfSum = (double) sum * sum;
        // The sums of squares of the analysis of variance times n·S are whole numbers, exact in double up to 2^53. So a
        // variance that should be 0 is 0, and no rounding error.
        double a = images * squaresOfImages - squareOfSum;
        double b = seeds * squaresOfSeeds - squareOfSum;
        double rest = n * squares - images * squaresOfImages - seeds * squaresOfSeeds + squareOfSum;
        double v1 = images == 1 ? 0 : a / (images - 1.0) / (n * n);
        List<Difference.Source> sources = new ArrayList<>();
        double v2 = 0;
        double ofImages = v1;
        if (seeds > 1) {
            v2 = b / (seeds - 1.0) / (n * n);
            double more = Math.max(0, (seeds - 1.0) * a - rest);
            ofImages = images == 1 ? 0 : more / ((images - 1.0) * (seeds - 1.0)) / (n * n);
            sources.add(new Difference.Source(v2, seeds - 1));
        }
        if (ofImages + v2 == 0) {
            ofImages = v1 > 0 ? v1 : withTwoMore(means(ofImage, seeds));
        }
        sources.add(new Difference.Source(ofImages, Math.max(1, images - 1)));
        return new Difference(sum / n, sources);
    }

    private static double[] means(long[] sums, int seeds) {
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (double) sums[i] / seeds;
        }
        return means;
    }

    static int difference(boolean first, boolean second) {
        return (first ? 1 : 0) - (second ? 1 : 0);
    }

    /** The squared standard error of the mean of values, with 1 and -1 added to them. */
    static double withTwoMore(double[] values) {
        double[] more = new double[values.length + 2];
        System.arraycopy(values, 0, more, 0, values.length);
        more[values.length] = 1;
        more[values.length + 1] = -1;
        return Moments.squaredError(more);
    }
}
