package dev.whittle.classify.nn;

import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes of a network in the order in which they are computed, with the arrays of their layers. */
final class Nodes {
    /**
     * The most rows that are computed together, and about the most values of an image layer in them: 1 MB.
     */
    private static final int CHUNK_ROWS = 128;

    private static final int CHUNK_VALUES = 1 << 18;

    /** A layer and what it takes. Value i + 1 is the output of node i; value 0 is the features. */
    record Node(Layer layer, int[] inputs, int[] widths, Shape output) {
        /** Values per row of the output. */
        int width() {
            return output.size();
        }
    }

    private final int inputs;
    private final List<Node> nodes;
    private final List<Parameter> parameters;
    private final LiveArrays buffers;
    private final LiveArrays fixed;
    private final int chunkRows;
    private final int leastRows;

    /** @param inputs the number of features */
    Nodes(int inputs, List<Node> nodes) {
        this.inputs = inputs;
        this.nodes = List.copyOf(nodes);
        List<Parameter> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
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
        this.buffers = joined(Layer::buffers, names);
        this.fixed = joined(Layer::fixed, names);
        int largest = nodes.stream()
                .filter(node -> node.output().rank() > 1)
                .mapToInt(Node::width)
                .max()
                .orElse(1);
        chunkRows = Math.max(1, Math.min(CHUNK_ROWS, Integer.highestOneBit(Math.max(1, CHUNK_VALUES / largest))));
        leastRows = largest > 1 ? 1 : chunkRows;
    }

    private LiveArrays joined(Function<Layer, LiveArrays> of, Set<String> names) {
        LiveArrays joined = LiveArrays.empty();
        for (Node node : nodes) {
            for (Map.Entry<String, Matrix> e : of.apply(node.layer()).asMap().entrySet()) {
                if (!names.add(e.getKey())) {
                    throw new IllegalArgumentException("Two arrays of the network are called " + e.getKey());
                }
                joined = joined.with(e.getKey(), e.getValue());
            }
        }
        return joined;
    }

    /** The number of features. */
    int inputs() {
        return inputs;
    }

    /** The number of scores. */
    int outputs() {
        return nodes.get(nodes.size() - 1).width();
    }

    int size() {
        return nodes.size();
    }

    /**
     * The number of rows that are computed together: 128, if the layers compute vectors only. Images have many more
     * values, so fewer are computed at once. It depends on shapes only, since losses are summed chunk by chunk.
     */
    int chunkRows() {
        return chunkRows;
    }

    /**
     * The fewest rows that are worth a thread of their own. An image is many rows of a product. Of vectors, a whole
     * chunk is: a thread packs the weights for its rows, which takes as long as a product with a few of them.
     */
    int leastRows() {
        return leastRows;
    }

    Node get(int node) {
        return nodes.get(node);
    }

    List<Node> asList() {
        return nodes;
    }

    /** The parameters of all layers, each once, in the order of the layers. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** Other state of the layers that training changes, such as running means; not copies. */
    LiveArrays buffers() {
        return buffers;
    }

    /** All arrays of the layers besides the parameters, by their names; not copies. */
    Map<String, Matrix> arrays() {
        Map<String, Matrix> all = new TreeMap<>(buffers.asMap());
        all.putAll(fixed.asMap());
        return all;
    }

    /** A description: the kinds of the layers and the values they take. */
    @Override
    public String toString() {
        return nodes.stream()
                .map(node -> node.layer() + Arrays.toString(node.inputs()))
                .collect(Collectors.joining(" ", "Network[" + inputs + " ", "]"));
    }
}
