package dev.whittle.classify.nn;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.ComputedRows;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/**
 * A trained network; for cross-entropy, scores are log-probabilities up to a constant per row. With {@link Views}, the
 * scores of the views are averaged by their weights, in their order.
 */
public final class NetworkClassifier implements Classifier {
    private final Network network;
    private final Views views;
    private final Shape image;

    NetworkClassifier(Network network) {
        this(network, Views.NONE, null);
    }

    /** @param image the shape of the images; may be null without views */
    NetworkClassifier(Network network, Views views, Shape image) {
        this.network = network;
        this.views = views;
        this.image = image;
    }

    /** The network that computes the scores of a view. */
    public Network network() {
        return network;
    }

    /** The views whose scores are averaged. */
    public Views views() {
        return views;
    }

    @Override
    public Classifier withoutViews() {
        return views == Views.NONE ? this : new NetworkClassifier(network);
    }

    @Override
    public int classes() {
        return network.outputs();
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        if (views == Views.NONE) {
            return network.scores(features, run);
        }
        Matrix sums = new Matrix(features.rows(), classes());
        for (int v = 0; v < views.count(); v++) {
            int view = v;
            Rows seen = new ComputedRows(features.rows(), features.columns(), (row, n, to, at) -> {
                float[] images = new float[n * features.columns()];
                features.read(row, n, images, 0);
                views.apply(view, images, n, image);
                System.arraycopy(images, 0, to, at, images.length);
            });
            float[] scores = network.scores(seen, run).data();
            for (int i = 0; i < scores.length; i++) {
                sums.data()[i] += views.weight(view) * scores[i];
            }
        }
        return sums;
    }

    @Override
    public Optional<Pictured.Learned> filters() {
        return network.filters();
    }

    @Override
    public NamedArrays arrays() {
        return network.arrays();
    }
}
