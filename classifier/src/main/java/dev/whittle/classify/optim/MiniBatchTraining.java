package dev.whittle.classify.optim;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Training by mini-batches: brings the mean loss of a {@link Trainable} plus (l2/2)·‖W‖² + l1·‖W‖₁ down, where W are
 * the parameters that are penalised.
 *
 * <p>Every epoch takes the samples in a new random order, batch by batch. In a step, the derivative of the l2 penalty
 * is added to the gradient, which is then clipped and handed to the optimiser; with l1, a proximal step in the
 * optimiser's own metric follows, which makes weights exactly 0.
 *
 * @param settings of the training
 * @param l2 at least 0; enters the gradient, so for Adam it is not decoupled
 * @param l1 at least 0
 */
public record MiniBatchTraining(MiniBatches settings, double l2, double l1) {
    public MiniBatchTraining {
        new Checks("Mini-batch training")
                .require(settings != null, "settings must be given", settings)
                .atLeastZero("l2", l2)
                .atLeastZero("l1", l1)
                .report();
    }

    /**
     * How training ended.
     *
     * @param epochs how many there were
     * @param objective of the last one, as {@link Run#iteration} was told: the mean loss that was seen during it, plus
     *     the penalties at its end
     * @param bestEpoch whose parameters the model has now: the last one without early stopping
     * @param heldOutLoss mean loss of the best epoch on the samples held out, without penalties; NaN without early
     *     stopping
     */
    public record Result(int epochs, double objective, int bestEpoch, double heldOutLoss) {}

    /**
     * Trains a model in place. {@link Run#iteration} hears of every epoch, {@link Run#progress} of every step. With
     * {@link Run#withCheckpoints}, the state of training is kept in that folder until training is done.
     *
     * @throws ArithmeticException if training diverges, with epoch, step and learning rate
     * @throws IllegalArgumentException if early stopping leaves no sample to train on, or the last batch is smaller than
     *     {@link Trainable#leastBatch}
     * @throws UncheckedIOException if a checkpoint cannot be read or written, or is damaged: with its path and the
     *     reason
     */
    public Result train(Trainable model, Samples samples, Run run) {
        Training training = new Training(model, samples, run);
        try {
            if (run.checkpoints().isEmpty()) {
                return training.toTheEnd(null);
            }
            Map<String, String> identity = Checkpoint.identity(this, model, samples, run);
            Path folder = Files.createDirectories(run.checkpoints().get());
            Path file = folder.resolve(Checkpoint.fileName(identity));
            Result result = training.toTheEnd(new Checkpoint(file, identity));
            Files.deleteIfExists(file);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Trains a model in place and keeps a checkpoint: after every epoch, before the listener hears of it, the file is
     * replaced by one from which training goes on. If it is there at the beginning, training goes on from it, and ends
     * with the same bits as if it had never stopped. The model then must be as it was when training began, as the same
     * seed makes it.
     *
     * @throws IOException if the checkpoint cannot be read or written, is damaged, or is one of another training: with
     *     its path and the reason
     */
    public Result train(Trainable model, Samples samples, Run run, Path checkpoint) throws IOException {
        Training training = new Training(model, samples, run);
        return training.toTheEnd(new Checkpoint(checkpoint, Checkpoint.identity(this, model, samples, run)));
    }

    /** A training at work. */
    private final class Training {
        private final Trainable model;
        private final Samples samples;
        private final Run run;
        private final Descent descent;
        private final boolean earlyStopping = settings.patience() > 0;
        private final int[] training;
        private final int[] heldOut;
        private final int batch;
        private final int stepsPerEpoch;
        /** Parameters and buffers, live, and copies of them as they were at the best epoch. */
        private final NamedArrays learned;

        private final NamedArrays best;

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
                int out = (int) Math.max(1, Math.rint(settings.validation() * n));
                if (out >= n) {
                    throw new IllegalArgumentException("Early stopping holds out " + out + " of " + n
                            + " samples (validation " + settings.validation() + "); none is left to train on");
                }
                heldOut = Arrays.copyOf(random, out);
                Arrays.sort(heldOut);
                training = Arrays.copyOfRange(random, out, n);
                Arrays.sort(training);
            } else {
                heldOut = new int[0];
                training = all;
            }
            batch = Math.min(training.length, settings.batchSize());
            checkLastBatch(training.length, model.leastBatch());
            stepsPerEpoch = (training.length + batch - 1) / batch;
            descent = new Descent(model.parameters(), settings, l2, l1, run);
            learned = learned(model);
            best = earlyStopping ? copy(learned) : NamedArrays.empty();
        }

        /** Every batch of an epoch is full but the last one. */
        private void checkLastBatch(int n, int least) {
            if (lastBatch(n, batch) >= least) {
                return;
            }
            String where = "Batch normalisation needs at least " + least + " samples in every batch; of " + n
                    + " samples to train on, batchSize " + settings.batchSize() + " leaves the last batch "
                    + lastBatch(n, batch);
            if (n < least) {
                throw new IllegalArgumentException(where);
            }
            int other = Math.max(least, batch + 1);
            while (lastBatch(n, Math.min(n, other)) < least) {
                other++;
            }
            throw new IllegalArgumentException(where + "; take another batchSize, such as " + other);
        }

        private static int lastBatch(int n, int size) {
            return n % size == 0 ? size : n % size;
        }

        Result toTheEnd(Checkpoint checkpoint) throws IOException {
            NamedArrays state = NamedArrays.empty();
            if (checkpoint != null) {
                state = state.with("learned", learned).with("best", best).with("optimizer", descent.state());
                Checkpoint.Position position = checkpoint.read(state);
                if (position != null) {
                    epoch = position.epoch();
                    objective = position.objective();
                    bestEpoch = position.bestEpoch();
                    bestLoss = position.bestLoss();
                }
            }
            while (epoch < settings.epochs() && !(earlyStopping && epoch - bestEpoch >= settings.patience())) {
                double correct = epoch();
                if (earlyStopping) {
                    double loss =
                            model.evaluate(samples, heldOut, 0, heldOut.length).loss() / heldOut.length;
                    if (!Double.isFinite(loss)) {
                        long last = (long) epoch * stepsPerEpoch - 1;
                        double rate = settings.rate(last, stepsPerEpoch);
                        throw diverged(last, rate, "the loss on the samples held out is " + loss);
                    }
                    if (loss < bestLoss) {
                        bestLoss = loss;
                        bestEpoch = epoch;
                        set(best, learned);
                    }
                }
                if (checkpoint != null) {
                    checkpoint.write(new Checkpoint.Position(epoch, objective, bestEpoch, bestLoss), state);
                }
                run.iteration(epoch, objective, correct);
            }
            if (!earlyStopping) {
                return new Result(epoch, objective, epoch, Double.NaN);
            }
            set(learned, best);
            return new Result(epoch, objective, bestEpoch, bestLoss);
        }

        /** Goes once over the samples; returns the share of them that were right. */
        private double epoch() {
            long step = (long) epoch * stepsPerEpoch;
            long steps = (long) settings.epochs() * stepsPerEpoch;
            epoch++;
            int n = training.length;
            int[] order = run.random("mini-batch order", epoch).permutation(n);
            for (int i = 0; i < n; i++) {
                order[i] = training[order[i]];
            }
            double loss = 0;
            long correct = 0;
            for (int from = 0; from < n; from += batch, step++) {
                double rate = settings.rate(step, stepsPerEpoch);
                Trainable.Seen seen = model.gradient(samples, order, from, Math.min(n, from + batch), step);
                if (!Double.isFinite(seen.loss())) {
                    throw diverged(step, rate, "the loss of the batch is " + seen.loss());
                }
                loss += seen.loss();
                correct += seen.correct();
                String wrong = descent.step(rate, step);
                if (wrong != null) {
                    throw diverged(step, rate, wrong);
                }
                run.progress("train", step + 1, steps);
            }
            objective = loss / n + descent.penalty();
            return correct / (double) n;
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

    private static NamedArrays learned(Trainable model) {
        NamedArrays learned = NamedArrays.empty();
        for (Parameter p : model.parameters()) {
            learned = learned.with("parameters/" + p.name(), new Matrix(1, p.values().length, p.values()));
        }
        return learned.with("buffers", model.buffers());
    }

    private static NamedArrays copy(NamedArrays arrays) {
        NamedArrays copy = NamedArrays.empty();
        for (Map.Entry<String, Matrix> e : arrays.asMap().entrySet()) {
            copy = copy.with(e.getKey(), e.getValue().copy());
        }
        return copy;
    }

    private static void set(NamedArrays to, NamedArrays from) {
        from.asMap()
                .forEach((name, m) -> System.arraycopy(m.data(), 0, to.get(name).data(), 0, m.data().length));
    }
}
