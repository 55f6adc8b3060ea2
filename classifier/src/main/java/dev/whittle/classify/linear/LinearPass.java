package dev.whittle.classify.linear;

import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.feature.Checks;
import dev.whittle.feature.ChunkStatistics;
import dev.whittle.feature.Chunks;
import dev.whittle.feature.RemoteRows;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over samples under a linear model computes the mean loss and its gradient: a fold of {@link LinearChunk
 * chunks} of a fixed number of rows by {@link LinearSums}. The features are read only once from memory or their file.
 * The gradients of at most {@link #GROUP} chunks are kept at a time. Chunks of {@link RemoteRows} are computed where
 * their rows are: the labels are sent there once, the weights in each pass.
 *
 * <p>Parameters are W (classes × features, row by row), then b. Not thread-safe. The buffers are kept for the next
 * pass.
 */
final class LinearPass {
    /** Chunks between two summations: enough for many threads. */
    private static final int GROUP = 16;

    private final Samples samples;
    private final Loss loss;
    private final List<Double> classWeights;
    private final Run run;
    private final int chunkRows;
    private final RemoteRows.Shared<int[]> labels;
    /** One for each thread that works on a chunk. */
    private final Scratch<float[]> copies;

    private final ChunkComputation[] computations = new ChunkComputation[GROUP];
    private final float[] weights;
    private final float[] bias;
    private int correct;

    /** @param classWeights the weight of a sample's loss for each class; empty means 1 for all */
    LinearPass(Samples samples, Loss loss, List<Double> classWeights, int chunkRows, Run run) {
        int classes = samples.classes();
        this.samples = samples;
        this.loss = loss;
        this.classWeights = classWeights;
        this.run = run;
        this.chunkRows = chunkRows;
        this.copies = ChunkComputation.copies(samples.features(), chunkRows);
        this.labels = Chunks.shared(samples.features(), samples.labels());
        this.weights = new float
                [Checks.length("The weights", classes, samples.features().columns() + 1) - classes];
        this.bias = new float[classes];
    }

    /** The largest number of gradients of chunks that are kept at a time. */
    static int gradients(int samples, int chunkRows) {
        return (int) Math.min(GROUP, ((long) samples + chunkRows - 1) / chunkRows);
    }

    int parameters() {
        return weights.length + bias.length;
    }

    /** W row by row, as the last pass used it; may be changed before the next. */
    float[] weights() {
        return weights;
    }

    float[] bias() {
        return bias;
    }

    /** How many samples the last pass classified correctly. */
    int correct() {
        return correct;
    }

    /** The mean loss over all samples, without penalties. */
    double mean(double[] parameters) {
        set(parameters);
        return meanAndGradient(null, 0, samples.size(), null);
    }

    private void set(double[] parameters) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) parameters[i];
        }
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (float) parameters[weights.length + c];
        }
    }

    /**
     * The pass over all samples, plus (l2/2) times the squares of the penalised parameters. Without intercept b stays
     * 0.
     */
    double meanAndGradient(double l2, Intercept intercept, double[] parameters, double[] gradient) {
        set(parameters);
        double mean = meanAndGradient(null, 0, samples.size(), gradient);
        if (intercept == Intercept.NONE) {
            Arrays.fill(gradient, weights.length, gradient.length, 0);
        }
        double squares = 0;
        int penalized = intercept == Intercept.PENALIZED ? gradient.length : weights.length;
        for (int i = 0; i < penalized; i++) {
            squares += parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
        }
        return mean + l2 / 2 * squares;
    }

    /**
     * The pass over samples {@code order[from]} to {@code order[to - 1]}, or over samples {@code from} to {@code to -
     * 1} if {@code order} is null, at the parameters in {@link #weights} and {@link #bias}.
     *
     * @param gradient null if it is not needed
     */
    double meanAndGradient(int[] order, int from, int to, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        LinearSums sums = new LinearSums(gradient);
        if (samples.features() instanceof RemoteRows && order == null && from == 0 && to == samples.size()) {
            addRemote(sums, gradient != null);
        } else {
            addLocal(sums, order, from, to, gradient != null);
        }
        correct = sums.correct();
        int n = to - from;
        for (int i = 0; gradient != null && i < gradient.length; i++) {
            gradient[i] /= n;
        }
        return sums.loss() / n;
    }

    /** Adds the chunks of a table whose rows are on other machines. */
    private void addRemote(LinearSums sums, boolean withGradient) {
        Chunks.inOrder(
                samples.features(),
                chunkRows,
                new RemoteChunk(labels, samples.classes(), loss, classWeights, weights, bias, withGradient),
                (from, chunk) -> sums.add(List.of(chunk), run),
                run);
    }

    /** Computes the statistics of a chunk where its rows are. */
    private record RemoteChunk(
            RemoteRows.Shared<int[]> labels,
            int classes,
            Loss loss,
            List<Double> classWeights,
            float[] weights,
            float[] bias,
            boolean withGradient)
            implements ChunkStatistics<LinearChunk> {
        @Override
        public LinearChunk of(Rows rows, int from, int to, Run run) {
            return new ChunkComputation(rows, labels.get(), classes, loss, classWeights, to - from)
                    .compute(null, from, to, weights, bias, withGradient, run);
        }
    }

    /** Adds the chunks of a table of this machine, group by group. */
    private void addLocal(LinearSums sums, int[] order, int from, int to, boolean withGradient) {
        int groupRows = GROUP * chunkRows;
        for (int group = from; group < to; group += groupRows) {
            int first = group;
            int rows = Math.min(groupRows, to - first);
            LinearChunk[] chunks = new LinearChunk[(rows + chunkRows - 1) / chunkRows];
            run.parallel(rows, chunkRows, (a, b) -> {
                int slot = a / chunkRows;
                if (computations[slot] == null) {
                    computations[slot] = new ChunkComputation(
                            samples.features(),
                            samples.labels(),
                            samples.classes(),
                            loss,
                            classWeights,
                            chunkRows,
                            copies);
                }
                chunks[slot] =
                        computations[slot].compute(order, first + a, first + b, weights, bias, withGradient, run);
            });
            sums.add(Arrays.asList(chunks), run);
        }
    }
}
