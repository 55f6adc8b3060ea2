package dev.whittle.classify.nn;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;

/**
 * A multi-layer perceptron: linear layers with activations between them, trained by mini-batches to a low mean loss
 * plus (l2/2)·Σ‖W‖² + l1·Σ‖W‖₁. Penalties apply to the weights of all linear layers, but not to biases or batch
 * normalisation. A hidden layer consists of a linear layer, optional batch normalisation, the activation and optional
 * dropout. Standardise the features.
 *
 * @param hidden units of each hidden layer, from input to output; empty for none
 * @param activation of each hidden layer. It determines whether the weights of the layer are drawn by the rule of He et
 *     al. or of Glorot and Bengio, see {@link Initializer}. Those of the output layer are always drawn by the rule of
 *     He et al.
 * @param loss on the scores
 * @param dropout share of the hidden units dropped in training, at least 0 and below 1
 * @param batchNorm whether the inputs of activations are normalised over the batch
 * @param l2 weight of the squared penalty per sample, at least 0
 * @param l1 weight of the absolute penalty per sample, at least 0; if it is above 0, {@code training.clipValue} must be
 *     0
 * @param training optimiser, schedule, epochs and so on
 */
public record Mlp(
        List<Integer> hidden,
        Activation activation,
        LossName loss,
        double dropout,
        boolean batchNorm,
        double l2,
        double l1,
        MiniBatches training)
        implements Spec<Samples, Classifier>, TrainingNeeds {
    public Mlp {
        Checks checks = new Checks("MLP")
                .require(
                        hidden != null && hidden.stream().allMatch(size -> size != null && size >= 1),
                        "hidden must list layer sizes of at least 1",
                        hidden)
                .require(activation != null, "activation must be given", activation)
                .require(loss != null, "loss must be given", loss)
                .fraction("dropout", dropout)
                .atLeastZero("l2", l2)
                .atLeastZero("l1", l1)
                .require(training != null, "training must be given", training)
                .require(
                        !batchNorm || training == null || training.batchSize() > 1,
                        "training.batchSize must be at least 2 with batchNorm, which sets each batch to mean 0"
                                + " and variance 1",
                        training == null ? null : training.batchSize());
        MiniBatchTraining.checkWithoutFilters(checks, "training.", training, l1).report();
        hidden = List.copyOf(hidden);
    }

    /**
     * 256 hidden units, with settings chosen on a validation split of CIFAR-10, the same for raw pixels, HoG and HoG
     * with colour, all standardised.
     */
    public static Mlp defaults() {
        return relu(List.of(256), 5e-3, MiniBatches.defaults());
    }

    /** With ReLU, cross-entropy of the softmax and the l2 penalty: no dropout, no batch normalisation, no l1. */
    public static Mlp relu(List<Integer> hidden, double l2, MiniBatches training) {
        return new Mlp(hidden, Activation.RELU, LossName.CROSS_ENTROPY, 0, false, l2, 0, training);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        return new NetworkClassifier(train(train, run).scores());
    }

    /** The head before training, which knows nothing of the samples: a negative control. */
    public Classifier untrained(Samples train, Run run) {
        return new NetworkClassifier(
                initial(train.features().columns(), train.classes(), run).scores());
    }

    /** Each epoch takes the products of the layers three times: forwards, and backwards for weights and for inputs. */
    @Override
    public double operations(int samples, int features, int classes) {
        double multiplyAdds = 0;
        double inputs = features;
        for (int size : hidden) {
            multiplyAdds += inputs * size * activation.pieces();
            inputs = size;
        }
        return 6.0 * training.epochs() * samples * (multiplyAdds + inputs * classes);
    }

    @Override
    public List<UnusedSetting> unusedSettings() {
        return UnusedSetting.within("training", training.unusedSettings());
    }

    /** The whole network, and the part that ends with the last activation; the part is null without hidden layers. */
    public record Networks(Network scores, Network hidden) {}

    /**
     * The networks before training. Layer i draws its weights from {@code run.start("He initialisation", i)} with
     * either rule. The name of the generator determines the bits, so it was kept when the other rule was added.
     */
    public Networks initial(int inputs, int classes, Run run) {
        return build(inputs, classes, (layer, in, out) -> {
            Initializer initializer = layer < hidden.size() ? activation.initializer() : Initializer.HE;
            return initializer.draw(in, out, run.start("He initialisation", layer));
        });
    }

    @FunctionalInterface
    private interface Weights {
        float[] draw(int layer, int inputs, int outputs);
    }

    private Networks build(int inputs, int classes, Weights weights) {
        Graph graph = new Graph(Shape.of(inputs));
        Graph.Value value = graph.input();
        Graph.Value lastHidden = null;
        for (int i = 0; i < hidden.size(); i++) {
            value = graph.add(linear(i, value.shape().size(), hidden.get(i) * activation.pieces(), weights), value);
            if (batchNorm) {
                value = graph.add(new BatchNorm(name(i), value.shape().size()), value);
            }
            value = graph.add(activation.layer(), value);
            lastHidden = value;
            if (dropout > 0) {
                value = graph.add(new Dropout(name(i), dropout), value);
            }
        }
        value = graph.add(linear(hidden.size(), value.shape().size(), classes, weights), value);
        return new Networks(graph.network(value), lastHidden == null ? null : graph.network(lastHidden));
    }

    private static Linear linear(int layer, int inputs, int outputs, Weights weights) {
        return new Linear(
                inputs,
                outputs,
                new Parameter(name(layer) + "/weights", weights.draw(layer, inputs, outputs), true),
                new Parameter(name(layer) + "/bias", new float[outputs], false));
    }

    private static String name(int layer) {
        return "layer" + (layer + 1);
    }

    /** Both networks, trained. */
    public Networks train(Samples train, Run run) {
        Networks networks = initial(train.features().columns(), train.classes(), run);
        new MiniBatchTraining(training, l2, l1).train(networks.scores().training(loss.loss(), run), train, run);
        return networks;
    }

    @Override
    public void checkSamples(int samples) {
        training.checkSamples(samples, batchNorm ? 2 : 1);
    }

    /** The network up to the last activation, with these arrays. */
    public Network restoreHidden(NamedArrays arrays) {
        Network network = zeros(arrays, 1, hidden.size()).hidden();
        network.set(arrays);
        return network;
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        int classes = arrays.get(name(hidden.size()) + "/weights").columns();
        Network network = zeros(arrays, classes, hidden.size() + 1).scores();
        network.set(arrays);
        return new NetworkClassifier(network);
    }

    /**
     * Networks with weights of 0 for arrays that have weights of the first layers. Their shapes are checked before
     * memory is allocated for them.
     */
    private Networks zeros(NamedArrays arrays, int classes, int given) {
        int inputs = arrays.get(name(0) + "/weights").rows();
        return build(inputs, classes, (layer, in, out) -> {
            if (layer < given) {
                arrays.get(name(layer) + "/weights", in, out);
            }
            return new float[in * out];
        });
    }
}
