package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;

/** The pixels of images of one shape as a vector, each with mean 0 and variance 1 over the training images. */
final class StandardizedPixels {
    private static final int CHUNK_IMAGES = 1024;

    private final int width;
    private final int height;
    private final int bands;
    private final float[] mean;
    /** 1/σ, or 1 where σ = 0. */
    private final float[] scale;

    private StandardizedPixels(int width, int height, int bands, float[] mean, float[] scale) {
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.mean = mean;
        this.scale = scale;
    }

    static StandardizedPixels fit(Dataset train, int width, int height, int bands, Run run) {
        int d = width * height * bands;
        StandardizedPixels plain = new StandardizedPixels(width, height, bands, new float[d], ones(d));
        // Sums of 8-bit values and of their squares are exact as integers, so their order does not matter.
        long[] sum = new long[d];
        long[] squares = new long[d];
        run.parallel(train.size(), CHUNK_IMAGES, (from, to) -> {
            float[] x = new float[d];
            long[] s = new long[d];
            long[] q = new long[d];
            for (int i = from; i < to; i++) {
                plain.write(train, i, x, 0);
                for (int p = 0; p < d; p++) {
                    int v = (int) x[p];
                    s[p] += v;
                    q[p] += v * v;
                }
            }
            synchronized (sum) {
                for (int p = 0; p < d; p++) {
                    sum[p] += s[p];
                    squares[p] += q[p];
                }
            }
        });
        float[] mean = new float[d];
        float[] scale = ones(d);
        double n = train.size();
        for (int p = 0; p < d; p++) {
            double m = sum[p] / n;
            mean[p] = (float) m;
            long nTimesN = (long) train.size() * squares[p] - sum[p] * sum[p];
            if (nTimesN > 0) {
                scale[p] = (float) (n / Math.sqrt(nTimesN));
            }
        }
        return new StandardizedPixels(width, height, bands, mean, scale);
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    int length() {
        return mean.length;
    }

    void requireShape(int w, int h, int b) {
        if (w != width || h != height || b != bands) {
            throw new IllegalArgumentException("The hidden layer was trained on images of " + width + "x" + height
                    + " with " + bands + " bands, got " + w + "x" + h + " with " + b);
        }
    }

    void write(Planar<GrayU8> image, float[] out, int offset) {
        requireShape(image.width, image.height, image.getNumBands());
        int p = 0;
        for (int b = 0; b < bands; b++) {
            GrayU8 band = image.getBand(b);
            for (int y = 0; y < height; y++) {
                int row = band.startIndex + y * band.stride;
                for (int x = 0; x < width; x++, p++) {
                    out[offset + p] = ((band.data[row + x] & 0xFF) - mean[p]) * scale[p];
                }
            }
        }
    }

    /** Like {@link #write(Planar, float[], int)}, but the message names an image of another shape. */
    void write(Dataset data, int i, float[] out, int offset) {
        try {
            write(data.image(i), out, offset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + data.name(i) + ": " + e.getMessage(), e);
        }
    }

    Matrix all(Dataset data, Run run) {
        Matrix all = new Matrix(data.size(), length());
        run.parallel(data.size(), CHUNK_IMAGES, (from, to) -> {
            for (int i = from; i < to; i++) {
                write(data, i, all.data(), i * length());
            }
        });
        return all;
    }

    NamedArrays arrays() {
        return NamedArrays.empty()
                .with("shape", Matrix.of(new float[] {width, height, bands}))
                .with("mean", new Matrix(1, length(), mean))
                .with("scale", new Matrix(1, length(), scale));
    }

    static StandardizedPixels restore(NamedArrays arrays) {
        Matrix shape = arrays.get("shape", 1, 3);
        int w = (int) shape.get(0, 0);
        int h = (int) shape.get(0, 1);
        int b = (int) shape.get(0, 2);
        long length = (long) w * h * b;
        if (w < 1 || h < 1 || (b != 1 && b != 3) || length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Array 'shape' gives images of " + w + "x" + h + " with " + b + " bands, which cannot be");
        }
        return new StandardizedPixels(
                w,
                h,
                b,
                arrays.get("mean", 1, (int) length)
                        .requireFinite("array 'mean'")
                        .data(),
                arrays.get("scale", 1, (int) length)
                        .requireFinite("array 'scale'")
                        .data());
    }
}
