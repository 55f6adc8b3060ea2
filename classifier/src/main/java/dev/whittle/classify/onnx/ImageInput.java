package dev.whittle.classify.onnx;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Size;
import java.nio.FloatBuffer;
import java.util.List;

/** How images become the input of a network; see {@link OnnxFeature}. */
final class ImageInput {
    private final Size size;
    private final List<Double> mean;
    private final List<Double> std;
    private final Layout layout;
    /** What each pixel value of each band becomes. */
    private final float[][] values = new float[3][256];

    /**
     * @param size null for images as they are
     * @param mean one value, or one for each band
     * @param std one value, or one for each band
     */
    ImageInput(Size size, List<Double> mean, List<Double> std, Layout layout) {
        this.size = size;
        this.mean = mean;
        this.std = std;
        this.layout = layout;
        for (int b = 0; b < values.length; b++) {
            double m = mean.get(Math.min(b, mean.size() - 1));
            double s = std.get(Math.min(b, std.size() - 1));
            for (int v = 0; v < 256; v++) {
                values[b][v] = value(v, m, s);
            }
        }
    }

    private static float value(int pixel, double mean, double std) {
        return (float) ((pixel - mean) / std);
    }

    /** Whether no pixel becomes infinite. */
    static boolean areFinite(List<Double> mean, List<Double> std) {
        for (int b = 0; b < Math.max(mean.size(), std.size()); b++) {
            double m = mean.get(Math.min(b, mean.size() - 1));
            double s = std.get(Math.min(b, std.size() - 1));
            if (!Float.isFinite(value(0, m, s)) || !Float.isFinite(value(255, m, s))) {
                return false;
            }
        }
        return true;
    }

    Layout layout() {
        return layout;
    }

    /** Whether all images get one size. */
    boolean scales() {
        return size != null;
    }

    /** The names of the dimensions. */
    String dimensions() {
        return layout == Layout.NCHW ? "N x bands x rows x columns" : "N x rows x columns x bands";
    }

    /** The place of the bands, the rows and the columns among the dimensions. */
    int bandsAt() {
        return layout == Layout.NCHW ? 1 : 3;
    }

    int rowsAt() {
        return layout == Layout.NCHW ? 2 : 1;
    }

    int columnsAt() {
        return rowsAt() + 1;
    }

    /** The sizes of the input for n images of a shape. */
    long[] sizes(int n, ImageShape shape) {
        long[] sizes = new long[4];
        sizes[0] = n;
        sizes[bandsAt()] = shape.bands();
        sizes[rowsAt()] = shape.height();
        sizes[columnsAt()] = shape.width();
        return sizes;
    }

    /**
     * The shape that images of a shape have in the input.
     *
     * @throws IllegalArgumentException if there are no such images, or the bands do not suit the means and deviations
     */
    ImageShape shape(int width, int height, int bands) {
        ImageShape shape = new ImageShape(width, height, bands);
        if (shape.anySize()) {
            throw new IllegalArgumentException("An image has pixels, got 0x0");
        }
        checkBands("mean", mean, bands);
        checkBands("std", std, bands);
        return size == null ? shape : new ImageShape(size.width(), size.height(), bands);
    }

    private static void checkBands(String key, List<Double> values, int bands) {
        if (values.size() != 1 && values.size() != bands) {
            throw new IllegalArgumentException(
                    key + " has " + values.size() + " values, but images have " + bands + " band");
        }
    }

    /** Writes an image to {@code x[at …]}. */
    void write(Planar<GrayU8> original, FloatBuffer x, int at) {
        Planar<GrayU8> image = size == null ? original : Fit.PAD.apply(original, size.width(), size.height());
        int bands = image.getNumBands();
        boolean bandAfterBand = layout == Layout.NCHW;
        int step = bandAfterBand ? 1 : bands;
        for (int b = 0; b < bands; b++) {
            float[] of = values[b];
            GrayU8 band = image.getBand(b);
            int to = at + (bandAfterBand ? b * image.width * image.height : b);
            for (int row = 0; row < image.height; row++) {
                int start = band.startIndex + row * band.stride;
                for (int column = 0; column < image.width; column++, to += step) {
                    x.put(to, of[band.data[start + column] & 0xFF]);
                }
            }
        }
    }
}
