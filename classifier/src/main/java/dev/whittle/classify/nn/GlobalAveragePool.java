package dev.whittle.classify.nn;

import java.util.Arrays;
import java.util.List;

/**
 * The mean of each band of an image: a vector with a value for each band. The values of a band are added row by row in
 * double, and the sum is divided by their number.
 */
public final class GlobalAveragePool implements Layer {
    private Shape in;

    @Override
    public Shape output(List<Shape> inputs) {
        in = Layers.sameImage(in, inputs, this, "GlobalAveragePool");
        return Shape.of(in.dimension(0));
    }

    @Override
    public boolean readsOutput() {
        return false;
    }

    @Override
    public void forward(Flow flow, int from, int to) {
        float[] x = flow.x(0);
        int places = in.inner();
        for (int i = from * flow.width(); i < to * flow.width(); i++) {
            double sum = 0;
            for (int j = i * places; j < (i + 1) * places; j++) {
                sum += x[j];
            }
            flow.y()[i] = (float) (sum / places);
        }
    }

    @Override
    public void backward(Flow flow, int from, int to) {
        float[] dx = flow.dx(0);
        if (dx == null) {
            return;
        }
        int places = in.inner();
        for (int i = from * flow.width(); i < to * flow.width(); i++) {
            Arrays.fill(dx, i * places, (i + 1) * places, flow.dy()[i] / places);
        }
    }

    @Override
    public String toString() {
        return "GlobalAveragePool";
    }
}
