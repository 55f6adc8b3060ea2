package dev.whittle.classify.nn;

import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import java.util.Arrays;

/**
 * The values of a network for some rows and, in training, the derivatives of the loss by them. It grows if needed and
 * is reused.
 */
final class Workspace {
    /** values[i] is value i of the graph; a layer that works in place uses the array of its input. */
    final float[][] values;

    /** Like {@link #values}; null if no layer before has parameters. */
    final float[][] derivatives;

    final Flow.Batch batch;
    private final Nodes nodes;
    private final Flow[] flows;
    private final boolean[] inPlace;
    private final boolean[] wanted;
    /**
     * adds[i][k]: whether the derivative of input k of node i must be added, since there is an earlier one of the same
     * value.
     */
    private final boolean[][] adds;

    private int capacity;

    /** @param derivativesOfInput whether the derivatives of the features are needed, too */
    Workspace(Nodes nodes, boolean training, boolean derivativesOfInput) {
        this.nodes = nodes;
        int n = nodes.size();
        values = new float[n + 1][];
        derivatives = new float[n + 1][];
        batch = new Flow.Batch(training);
        flows = new Flow[n];
        inPlace = new boolean[n];
        wanted = new boolean[n + 1];
        adds = new boolean[n][];
        wanted[0] = derivativesOfInput;
        int[] uses = new int[n + 1];
        for (int i = 0; i < n; i++) {
            Nodes.Node node = nodes.get(i);
            flows[i] = new Flow(batch, node.widths(), node.width());
            wanted[i + 1] = node.layer().pieces() > 0;
            for (int v : node.inputs()) {
                wanted[i + 1] |= wanted[v];
                uses[v]++;
            }
        }
        boolean[] written = new boolean[n + 1];
        written[n] = true;
        for (int i = n - 1; i >= 0; i--) {
            Nodes.Node node = nodes.get(i);
            int[] in = node.inputs();
            adds[i] = new boolean[in.length];
            for (int k = 0; k < in.length; k++) {
                adds[i][k] = written[in[k]];
                written[in[k]] = true;
            }
            inPlace[i] = node.layer().inPlace()
                    // which are computed from dy after backward
                    && node.layer().parameters().isEmpty()
                    && in[0] > 0
                    && uses[in[0]] == 1
                    && !nodes.get(in[0] - 1).layer().readsOutput();
        }
        if (!training) {
            Arrays.fill(wanted, false);
        }
    }

    /** Allocates memory for this number of rows. */
    void reserve(int rows) {
        if (rows <= capacity) {
            return;
        }
        capacity = rows;
        values[0] = new float[Checks.length("A batch", rows, nodes.inputs())];
        derivatives[0] = wanted[0] ? new float[values[0].length] : null;
        for (int i = 0; i < nodes.size(); i++) {
            Nodes.Node node = nodes.get(i);
            Flow flow = flows[i];
            int size = Checks.length("A layer's output of a batch", rows, node.width());
            int[] in = node.inputs();
            values[i + 1] = inPlace[i] ? values[in[0]] : new float[size];
            derivatives[i + 1] = !wanted[i + 1] ? null : inPlace[i] ? derivatives[in[0]] : new float[size];
            flow.y = values[i + 1];
            flow.dy = derivatives[i + 1];
            for (int k = 0; k < in.length; k++) {
                flow.x[k] = values[in[k]];
                flow.dx[k] =
                        !wanted[in[k]] ? null : adds[i][k] ? new float[rows * node.widths()[k]] : derivatives[in[k]];
            }
            flow.view();
        }
    }

    /** The array into which the features of this number of rows are written. */
    float[] features(int rows) {
        reserve(rows);
        return values[0];
    }

    /** Writes the scores of the rows whose features {@link #features} has received to {@code out[offset …]}. */
    void scores(int rows, float[] out, int offset, Run run) {
        batch.run = run;
        batch.rows = rows;
        forward(0, nodes.size(), 0, rows);
        batch.run = null;
        System.arraycopy(values[nodes.size()], 0, out, offset, rows * nodes.outputs());
    }

    Flow flow(int node) {
        return flows[node];
    }

    /** Computes the nodes {@code first} to {@code end - 1} for the rows {@code from} to {@code to - 1}. */
    void forward(int first, int end, int from, int to) {
        for (int i = first; i < end; i++) {
            nodes.get(i).layer().forward(flows[i], from, to);
        }
    }

    /** Computes the derivatives of the nodes {@code end - 1} down to {@code first}. */
    void backward(int first, int end, int from, int to) {
        for (int i = end - 1; i >= first; i--) {
            if (!wanted[i + 1]) {
                continue;
            }
            Nodes.Node node = nodes.get(i);
            node.layer().backward(flows[i], from, to);
            for (int k = 0; k < adds[i].length; k++) {
                if (adds[i][k] && flows[i].dx[k] != null) {
                    int width = node.widths()[k];
                    add(flows[i].dx[k], derivatives[node.inputs()[k]], from * width, to * width);
                }
            }
        }
    }

    private static void add(float[] part, float[] sum, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += part[i];
        }
    }
}
