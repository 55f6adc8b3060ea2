package dev.whittle.classify.nn;

import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph of layers from features to one value, the scores: see {@link Graph}. Only training changes its parameters.
 */
public final class Network {
    /** The number of rows that are computed together. */
    static final int CHUNK_ROWS = 128;

    private final int inputs;
    private final List<Graph.Node> nodes;
    private final List<Parameter> parameters;
    private final LiveArrays buffers;
    private final Scratch<Workspace> workspaces;

    Network(int inputs, List<Graph.Node> nodes) {
        this.inputs = inputs;
        this.nodes = List.copyOf(nodes);
        List<Parameter> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Graph.Node node : nodes) {
            for (Parameter p : node.layer().parameters()) {
                if (all.stream().anyMatch(q -> q.values() == p.values() && q.gradient() == p.gradient())) {
                    continue;
                }
                for (Parameter q : all) {
                    if (q.values() == p.values() || q.gradient() == p.gradient()) {
                        throw new IllegalArgumentException("The parameters " + q.name() + " and " + p.name()
                                + " of the network have one array of "
                                + (q.values() == p.values()
                                        ? "values but two of derivatives"
                                        : "derivatives but two of values")
                                + "; layers that share a parameter must be given the same Parameter");
                    }
                }
                if (!names.add(p.name())) {
                    throw new IllegalArgumentException("Two parameters of the network are called " + p.name());
                }
                all.add(p);
            }
        }
        this.parameters = List.copyOf(all);
        LiveArrays kept = LiveArrays.empty();
        for (Graph.Node node : nodes) {
            for (Map.Entry<String, Matrix> e : node.layer().buffers().asMap().entrySet()) {
                if (!names.add(e.getKey())) {
                    throw new IllegalArgumentException("Two arrays of the network are called " + e.getKey());
                }
                kept = kept.with(e.getKey(), e.getValue());
            }
        }
        this.buffers = kept;
        this.workspaces = new Scratch<>(() -> new Workspace(inputs, this.nodes, false, false));
    }

    /** The number of features. */
    public int inputs() {
        return inputs;
    }

    /** The number of scores. */
    public int outputs() {
        return nodes.get(nodes.size() - 1).width();
    }

    List<Graph.Node> nodes() {
        return nodes;
    }

    /** The parameters of all layers, each once, in the order of the layers. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Other state of the layers, such as running means; not copies. */
    LiveArrays buffers() {
        return buffers;
    }

    /**
     * The network for training with a loss. It has its own memory for the values and derivatives of a batch. Only one
     * step may run at a time.
     *
     * @param run its seed names the random parts of layers; its threads and kernels change no bit
     */
    public Trainable training(Loss loss, Run run) {
        return new NetworkTraining(this, loss, run, false);
    }

    /**
     * A row of scores for each row of features.
     *
     * @throws IllegalArgumentException if there is another number of features
     */
    public Matrix scores(Rows features, Run run) {
        if (features.columns() != inputs) {
            throw new IllegalArgumentException(
                    "This head was trained on " + inputs + " features, got " + features.columns());
        }
        int outputs = outputs();
        Matrix scores = new Matrix(features.rows(), outputs);
        run.parallel(features.rows(), CHUNK_ROWS, (from, to) -> {
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
        workspace.reserve(n);
        rows.writeTo(workspace.values[0]);
        workspace.batch.run = run;
        workspace.batch.rows = n;
        workspace.forward(0, nodes.size(), 0, n);
        workspace.batch.run = null;
        System.arraycopy(workspace.values[nodes.size()], 0, out, offset, n * outputs());
        run.giveBack(workspaces, workspace);
    }

    /**
     * Copies of all parameters and running means by their names. The arrays of a layer of n outputs have n columns if
     * possible.
     */
    public NamedArrays arrays() {
        NamedArrays arrays = NamedArrays.empty();
        for (Parameter p : parameters) {
            arrays = arrays.with(p.name(), new Matrix(rows(p), p.values().length / rows(p), p.values()));
        }
        for (Map.Entry<String, Matrix> e : buffers.asMap().entrySet()) {
            arrays = arrays.with(e.getKey(), e.getValue());
        }
        return arrays;
    }

    /**
     * Sets all arrays that {@link #arrays} returns, or none of them.
     *
     * @throws IllegalArgumentException if an array is missing, is not finite or has another shape than in {@link
     *     #arrays}
     */
    public void set(NamedArrays arrays) {
        Map<float[], Matrix> given = new IdentityHashMap<>();
        for (Parameter p : parameters) {
            given.put(p.values(), given(arrays, p.name(), rows(p), p.values().length));
        }
        buffers.asMap().forEach((name, m) -> given.put(m.data(), given(arrays, name, m.rows(), m.data().length)));
        given.forEach((to, from) -> System.arraycopy(from.data(), 0, to, 0, to.length));
    }

    private static Matrix given(NamedArrays arrays, String name, int rows, int length) {
        return arrays.get(name, rows, length / rows).requireFinite("array '" + name + "'");
    }

    /** A description of the graph: the kinds of its layers and the values they take. */
    @Override
    public String toString() {
        return nodes.stream()
                .map(node -> node.layer() + Arrays.toString(node.inputs()))
                .collect(Collectors.joining(" ", "Network[" + inputs + " ", "]"));
    }

    private int rows(Parameter p) {
        for (Graph.Node node : nodes) {
            if (node.layer().parameters().contains(p)) {
                return p.values().length % node.width() == 0 ? p.values().length / node.width() : 1;
            }
        }
        throw new AssertionError(p.name());
    }
}
