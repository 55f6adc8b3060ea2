package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.optim.Checkpoint;
import dev.whittle.classify.optim.LiveArrays;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.kernel.linear.LinearKernels;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the support vector machines of one-vs-rest by stochastic gradient descent, one sample at a time from zero, as
 * Sánchez and Perronnin, CVPR 2011, section 4, train on compressed rows. For class c with z = 1 - t·(w·x + b) above 0,
 * where t = 1 for samples of the class and -1 for others, and u is the sample's class weight:
 *
 * <pre>{@code w ← (1 - η·l2)·w + η·u·t·x       (plain hinge)
 * w ← (1 - η·l2)·w + 2·η·u·t·z·x   (squared hinge)}</pre>
 *
 * <p>otherwise only the first factor. A penalised intercept is the weight of a feature 1; a free one has no such
 * factor. The rate of step s of S is
 *
 * <pre>{@code η = η₀/(1 + l2·η₀·s) · (1 - s/S)}</pre>
 *
 * <p>The first factor is Bottou's ("Stochastic gradient descent tricks", 2012, section 5.2). The second falls linearly
 * to 0, which makes the last w near optimal without an average (Jain, Nagaraj and Netrapalli, "Making the last iterate
 * of SGD information theoretically optimal", COLT 2019). Bottou tries several η₀ on some samples. Here η₀ = 1/(u·R² +
 * l2), or 1/(2·u·R² + l2) for the squared hinge, with the mean R² of ‖x‖² over all samples, plus 1 for an intercept,
 * and the largest u: a step at a sample of mean length gives it about the margin 1.
 *
 * <p>w is kept as a·v with one scale a for all classes, so that the first factor costs nothing (Bottou, section 5.1).
 * In every epoch the samples have a new random order. The problems of the classes are independent of each other, so
 * the classes are trained in parallel; they go together through blocks of rows, which are read and decoded once.
 *
 * <p>Refused are samples whose rates or squares a float does not hold, and an l2 beside which they are nothing.
 *
 * @param squared whether the hinge is squared
 * @param classWeights the weight of a sample's loss for each class; empty means 1 for all
 * @param epochs passes over all samples
 */
record StochasticDescent(boolean squared, double l2, Intercept intercept, List<Double> classWeights, int epochs) {
    /** Values of a block, 4 MiB. */
    private static final int BLOCK = 1 << 20;

    private static final int MOST_ROWS = 1024;
    /** Rows that are read in one task. */
    private static final int READ_ROWS = 8;
    /** With a larger mean of ‖x‖² a change is too small for a float to hold it exactly. */
    private static final double MOST_SQUARES = 1e36;
    /** With a smaller mean of ‖x‖² a change may be too large for a float. */
    private static final double LEAST_SQUARES = 1e-30;
    /** With a larger ratio of l2 to the loss's curvature the first step multiplies the weights by 0. */
    private static final double MOST_L2 = 1e15;
    /** v is multiplied by a scale that has become smaller than this. */
    private static final double LEAST_SCALE = 1e-6;

    /** The weights, which are double and then float once more when training is done. */
    static long heapBytes(int features, int classes) {
        return 16L * features * classes + 4L * Math.max(BLOCK, features);
    }

    /**
     * @throws ArithmeticException if training diverges
     * @throws UncheckedIOException if a checkpoint cannot be read or written, or is damaged
     */
    LinearClassifier train(Samples samples, Run run) {
        Training training = new Training(samples, run);
        try {
            Checkpoint checkpoint = run.checkpoints().isEmpty() ? null : Checkpoint.of(identity(samples, run), run);
            LinearClassifier trained = training.toTheEnd(checkpoint);
            if (checkpoint != null) {
                checkpoint.delete();
            }
            return trained;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Map<String, String> identity(Samples samples, Run run) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("training", "SGD of a linear SVM, one-vs-rest");
        settings.put("hinge", squared ? "squared" : "plain");
        settings.put("l2", Checkpoint.text(l2));
        settings.put("intercept", Checks.name(intercept));
        settings.put("class weights", classWeights.toString());
        settings.put("epochs", Integer.toString(epochs));
        return Checkpoint.identity(settings, samples, run);
    }

    /** The state of a running training. */
    private final class Training {
        private final Run run;
        private final Samples samples;
        private final LinearKernels kernels;
        private final int n;
        private final int d;
        private final int classes;
        private final Matrix v;
        /** Scaled like v if the intercept is penalised. */
        private final Matrix bias;

        private double scale = 1;
        private long step;
        private double firstRate;
        /** The rows of a block, if they are not in memory as a matrix; and where each begins. */
        private final float[] block;

        private final int blockRows;
        private final float[] x;
        private final int[] at;
        /** For each row of a block: its rate, the scale after its step, and the scores before its step. */
        private final double[] rates;

        private final double[] scales;
        private final float[] scores;

        Training(Samples samples, Run run) {
            this.samples = samples;
            this.run = run;
            kernels = run.kernels().linear();
            n = samples.size();
            d = samples.features().columns();
            classes = samples.classes();
            Checks.length("The weights", classes, d + 1);
            v = new Matrix(classes, d);
            bias = new Matrix(1, classes);
            blockRows = Math.max(1, Math.min(Math.min(n, MOST_ROWS), BLOCK / d));
            block = samples.features() instanceof Matrix ? null : new float[blockRows * d];
            x = samples.features() instanceof Matrix matrix ? matrix.data() : block;
            at = new int[blockRows];
            rates = new double[blockRows];
            scales = new double[blockRows];
            scores = new float[blockRows * classes];
        }

        LinearClassifier toTheEnd(Checkpoint checkpoint) throws IOException {
            long start = System.nanoTime();
            firstRate = firstRate();
            LiveArrays state = LiveArrays.empty().with("weights", v).with("bias", bias);
            Checkpoint.Position position = checkpoint == null ? null : checkpoint.read(state);
            List<Checkpoint.Epoch> reported = new ArrayList<>(position == null ? List.of() : position.epochs());
            double before = position == null ? 0 : position.seconds();
            if (position != null) {
                run.resumed(before);
            }
            int epoch = 0;
            double objective = Double.NaN;
            for (Checkpoint.Epoch earlier : reported) {
                epoch++;
                objective = earlier.objective();
                run.iteration(epoch, objective, earlier.accuracy());
            }
            while (epoch < epochs) {
                step = (long) epoch * n;
                epoch++;
                double[] lossAndCorrect = epoch(epoch);
                objective = lossAndCorrect[0] / n + penalty();
                if (!Double.isFinite(objective)) {
                    throw new ArithmeticException("Training diverged in epoch " + epoch + ": the objective is "
                            + objective + "; try standardised features or a larger l2");
                }
                reported.add(new Checkpoint.Epoch(objective, lossAndCorrect[1] / n));
                if (checkpoint != null) {
                    double seconds = before + (System.nanoTime() - start) / 1e9;
                    checkpoint.write(new Checkpoint.Position(reported, epoch, objective, seconds), state);
                }
                run.iteration(epoch, objective, lossAndCorrect[1] / n);
            }
            return LinearClassifier.of(
                    point(),
                    classes,
                    d,
                    new Convergence(epoch, objective, Double.NaN, Double.NaN, Convergence.Stop.EPOCHS));
        }

        /** η₀. */
        private double firstRate() {
            double squares = 0;
            int[] order = new int[n];
            for (int i = 0; i < n; i++) {
                order[i] = i;
            }
            for (int first = 0; first < n; first += blockRows) {
                int rows = Math.min(blockRows, n - first);
                read(order, first, rows);
                for (int r = 0; r < rows; r++) {
                    float square = kernels.dot(x, at[r], x, at[r], d);
                    if (square > MOST_SQUARES) {
                        throw refused("the squares of the features of training sample " + (first + r)
                                + " add up to more than " + MOST_SQUARES + ", which is too much for floats; standardise"
                                + " the features or scale them down");
                    }
                    squares += square;
                }
            }
            double mean = squares / n + (intercept == Intercept.NONE ? 0 : 1);
            if (mean > 0 && mean < LEAST_SQUARES) {
                throw refused("the squares of a sample's features add up to " + mean
                        + " in the mean, expected at least "
                        + LEAST_SQUARES + ", below which a step is too large for floats; standardise the features or"
                        + " scale them up");
            }
            double most = classWeights.stream().mapToDouble(w -> w).max().orElse(1);
            double ofLoss = (squared ? 2 : 1) * most * mean;
            double curvature = ofLoss > 0 ? ofLoss : 1;
            if (l2 > MOST_L2 * curvature) {
                throw refused("l2 is " + l2 + ", expected at most " + MOST_L2 * curvature + " for these samples, the"
                        + " squares of whose features add up to " + squares / n + " in the mean; with more all weights"
                        + " would be about 0. Choose a smaller l2");
            }
            return 1 / (curvature + l2);
        }

        private static IllegalArgumentException refused(String why) {
            return new IllegalArgumentException("Linear SVM by SGD: " + why);
        }

        /** Trains on all samples once. Returns the sum of the losses and the number of correct samples. */
        private double[] epoch(int number) {
            int[] order = run.random("SGD order", number).permutation(n);
            double[] lossAndCorrect = new double[2];
            for (int first = 0; first < n; first += blockRows) {
                run.checkCancelled();
                int from = first;
                int rows = Math.min(blockRows, n - first);
                read(order, from, rows);
                double before = scale;
                setRates(rows);
                run.parallel(classes, 1, (c, to) -> train(c, order, from, rows, before));
                add(order, from, rows, lossAndCorrect);
                if (scale < LEAST_SCALE) {
                    rescale();
                }
                run.progress("train", step, (long) epochs * n);
            }
            rescale();
            return lossAndCorrect;
        }

        /** Makes the rows {@code order[from]} and following the block. */
        private void read(int[] order, int from, int rows) {
            for (int r = 0; r < rows; r++) {
                at[r] = (block == null ? order[from + r] : r) * d;
            }
            if (block != null) {
                run.parallel(rows, READ_ROWS, (a, b) -> {
                    for (int r = a; r < b; r++) {
                        samples.features().read(order[from + r], 1, block, at[r]);
                    }
                });
            }
        }

        private void setRates(int rows) {
            double steps = (double) epochs * n;
            for (int r = 0; r < rows; r++) {
                rates[r] = firstRate / (1 + l2 * firstRate * step) * (1 - step / steps);
                scale *= 1 - rates[r] * l2;
                scales[r] = scale;
                step++;
            }
        }

        /** The steps of class c for the rows of a block. */
        private void train(int c, int[] order, int from, int rows, double scaleBefore) {
            double a = scaleBefore;
            double b = bias.data()[c];
            boolean penalised = intercept == Intercept.PENALIZED;
            for (int r = 0; r < rows; r++) {
                double score = a * kernels.dot(v.data(), c * d, x, at[r], d) + (penalised ? a * b : b);
                scores[r * classes + c] = (float) score;
                int label = samples.labels()[order[from + r]];
                double t = label == c ? 1 : -1;
                double z = 1 - t * score;
                a = scales[r];
                if (z > 0) {
                    double u = classWeights.isEmpty() ? 1 : classWeights.get(label);
                    double change = rates[r] * u * t * (squared ? 2 * z : 1);
                    kernels.addScaled((float) (change / a), x, at[r], v.data(), c * d, d);
                    if (intercept != Intercept.NONE) {
                        b += penalised ? change / a : change;
                    }
                }
            }
            bias.data()[c] = (float) b;
        }

        /** Adds the losses of a block's rows, and how many of them were classified correctly. */
        private void add(int[] order, int from, int rows, double[] lossAndCorrect) {
            for (int r = 0; r < rows; r++) {
                int label = samples.labels()[order[from + r]];
                double loss = 0;
                int best = 0;
                for (int c = 0; c < classes; c++) {
                    float score = scores[r * classes + c];
                    double z = Math.max(0, 1 - (label == c ? (double) score : -(double) score));
                    loss += squared ? z * z : z;
                    best = score > scores[r * classes + best] ? c : best;
                }
                lossAndCorrect[0] += loss * (classWeights.isEmpty() ? 1 : classWeights.get(label));
                lossAndCorrect[1] += best == label ? 1 : 0;
            }
        }

        /** Makes the scale 1. */
        private void rescale() {
            float by = (float) scale;
            run.parallel(classes, 1, (c, to) -> {
                for (int i = c * d; i < to * d; i++) {
                    v.data()[i] *= by;
                }
                if (intercept == Intercept.PENALIZED) {
                    bias.data()[c] *= by;
                }
            });
            scale = 1;
        }

        private double penalty() {
            double squares = 0;
            for (float w : v.data()) {
                squares += (double) w * w;
            }
            for (float b : bias.data()) {
                squares += intercept == Intercept.PENALIZED ? (double) b * b : 0;
            }
            return l2 / 2 * squares;
        }

        /** W row by row, then b. */
        private double[] point() {
            double[] point = new double[classes * (d + 1)];
            for (int i = 0; i < classes * d; i++) {
                point[i] = v.data()[i];
            }
            for (int c = 0; c < classes; c++) {
                point[classes * d + c] = bias.data()[c];
            }
            return point;
        }
    }
}
