package dev.whittle.classify.optim;

import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Training by mini-batches: reduces the mean loss of a {@link Trainable} plus (l2/2)·‖W‖² + l1·‖W‖₁, where W are the
 * penalised parameters.
 *
 * <p>Every epoch takes the samples in a new random order, batch by batch. In a step, the derivative of the l2 penalty
 * is added to the gradient. The sum is clipped and passed to the optimiser. With l1, a proximal step in the optimiser's
 * own metric follows, which can make weights exactly 0. If the norm is clipped, the proximal step is reduced by the
 * same factor. {@link MiniBatches#clipValue} cannot be combined with l1.
 *
 * <p>A parameter's own {@link Parameter#rate} r multiplies its steps. Its penalties are divided by r, so that what they
 * take off its values in a step of SGD does not depend on r.
 *
 * <p>With an {@link Averaging}, the trained model has the average, and so has the model that is evaluated on the
 * samples held out. The losses of epochs are those of the steps. An average of weights that l1 made 0 is seldom exactly
 * 0.
 *
 * @param settings of the training
 * @param l2 at least 0; enters the gradient, so for Adam it is not decoupled
 * @param l1 at least 0
 */
public record MiniBatchTraining(MiniBatches settings, double l2, double l1) {
    /**
     * The largest final mean loss relative to the first. Mean losses are around 1 before training, so a model with a
     * larger loss is useless.
     */
    private static final double MOST_GROWTH = 1000;

    public MiniBatchTraining {
        Checks checks = new Checks("Mini-batch training")
                .require(settings != null, "settings must be given", settings)
                .atLeastZero("l2", l2)
                .atLeastZero("l1", l1);
        boolean muon = settings != null && settings.optimizer() == Optimizer.MUON;
        checkClipping(checks, "", settings, l1)
                .require(!muon || l1 == 0, "l1 must be 0 with optimizer muon, which has no proximal step", l1)
                .report();
    }

    /**
     * {@link #checkClipping}, and the optimizer is not Muon: for heads without filters.
     *
     * @param prefix of the key, such as {@code training.}
     * @param settings may be null
     */
    public static Checks checkWithoutFilters(Checks checks, String prefix, MiniBatches settings, double l1) {
        return checkClipping(checks, prefix, settings, l1)
                .require(
                        settings == null || settings.optimizer() != Optimizer.MUON,
                        prefix + "optimizer must not be muon, which is for filters of convolutions (nesterov is the"
                                + " same for other parameters)",
                        settings == null ? null : settings.optimizer());
    }

    /**
     * Requires that {@link MiniBatches#clipValue} is 0 if l1 is above 0: with both, the proximal steps do not converge
     * to the minimum.
     *
     * @param prefix of the key, such as {@code training.}
     * @param settings may be null
     */
    private static Checks checkClipping(Checks checks, String prefix, MiniBatches settings, double l1) {
        return checks.require(
                settings == null || !(settings.clipValue() > 0 && l1 > 0),
                prefix + "clipValue must be 0 with l1 above 0, as derivatives that are cut no longer balance l1 at the"
                        + " minimum (clipNorm may be set)",
                settings == null ? null : settings.clipValue());
    }

    /**
     * How training ended.
     *
     * @param epochs how many were done
     * @param objective of the last epoch, as reported to {@link Run#iteration}: the mean loss during the epoch plus the
     *     penalties at its end
     * @param bestEpoch the epoch whose parameters the model has now; the last one without early stopping
     * @param heldOutLoss mean loss of the best epoch on the samples held out, without penalties; NaN without early
     *     stopping
     */
    public record Result(int epochs, double objective, int bestEpoch, double heldOutLoss) {}

    /**
     * Trains a model in place. Every epoch is reported to {@link Run#iteration}, every step to {@link Run#progress}.
     * With {@link Run#withCheckpoints}, the state of training is kept in that folder until training is done.
     *
     * <p>Training diverges if the loss of a batch, the loss on the samples held out, a gradient, a parameter or a
     * buffer is not finite. The loss of the last batch is computed again after the last step. Training also diverges if
     * its final loss is more than 1000 times the loss of the first batch before training, which is taken as 1 if it is
     * less. The final loss is the mean loss of the last epoch, or with early stopping that of the best epoch on the
     * samples held out. Earlier epochs may have a higher loss, since training can recover from large first steps.
     *
     * @throws ArithmeticException if training diverges, with epoch, step and learning rate
     * @throws IllegalArgumentException if early stopping holds out no sample or all samples, or if there are fewer
     *     samples, or smaller batches, than {@link Trainable#leastBatch}
     * @throws UncheckedIOException if a checkpoint cannot be read or written, or is damaged, with its path and the
     *     reason
     */
    public Result train(Trainable model, Samples samples, Run run) {
        Training training = new Training(model, samples, run);
        try {
            if (run.checkpoints().isEmpty()) {
                return training.toTheEnd(null);
            }
            Map<String, String> identity = Checkpoint.identity(settings, l2, l1, model, samples, run);
            Checkpoint checkpoint = Checkpoint.of(identity, run);
            Result result = training.toTheEnd(checkpoint);
            checkpoint.delete();
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Trains a model in place and keeps a checkpoint. After every epoch, before it is reported to the listener, the
     * file is replaced. If the file exists at the beginning, its epochs are reported again, training continues from it,
     * and it ends with the same bits as without the interruption. The model must then be in its state before training,
     * as the same seed makes it.
     *
     * @throws IOException if the checkpoint cannot be read or written, is damaged, or belongs to another training, with
     *     its path and the reason
     */
    public Result train(Trainable model, Samples samples, Run run, Path checkpoint) throws IOException {
        Training training = new Training(model, samples, run);
        return training.toTheEnd(
                new Checkpoint(checkpoint, Checkpoint.identity(settings, l2, l1, model, samples, run)));
    }

    /** The state of a running training. */
    private final class Training {
        private final Trainable model;
        private final Samples samples;
        private final Run run;
        private final Descent descent;
        private final boolean earlyStopping = settings.patience() > 0;
        private final int[] training;
        private final int[] heldOut;
        private final int batch;
        private final int least;
        private final int stepsPerEpoch;
        /** The parameters and buffers themselves, and copies of them from the best epoch. */
        private final LiveArrays learned;

        private final LiveArrays best;
        private final AveragedWeights averaged;

        /** The mean loss of the first batch before training. */
        private double firstLoss;

        private final List<Checkpoint.Epoch> reported = new ArrayList<>();
        private int epoch;
        private double objective = Double.NaN;
        private int bestEpoch;
        private double bestLoss = Double.POSITIVE_INFINITY;

        Training(Trainable model, Samples samples, Run run) {
            this.model = model;
            this.samples = samples;
            this.run = run;
            int n = samples.size();
            int[] all = IntStream.range(0, n).toArray();
            if (earlyStopping) {
                int[] random = run.random("mini-batch samples held out", 0).permutation(n);
                int out = settings.heldOut(n);
                heldOut = Arrays.copyOf(random, out);
                Arrays.sort(heldOut);
                training = Arrays.copyOfRange(random, out, n);
                Arrays.sort(training);
            } else {
                heldOut = new int[0];
                training = all;
            }
            batch = Math.min(training.length, settings.batchSize());
            least = model.leastBatch();
            settings.checkSamples(n, least);
            int left = training.length % batch;
            stepsPerEpoch = training.length / batch + (left >= least ? 1 : 0);
            descent = new Descent(model.parameters(), settings, l2, l1, run);
            learned = learned(model);
            best = earlyStopping ? learned.copy() : LiveArrays.empty();
            averaged = new AveragedWeights(settings.average(), settings.averageDecay(), learned, run);
        }

        /**
         * Every batch except the last is full. If the last would be too small, the batch before it takes its samples,
         * too.
         */
        private int end(int from) {
            int to = Math.min(training.length, from + batch);
            return training.length - to < least ? training.length : to;
        }

        /** The order of the samples in an epoch, counted from 1. */
        private int[] order(int number) {
            int[] order = run.random("mini-batch order", number).permutation(training.length);
            for (int i = 0; i < order.length; i++) {
                order[i] = training[order[i]];
            }
            return order;
        }

        Result toTheEnd(Checkpoint checkpoint) throws IOException {
            long start = System.nanoTime();
            double before = 0;
            // Computed before a checkpoint is read, so that a continued training compares with the same loss.
            firstLoss = model.evaluate(samples, order(1), 0, end(0)).loss() / end(0);
            LiveArrays state = LiveArrays.empty();
            if (checkpoint != null) {
                state = state.with("learned", learned).with("best", best).with("optimizer", descent.state());
                state = state.with("average", averaged.state());
                Checkpoint.Position position = checkpoint.read(state);
                if (position != null) {
                    for (Checkpoint.Epoch earlier : position.epochs()) {
                        objective = earlier.objective();
                        report(earlier);
                    }
                    epoch = reported.size();
                    bestEpoch = position.bestEpoch();
                    bestLoss = position.bestLoss();
                    before = position.seconds();
                    run.resumed(before);
                }
            }
            while (epoch < settings.epochs() && !(earlyStopping && epoch - bestEpoch >= settings.patience())) {
                double correct = epoch();
                if (earlyStopping) {
                    averaged.exchange();
                    double loss =
                            model.evaluate(samples, heldOut, 0, heldOut.length).loss() / heldOut.length;
                    if (!Double.isFinite(loss)) {
                        throw diverged("the loss on the samples held out is " + loss);
                    }
                    if (loss < bestLoss) {
                        bestLoss = loss;
                        bestEpoch = epoch;
                        best.set(learned);
                    }
                    averaged.exchange();
                }
                if (checkpoint != null) {
                    List<Checkpoint.Epoch> epochs = new ArrayList<>(reported);
                    epochs.add(new Checkpoint.Epoch(objective, correct));
                    double seconds = before + (System.nanoTime() - start) / 1e9;
                    checkpoint.write(new Checkpoint.Position(epochs, bestEpoch, bestLoss, seconds), state);
                }
                report(new Checkpoint.Epoch(objective, correct));
            }
            if (!earlyStopping) {
                averaged.exchange();
                return new Result(epoch, objective, epoch, Double.NaN);
            }
            checkEnd("the lowest loss on the samples held out", bestLoss);
            learned.set(best);
            return new Result(epoch, objective, bestEpoch, bestLoss);
        }

        private void report(Checkpoint.Epoch next) {
            reported.add(next);
            run.iteration(reported.size(), next.objective(), next.accuracy());
        }

        /** Trains on all samples once. Returns the share that was classified correctly. */
        private double epoch() {
            long step = (long) epoch * stepsPerEpoch;
            long steps = (long) settings.epochs() * stepsPerEpoch;
            model.beginEpoch(epoch);
            epoch++;
            int n = training.length;
            int[] order = order(epoch);
            double loss = 0;
            long correct = 0;
            int last = 0;
            for (int from = 0; from < n; from = end(from), step++) {
                run.checkCancelled();
                double rate = settings.rate(step, stepsPerEpoch);
                Trainable.Seen seen = model.gradient(samples, order, from, end(from), step);
                if (!Double.isFinite(seen.loss())) {
                    throw diverged(step, rate, "the loss of the batch is " + seen.loss());
                }
                loss += seen.loss();
                correct += seen.correct();
                String wrong = descent.step(rate, step);
                if (wrong != null) {
                    throw diverged(step, rate, wrong);
                }
                averaged.add(step + 1, steps);
                run.progress("train", (epoch - 1L) * n + end(from), (long) settings.epochs() * n);
                last = from;
            }
            for (Map.Entry<String, Matrix> e : model.buffers().asMap().entrySet()) {
                for (float value : e.getValue().data()) {
                    if (!Float.isFinite(value)) {
                        throw diverged("'" + e.getKey() + "' has become " + value);
                    }
                }
            }
            if (!earlyStopping && epoch == settings.epochs()) {
                // No further step would detect divergence in the last one.
                averaged.exchange();
                double after = model.evaluate(samples, order, last, n).loss();
                averaged.exchange();
                if (!Double.isFinite(after)) {
                    throw diverged("after it the loss of the batch is " + after);
                }
                checkEnd("the mean loss of the last epoch", loss / n);
            }
            objective = loss / n + descent.penalty();
            return correct / (double) n;
        }

        private void checkEnd(String what, double loss) {
            if (loss > MOST_GROWTH * Math.max(1, firstLoss)) {
                throw diverged(what + " is " + loss + ", after " + firstLoss + " before training");
            }
        }

        /** The failure of the last step of the epoch. */
        private ArithmeticException diverged(String what) {
            long step = (long) epoch * stepsPerEpoch - 1;
            return diverged(step, settings.rate(step, stepsPerEpoch), what);
        }

        private ArithmeticException diverged(long step, double rate, String what) {
            return new ArithmeticException(String.format(
                    Locale.ROOT,
                    "Training diverged in epoch %d, step %d of %d, at learning rate %s: %s; try a learningRate"
                            + " below %s, a warmup or a clipNorm, and standardised features",
                    epoch,
                    step + 1,
                    (long) settings.epochs() * stepsPerEpoch,
                    rate,
                    what,
                    settings.learningRate()));
        }
    }

    private static LiveArrays learned(Trainable model) {
        LiveArrays learned = LiveArrays.empty();
        for (Parameter p : model.parameters()) {
            learned = learned.with("parameters/" + p.name(), new Matrix(1, p.values().length, p.values()));
        }
        return learned.with("buffers", model.buffers());
    }
}
