package dev.whittle.classify.nn;

import dev.whittle.classify.PixelShape;
import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import dev.whittle.feature.transform.Moments;
import java.util.Arrays;
import java.util.List;

/**
 * Takes vectors as images and scales each band: (x - μ)/σ, with the mean and the deviation of all values of the band in
 * the training images; where σ is 0, x - μ. Training does not change them. They are saved as {@code name/mean} and
 * {@code name/scale}, which is 1/σ, and the shape of the images as {@code name/shape}.
 */
public final class BandScaling implements Layer {
    private final String name;
    private final Shape image;
    private final Matrix mean;
    private final Matrix scale;
    private final LiveArrays fixed;

    /** With means of 0 and deviations of 1. */
    BandScaling(String name, Shape image) {
        this.name = name;
        this.image = Layers.image(image, "BandScaling");
        int bands = image.dimension(0);
        mean = new Matrix(1, bands);
        scale = new Matrix(1, bands);
        Arrays.fill(scale.data(), 1);
        Matrix shape = Matrix.of(new float[] {bands, image.dimension(1), image.dimension(2)});
        fixed = LiveArrays.empty()
                .with(name + "/mean", mean)
                .with(name + "/scale", scale)
                .with(name + "/shape", shape);
    }

    /** The shape of the images of a saved layer. */
    static Shape shape(String name, NamedArrays arrays) {
        PixelShape shape = PixelShape.of(name + "/shape", arrays);
        return Shape.of(shape.bands(), shape.rows(), shape.columns());
    }

    /** Sets means and deviations to those of these images. */
    void fit(Rows images, Run run) {
        double[] means = byBand(Moments.mean(images, run));
        double[] expanded = new double[image.size()];
        for (int i = 0; i < expanded.length; i++) {
            expanded[i] = means[i / image.inner()];
        }
        double[] variances = byBand(Moments.variance(images, expanded, run));
        for (int c = 0; c < means.length; c++) {
            mean.data()[c] = (float) means[c];
            scale.data()[c] = variances[c] > 0 ? (float) (1 / Math.sqrt(variances[c])) : 1;
        }
    }

    /** The mean of the values of each band. */
    private double[] byBand(double[] values) {
        double[] means = new double[image.dimension(0)];
        for (int i = 0; i < values.length; i++) {
            means[i / image.inner()] += values[i];
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= image.inner();
        }
        return means;
    }

    @Override
    public Shape output(List<Shape> inputs) {
        if (Layers.one(inputs, "BandScaling").size() != image.size()) {
            throw new IllegalArgumentException("Images of " + image + " have " + image.size() + " values, got "
                    + inputs.get(0).size());
        }
        return image;
    }

    @Override
    public LiveArrays fixed() {
        return fixed;
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        scale(flow.x(0), flow.y(), from, to);
    }

    /** Scales the images {@code from} to {@code to - 1} of an array. */
    void scale(float[] x, float[] y, int from, int to) {
        for (int band = from * image.dimension(0); band < to * image.dimension(0); band++) {
            float m = mean.data()[band % image.dimension(0)];
            float s = scale.data()[band % image.dimension(0)];
            for (int i = band * image.inner(); i < (band + 1) * image.inner(); i++) {
                y[i] = (x[i] - m) * s;
            }
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        for (int i = from * image.size(); dx != null && i < to * image.size(); i++) {
            dx[i] = scale.data()[i / image.inner() % image.dimension(0)] * flow.dy()[i];
        }
    }

    @Override
    public String toString() {
        return "BandScaling(" + name + ", " + image + ")";
    }
}
