package dev.whittle.feature.image;

import dev.whittle.feature.kernel.sift.SiftKernels;
import java.util.Arrays;

/** A convolution with the same weights along the rows and then down the columns, with its working memory. */
public final class GaussianSmoothing {
    private float[] padded = new float[0];
    private int[] taps = new int[0];
    private final FloatPlane across = new FloatPlane();

    /** The Gaussian of this variance, up to {@code radius} pixels from its middle. The weights sum to 1. */
    public static float[] weights(double variance, int radius) {
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double d = i - radius;
            weights[i] = StrictMath.exp(-d * d / (2 * variance));
            sum += weights[i];
        }
        float[] normalised = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            normalised[i] = (float) (weights[i] / sum);
        }
        return normalised;
    }

    /** Writes the smoothed image. Outside the image the border pixel is repeated. */
    public void apply(FloatPlane in, float[] weights, FloatPlane out, SiftKernels kernels) {
        int width = in.width();
        int height = in.height();
        int radius = weights.length / 2;
        if (padded.length < width + 2 * radius) {
            padded = new float[width + 2 * radius];
        }
        if (taps.length < weights.length) {
            taps = new int[weights.length];
        }
        across.reshape(width, height);
        out.reshape(width, height);
        for (int k = 0; k < weights.length; k++) {
            taps[k] = k;
        }
        for (int y = 0; y < height; y++) {
            int row = y * width;
            Arrays.fill(padded, 0, radius, in.values()[row]);
            System.arraycopy(in.values(), row, padded, radius, width);
            Arrays.fill(padded, radius + width, width + 2 * radius, in.values()[row + width - 1]);
            kernels.rows(padded, taps, weights, weights.length, across.values(), row, width);
        }
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < weights.length; k++) {
                taps[k] = Math.max(0, Math.min(height - 1, y + k - radius)) * width;
            }
            kernels.rows(across.values(), taps, weights, weights.length, out.values(), y * width, width);
        }
    }
}
