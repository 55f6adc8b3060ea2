package dev.whittle.feature.local;

import dev.whittle.feature.image.GaussianSmoothing;
import dev.whittle.feature.kernel.sift.SiftKernels;

/** The grid and the weights of one scale of {@link DenseSift}. Immutable. */
final class SiftScale {
    /** The standard deviation of the Gaussian window in bins. */
    private static final double WINDOW = 1.5;

    /** The bins of a descriptor along a side. */
    static final int SIDE = 4;

    private final int bin;
    private final int step;
    /** The centre of the first bin of the first descriptor. */
    private final int start;

    private final float[] smoothing;
    /** The weights of the pixels around the centre of a bin along a side, for one kind of bin or for each of four. */
    private final float[][] kernels;

    private final float[] binWeights = new float[SiftKernels.BINS];
    private final float leastMass;
    private final boolean squareRoot;

    /**
     * @param largest the side of the largest bin of all scales
     * @param flat whether the window is flat; else it is Gaussian
     */
    SiftScale(
            int bin,
            int largest,
            int step,
            double magnification,
            boolean flat,
            boolean squareRoot,
            double contrastThreshold) {
        this.bin = bin;
        this.step = step;
        this.start = 3 * (largest - bin) / 2;
        this.smoothing = smoothing(bin, magnification);
        this.kernels = new float[flat ? 1 : SIDE][2 * bin - 1];
        for (int i = 0; i < kernels.length; i++) {
            for (int d = 1 - bin; d < bin; d++) {
                double triangle = 1 - (double) Math.abs(d) / bin;
                kernels[i][d + bin - 1] = (float) (flat ? triangle : triangle * gaussian(i, d));
            }
        }
        for (int b = 0; b < binWeights.length; b++) {
            binWeights[b] = flat ? (float) (mean(b / SIDE) * mean(b % SIDE)) : 1f;
        }
        double side = 3 * bin + 1;
        this.leastMass = (float) (255 * contrastThreshold * side * side);
        this.squareRoot = squareRoot;
    }

    /** The Gaussian of σ = √((bin/magnification)² - ¼) up to ⌈4σ⌉, which sums to 1; just 1 if there is none. */
    private static float[] smoothing(int bin, double magnification) {
        double scale = magnification == 0 ? 0 : bin / magnification;
        double variance = scale * scale - 0.25;
        if (variance <= 0) {
            return new float[] {1};
        }
        return GaussianSmoothing.weights(variance, (int) Math.ceil(4 * Math.sqrt(variance)));
    }

    /** The Gaussian window along a side, d pixels from the centre of bin i. */
    private double gaussian(int i, int d) {
        double z = (d + bin * (i - (SIDE - 1) / 2.0)) / (WINDOW * bin);
        return StrictMath.exp(-z * z / 2);
    }

    /** The mean of the Gaussian window over the pixels of bin i along a side. */
    private double mean(int i) {
        double sum = 0;
        for (int d = 1 - bin; d < bin; d++) {
            sum += gaussian(i, d);
        }
        return sum / (2 * bin - 1);
    }

    /** The least side of an image that has a descriptor. */
    int leastSide() {
        return start + 3 * bin + 1;
    }

    /** How many descriptors there are along a side of this length; 0 if none fits. */
    int count(int side) {
        return side < leastSide() ? 0 : (side - leastSide()) / step + 1;
    }

    /** The centre of the first bin of descriptor i along a side. */
    int first(int i) {
        return start + i * step;
    }

    int bin() {
        return bin;
    }

    /** The weights by which the image is smoothed, around the middle one. */
    float[] smoothing() {
        return smoothing;
    }

    /** The number of kinds of bins along a side: 1 if all have the same weights, else 4. */
    int kinds() {
        return kernels.length;
    }

    /** The weights of the pixels around the centre of bins of this kind. */
    float[] kernel(int kind) {
        return kernels[kind];
    }

    /** By what the values of each of the 16 bins are multiplied in the end. */
    float[] binWeights() {
        return binWeights;
    }

    /** The least sum of the values of a descriptor that is not set to 0. */
    float leastMass() {
        return leastMass;
    }

    /** Whether the square root of the values is taken in the end. */
    boolean squareRoot() {
        return squareRoot;
    }
}
