package dev.whittle.classify.learned;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Chunks;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Tables;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Moments;

/** The pixels of images of one shape as a vector, each with mean 0 and variance 1 over the training images. */
final class StandardizedPixels {
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

    /** The sums of the values and of their squares, of each pixel over a chunk of images. */
    private record Sums(double[] values, double[] squares) {
        Sums add(Sums chunk) {
            Chunks.add(values, chunk.values);
            Chunks.add(squares, chunk.squares);
            return this;
        }
    }

    static StandardizedPixels fit(Dataset train, int width, int height, int bands, Run run) {
        int d = width * height * bands;
        StandardizedPixels plain = new StandardizedPixels(width, height, bands, new float[d], ones(d));
        // Sums of 8-bit values and of their squares are exact in double. Moments.variance would round.
        Rows rows = plain.rows(train);
        double[] zero = new double[d];
        Sums sums = run.fold(
                train.size(),
                Tables.rowsAtOnce(d),
                (from, to) -> {
                    // Images are decoded once for both sums.
                    Matrix x = new Matrix(to - from, d);
                    rows.read(from, to - from, x.data(), 0);
                    return new Sums(Moments.sums(x, 0, to - from, run), Moments.squares(x, zero, 0, to - from, run));
                },
                Sums::add);
        float[] mean = new float[d];
        float[] scale = ones(d);
        double n = train.size();
        for (int p = 0; p < d; p++) {
            long sum = (long) sums.values[p];
            mean[p] = (float) (sum / n);
            long nTimesN = train.size() * (long) sums.squares[p] - sum * sum;
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

    /** A row for each image, computed when it is read. */
    Rows rows(Dataset data) {
        return new ComputedRows(data.size(), length(), (row, n, to, at) -> {
            for (int i = 0; i < n; i++) {
                write(data, row + i, to, at + i * length());
            }
        });
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
