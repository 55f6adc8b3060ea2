package dev.whittle.classify.nn;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Back-propagation through a network for a batch. The forward and the backward pass run in parallel for some rows at a
 * time, and losses are added in chunks of a fixed number of rows. A layer whose rows depend on each other in training
 * waits for all of them. Then the pieces of all derivatives of parameters are computed in parallel, each as a sum over
 * the whole batch in the order of its rows. Layers that share a parameter are computed one after another, in their
 * order.
 */
final class NetworkTraining implements Trainable {
    private final Nodes nodes;
    private final Loss loss;
    private final Run run;
    private final Workspace workspace;
    private final Scratch<Workspace> evaluations;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Wave> waves = new ArrayList<>();
    private final Run.Chunk losses = this::lose;

    private int[] labels = {};
    private float[][] scores = {};
    private double[] chunkLoss = {};
    private int[] chunkCorrect = {};

    private Samples samples;
    private int[] order;
    private int from;

    NetworkTraining(Nodes nodes, Loss loss, Run run, boolean derivativesOfInput) {
        this.nodes = nodes;
        this.loss = loss;
        this.run = run;
        this.workspace = new Workspace(nodes, true, derivativesOfInput);
        this.evaluations = new Scratch<>(() -> new Workspace(nodes, false, false));
        workspace.batch.run = run;
        int first = 0;
        int n = nodes.size();
        for (int i = 0; i < n; i++) {
            if (!nodes.get(i).layer().rowByRow()) {
                stretches.add(new Stretch(first, i));
                first = i + 1;
            }
        }
        stretches.add(new Stretch(first, n));
        for (int i = 0; i < n; i++) {
            Layer layer = nodes.get(i).layer();
            if (layer.pieces() > 0) {
                int wave = 0;
                for (int w = 0; w < waves.size(); w++) {
                    wave = waves.get(w).shares(layer) ? w + 1 : wave;
                }
                if (wave == waves.size()) {
                    waves.add(new Wave());
                }
                waves.get(wave).add(i);
            }
        }
    }

    @Override
    public List<Parameter> parameters() {
        return nodes.parameters();
    }

    @Override
    public int leastBatch() {
        int least = 1;
        for (Nodes.Node node : nodes.asList()) {
            least = Math.max(least, node.layer().leastBatch());
        }
        return least;
    }

    /** Like {@link #gradient}; returns the derivatives of the features. */
    float[] derivativesOfInput() {
        return workspace.derivatives[0];
    }

    @Override
    public void beginEpoch(int epoch) {
        workspace.batch.epoch = epoch;
    }

    @Override
    public Seen gradient(Samples batchOf, int[] batchOrder, int first, int end, long step) {
        int rows = end - first;
        compute(batchOf, batchOrder, first, end, step);
        double sum = 0;
        int correct = 0;
        for (int c = 0; c * nodes.chunkRows() < rows; c++) {
            sum += chunkLoss[c];
            correct += chunkCorrect[c];
        }
        return new Seen(sum, correct);
    }

    @Override
    public Seen evaluate(Samples of, int[] which, int first, int end) {
        requireFit(of);
        int rows = end - first;
        int classes = nodes.outputs();
        double[] losses = new double[(rows + nodes.chunkRows() - 1) / nodes.chunkRows()];
        int[] rights = new int[losses.length];
        run.parallel(rows, nodes.chunkRows(), (a, b) -> {
            int[] y = new int[b - a];
            float[] s = new float[(b - a) * classes];
            for (int r = a; r < b; r++) {
                y[r - a] = of.labels()[which[first + r]];
            }
            Workspace evaluation = run.take(evaluations);
            float[] x = evaluation.features(b - a);
            for (int r = a; r < b; r++) {
                of.features().read(which[first + r], 1, x, (r - a) * nodes.inputs());
            }
            evaluation.scores(b - a, s, 0, run);
            run.giveBack(evaluations, evaluation);
            int chunk = a / nodes.chunkRows();
            rights[chunk] = Loss.correct(s, b - a, classes, y, 0);
            losses[chunk] = loss.sumAndGradient(s, b - a, classes, y, 0, 1, run.kernels());
        });
        double sum = 0;
        int correct = 0;
        for (int c = 0; c < losses.length; c++) {
            sum += losses[c];
            correct += rights[c];
        }
        return new Seen(sum, correct);
    }

    @Override
    public LiveArrays buffers() {
        return nodes.buffers();
    }

    @Override
    public String structure() {
        StringBuilder parameters = new StringBuilder();
        for (Nodes.Node node : nodes.asList()) {
            requireDescription(node.layer());
            // Which layer has which parameter, since layers may share them.
            parameters.append(
                    node.layer().parameters().stream().map(Parameter::name).toList());
        }
        requireDescription(loss);
        return nodes + " " + parameters + " " + loss;
    }

    /** The default text of an object differs between runs of the program. */
    private static void requireDescription(Object part) {
        String byDefault = part.getClass().getName() + "@" + Integer.toHexString(part.hashCode());
        if (byDefault.equals(part.toString())) {
            throw new IllegalArgumentException(part.getClass().getName()
                    + " needs a toString that describes it, with its settings: a checkpoint knows a model by that");
        }
    }

    /** All of {@link #gradient} except the sums over chunks. */
    void compute(Samples batchOf, int[] batchOrder, int first, int end, long step) {
        requireFit(batchOf);
        int rows = end - first;
        reserve(rows);
        samples = batchOf;
        order = batchOrder;
        from = first;
        workspace.batch.rows = rows;
        workspace.batch.step = step;
        workspace.batch.order = batchOrder;
        workspace.batch.from = first;
        for (int i = 0; i < nodes.parameters().size(); i++) {
            Arrays.fill(nodes.parameters().get(i).gradient(), 0);
        }
        // Each thread computes all its rows at once, since a product packs its weights again in every call. Rows do not
        // depend on each other, and their losses are added by chunk, so this does not change the bits.
        int parts = (rows + nodes.leastRows() - 1) / nodes.leastRows();
        int together = Math.max(1, (parts + run.threads() - 1) / run.threads()) * nodes.leastRows();
        int last = stretches.size() - 1;
        for (int s = 0; s <= last; s++) {
            run.parallel(rows, together, stretches.get(s).forward);
            if (s < last) {
                int meeting = stretches.get(s).end;
                workspace.forward(meeting, meeting + 1, 0, rows);
            }
        }
        run.parallel(rows, nodes.chunkRows(), losses);
        for (int s = last; s >= 0; s--) {
            if (s < last) {
                int meeting = stretches.get(s).end;
                workspace.backward(meeting, meeting + 1, 0, rows);
            }
            run.parallel(rows, together, stretches.get(s).backward);
        }
        for (int w = 0; w < waves.size(); w++) {
            run.parallel(waves.get(w).tasks.size(), 1, waves.get(w).body);
        }
        samples = null;
        order = null;
        workspace.batch.order = null;
    }

    /** Arrays hold several rows, so a wrong length would read from the next row. */
    private void requireFit(Samples of) {
        if (of.features().columns() != nodes.inputs()) {
            throw new IllegalArgumentException("The network takes " + nodes.inputs() + " features, got samples of "
                    + of.features().columns());
        }
        if (loss.scores(of.classes()) != nodes.outputs()) {
            throw new IllegalArgumentException("For " + of.classes() + " classes, the loss needs "
                    + loss.scores(of.classes()) + " outputs of the network, got " + nodes.outputs());
        }
    }

    private void reserve(int rows) {
        workspace.reserve(rows);
        if (labels.length < rows) {
            int chunks = (rows + nodes.chunkRows() - 1) / nodes.chunkRows();
            labels = new int[rows];
            scores = new float[chunks][nodes.chunkRows() * nodes.outputs()];
            chunkLoss = new double[chunks];
            chunkCorrect = new int[chunks];
        }
    }

    private void gather(int a, int b) {
        int inputs = nodes.inputs();
        for (int r = a; r < b; r++) {
            int sample = order[from + r];
            samples.features().read(sample, 1, workspace.values[0], r * inputs);
            labels[r] = samples.labels()[sample];
        }
    }

    private void lose(int a, int b) {
        int chunk = a / nodes.chunkRows();
        int classes = nodes.outputs();
        float[] s = scores[chunk];
        int n = nodes.size();
        int length = (b - a) * classes;
        System.arraycopy(workspace.values[n], a * classes, s, 0, length);
        float scale = 1f / workspace.batch.rows;
        chunkCorrect[chunk] = Loss.correct(s, b - a, classes, labels, a);
        chunkLoss[chunk] = loss.sumAndGradient(s, b - a, classes, labels, a, scale, run.kernels());
        if (workspace.derivatives[n] != null) {
            System.arraycopy(s, 0, workspace.derivatives[n], a * classes, length);
        }
    }

    /** Consecutive nodes whose rows do not depend on each other; they are computed for some rows at a time. */
    private final class Stretch {
        final int end;
        final Run.Chunk forward;
        final Run.Chunk backward;

        Stretch(int first, int end) {
            this.end = end;
            this.forward = (a, b) -> {
                if (first == 0) {
                    gather(a, b);
                }
                workspace.forward(first, end, a, b);
            };
            this.backward = (a, b) -> workspace.backward(first, end, a, b);
        }
    }

    /**
     * Pieces of derivatives of parameters that are computed at the same time: no two layers of a wave share a
     * parameter.
     */
    private final class Wave {
        final List<Runnable> tasks = new ArrayList<>();
        final Run.Chunk body = (a, b) -> {
            for (int t = a; t < b; t++) {
                tasks.get(t).run();
            }
        };
        private final List<Parameter> parameters = new ArrayList<>();

        boolean shares(Layer layer) {
            return layer.parameters().stream()
                    .anyMatch(p -> parameters.stream().anyMatch(q -> q.gradient() == p.gradient()));
        }

        void add(int node) {
            Layer layer = nodes.get(node).layer();
            Flow flow = workspace.flow(node);
            parameters.addAll(layer.parameters());
            for (int piece = 0; piece < layer.pieces(); piece++) {
                int number = piece;
                tasks.add(() -> layer.addGradient(flow, number));
            }
        }
    }
}
