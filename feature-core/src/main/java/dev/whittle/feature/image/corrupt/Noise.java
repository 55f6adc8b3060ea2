package dev.whittle.feature.image.corrupt;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;

/**
 * Noise: another value for each value v of each band, 0 to 1. The result is clipped to 0 to 1, multiplied by 255 and
 * rounded down. Draws are taken pixel by pixel, row by row, and within a pixel band by band.
 */
final class Noise {
    private static final double[] GAUSSIAN = {0.04, 0.06, 0.08, 0.09, 0.10};
    private static final double[] SHOT = {500, 250, 100, 75, 50};
    private static final double[] IMPULSE = {0.01, 0.02, 0.03, 0.05, 0.07};
    private static final double[] SPECKLE = {0.06, 0.1, 0.12, 0.16, 0.2};

    private Noise() {}

    /** v + c·n, with n standard normal: noise of the electronics. */
    static Planar<GrayU8> gaussian(Planar<GrayU8> image, int severity, Rng random) {
        double c = GAUSSIAN[severity - 1];
        return Unit.of(image).eachValue(v -> v + c * random.nextGaussian()).floored();
    }

    /** Poisson(c·v)/c: the noise of counting photons. A uniform draw u is inverted: see {@link #poisson}. */
    static Planar<GrayU8> shot(Planar<GrayU8> image, int severity, Rng random) {
        double c = SHOT[severity - 1];
        double[][] cumulative = new double[256][];
        return Unit.of(image)
                .eachValue(v -> {
                    int value = (int) Math.rint(v * 255);
                    if (cumulative[value] == null) {
                        cumulative[value] = poisson(v * c);
                    }
                    return first(cumulative[value], random.nextDouble()) / c;
                })
                .floored();
    }

    /**
     * The sums P(0) + … + P(k) of a Poisson distribution, for k from 0 to λ + 20·√λ + 40, from where on they no longer
     * grow. The terms are P(0) = exp(-λ) and P(k) = P(k-1)·λ/k.
     */
    static double[] poisson(double lambda) {
        double[] sums = new double[(int) (lambda + 20 * Math.sqrt(lambda) + 40)];
        double term = StrictMath.exp(-lambda);
        sums[0] = term;
        for (int k = 1; k < sums.length; k++) {
            term *= lambda / k;
            sums[k] = sums[k - 1] + term;
        }
        return sums;
    }

    /** The first k whose sum is above u, or the last k. */
    private static int first(double[] sums, double u) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sums[middle] > u) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A part c of all values becomes 0 or 1, with equal chances: dead or hot places of a sensor. */
    static Planar<GrayU8> impulse(Planar<GrayU8> image, int severity, Rng random) {
        double c = IMPULSE[severity - 1];
        return Unit.of(image)
                .eachValue(v -> {
                    boolean hit = random.nextDouble() < c;
                    double extreme = random.nextDouble() < 0.5 ? 1 : 0;
                    return hit ? extreme : v;
                })
                .floored();
    }

    /** v + c·v·n, with n standard normal: noise that grows with the light. */
    static Planar<GrayU8> speckle(Planar<GrayU8> image, int severity, Rng random) {
        double c = SPECKLE[severity - 1];
        return Unit.of(image)
                .eachValue(v -> v + v * (c * random.nextGaussian()))
                .floored();
    }
}
