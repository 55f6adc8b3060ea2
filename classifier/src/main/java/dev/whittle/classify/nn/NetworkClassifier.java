package dev.whittle.classify.nn;

import dev.whittle.classify.Classifier;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Optional;

/** A trained network; for cross-entropy, scores are log-probabilities up to a constant per row. */
public final class NetworkClassifier implements Classifier {
    private final Network network;

    NetworkClassifier(Network network) {
        this.network = network;
    }

    /** The network that computes the scores. */
    public Network network() {
        return network;
    }

    @Override
    public int classes() {
        return network.outputs();
    }

    @Override
    public Matrix scores(Rows features, Run run) {
        return network.scores(features, run);
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
