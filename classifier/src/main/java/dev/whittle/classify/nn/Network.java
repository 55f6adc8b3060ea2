package dev.whittle.classify.nn;

import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Pictured;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.image.PatchPictures;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph of layers from features to one value, the scores: see {@link Graph}. Only training changes its parameters.
 */
public final class Network {
    private final Nodes nodes;
    private final Scratch<Workspace> workspaces;

    Network(Nodes nodes) {
        this.nodes = nodes;
        this.workspaces = new Scratch<>(() -> new Workspace(nodes, false, false));
    }

    /** The number of features. */
    public int inputs() {
        return nodes.inputs();
    }

    /** The number of scores. */
    public int outputs() {
        return nodes.outputs();
    }

    /**
     * How many rows are well given to {@link #apply} at once: 128, or fewer if the values of a row are large images.
     */
    public int chunkRows() {
        return nodes.chunkRows();
    }

    /**
     * A layer and the values that it takes.
     *
     * @param inputs value 0 is the features, and value i the output of step i - 1
     * @param output the shape of a sample's output
     */
    public record Step(Layer layer, List<Integer> inputs, Shape output) {}

    /** The layers in the order in which they are computed; the last one gives the scores. */
    public List<Step> steps() {
        return nodes.asList().stream()
                .map(node -> new Step(
                        node.layer(), Arrays.stream(node.inputs()).boxed().toList(), node.output()))
                .toList();
    }

    /** The parameters of all layers, each once, in the order of the layers. */
    public List<Parameter> parameters() {
        return nodes.parameters();
    }

    /**
     * The multiply-adds of the scores of one sample: those of convolutions and linear layers. Training takes three
     * times as many, for the values, the derivatives of the inputs and those of the weights. A multiply-add is two
     * operations.
     */
    public long multiplyAdds() {
        return nodes.asList().stream()
                .mapToLong(node -> node.layer().multiplyAdds())
                .sum();
    }

    /**
     * The network for training with a loss. It has its own memory for the values and derivatives of a batch. Only one
     * step may run at a time.
     *
     * @param run its seed names the random parts of layers; its threads and kernels change no bit
     */
    public Trainable training(Loss loss, Run run) {
        return training(loss, run, false);
    }

    /** @param derivativesOfInput whether the derivatives of the features are computed, too */
    NetworkTraining training(Loss loss, Run run, boolean derivativesOfInput) {
        return new NetworkTraining(nodes, loss, run, derivativesOfInput);
    }

    /**
     * A row of scores for each row of features.
     *
     * @throws IllegalArgumentException if there is another number of features
     */
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != inputs()) {
            throw new IllegalArgumentException(
                    "This head was trained on " + inputs() + " features, got " + features.columns());
        }
        int outputs = outputs();
        Matrix scores = new Matrix(features.rows(), outputs);
        run.parallel(features.rows(), nodes.chunkRows(), (from, to) -> {
            Input rows = x -> features.read(from, to - from, x, 0);
            apply(rows, to - from, scores.data(), from * outputs, run);
        });
        return scores;
    }

    /** Writes the features of some rows into an array. */
    @FunctionalInterface
    public interface Input {
        void writeTo(float[] x);
    }

    /** Writes the scores of {@code n} rows to {@code out[offset …]}. */
    public void apply(Input rows, int n, float[] out, int offset, Run run) {
        Workspace workspace = run.take(workspaces);
        rows.writeTo(workspace.features(n));
        workspace.scores(n, out, offset, run);
        run.giveBack(workspaces, workspace);
    }

    /**
     * Copies of all parameters and running means by their names. {@link Layer#columns} is the number of columns of a
     * parameter.
     */
    public NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty();
        for (Parameter p : nodes.parameters()) {
            arrays = arrays.with(p.name(), new Matrix(rows(p), p.values().length / rows(p), p.values()));
        }
        for (Map.Entry<String, Matrix> e : nodes.arrays().entrySet()) {
            arrays = arrays.with(e.getKey(), e.getValue());
        }
        return arrays;
    }

    /**
     * Sets all arrays that {@link #arrays} returns, or none of them.
     *
     * @throws IllegalArgumentException if an array is missing, is not finite, has another shape than in {@link
     *     #arrays} or is refused by its layer
     */
    public void set(NamedArrays arrays) {
        Map<float[], Matrix> given = new IdentityHashMap<>();
        for (Parameter p : nodes.parameters()) {
            given.put(p.values(), given(arrays, p.name(), rows(p), p.values().length));
        }
        nodes.arrays().forEach((name, m) -> given.put(m.data(), given(arrays, name, m.rows(), m.data().length)));
        nodes.asList().forEach(node -> node.layer().check(arrays));
        given.forEach((to, from) -> System.arraycopy(from.data(), 0, to, 0, to.length));
    }

    private static Matrix given(NamedArrays arrays, String name, int rows, int length) {
        return arrays.get(name, rows, length / rows).requireFinite("array '" + name + "'");
    }

    /** Pictures of the filters of the first convolution, if it sees a gray image or an RGB one. */
    public Optional<Pictured.Learned> filters() {
        return nodes.asList().stream()
                .map(Nodes.Node::layer)
                .map(layer -> layer instanceof WhiteningConv2d w ? w.convolution() : layer)
                .filter(Conv2d.class::isInstance)
                .findFirst()
                .flatMap(layer -> pictures((Conv2d) layer));
    }

    private static Optional<Pictured.Learned> pictures(Conv2d layer) {
        Parameter w = layer.parameters().get(0);
        int size = layer.window().size();
        int length = layer.columns(w);
        if (size == 1 || (length != size * size && length != 3 * size * size)) {
            return Optional.empty();
        }
        Matrix filters = new Matrix(w.values().length / length, length, w.values());
        return Optional.of(new Pictured.Learned(Pictured.Learned.FILTERS, PatchPictures.of(filters, size)));
    }

    /** A description of the graph: the kinds of its layers and the values they take. */
    @Override
    public String toString() {
        return nodes.toString();
    }

    private int rows(Parameter p) {
        for (Nodes.Node node : nodes.asList()) {
            if (node.layer().parameters().contains(p)) {
                return p.values().length / node.layer().columns(p);
            }
        }
        throw new AssertionError(p.name());
    }
}
