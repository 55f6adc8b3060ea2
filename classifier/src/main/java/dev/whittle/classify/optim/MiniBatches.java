package dev.whittle.classify.optim;

import dev.whittle.feature.Checks;
import dev.whittle.feature.UnusedSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of training by mini-batches. Numbers that the chosen optimizer or schedule does not use are ignored, see
 * {@link #unusedSettings}.
 *
 * <p>If training diverges, an {@link ArithmeticException} is thrown, see {@link MiniBatchTraining#train}. It diverges
 * if values are not finite, or if the mean loss of the last epoch is more than 1000 times that of the first batch
 * before training, which is taken as 1 if it is less.
 *
 * @param optimizer the rule by which gradients change parameters
 * @param learningRate η, the highest of the schedule, above 0
 * @param epochs passes over the samples, at least 1; with early stopping the largest number of passes
 * @param batchSize samples per step, at least 1; the last batch of an epoch may be smaller. With batch normalisation a
 *     last batch of one sample is joined to the batch before it
 * @param momentum μ of momentum and Nesterov, also for what Muon leaves to Nesterov, β₁ of Adam and AdamW; at least 0
 *     and below 1 as a float
 * @param decay ρ of RMSProp, β₂ of Adam and AdamW; at least 0 and below 1 as a float
 * @param epsilon what AdaGrad, RMSProp, Adam and AdamW add to the root they divide by, above 0
 * @param weightDecay λ of AdamW, at least 0; the other optimizers use an l2 penalty instead
 * @param muonRate η of Muon's matrices, above 0, the highest of the schedule; learningRate is that of all others
 * @param muonMomentum μ of Muon's matrices, at least 0 and below 1 as a float
 * @param schedule how the learning rate changes from the first step to the last
 * @param warmup epochs (also fractions) in which the rate rises linearly; for one-cycle, the epochs of rising, equal to
 *     those of falling
 * @param schedulePeriod epochs (also fractions), above 0: for step, the time between two falls of the rate; for
 *     inverse, the a in a/(a + t)
 * @param scheduleFactor above 0, at most 1: for step, the factor by which the rate falls; for one-cycle, the rate at
 *     the start as a share of η; for linear, the rate at the end as a share of η, which may be 0
 * @param clipNorm the largest norm of the gradient of all parameters together; a longer gradient is scaled down to it
 *     (Pascanu, Mikolov and Bengio 2013, algorithm 1); 0 for none
 * @param clipValue the largest absolute value of a derivative; larger ones are clipped to it before the norm is taken;
 *     0 for none; must be 0 with an l1 penalty
 * @param average which average over the steps the trained model has
 * @param averageDecay d of the average, at least 0 and below 1 as a float: what a step leaves of it
 * @param patience for early stopping: training ends after this number of epochs without a lower loss on the samples
 *     held out, and the parameters of the best epoch are kept; with 0 all samples are used and all epochs are done
 * @param validation share of the samples held out for early stopping, above 0 and below 1; at least one sample
 */
public record MiniBatches(
        Optimizer optimizer,
        double learningRate,
        int epochs,
        int batchSize,
        double momentum,
        double decay,
        double epsilon,
        double weightDecay,
        double muonRate,
        double muonMomentum,
        Schedule schedule,
        double warmup,
        double schedulePeriod,
        double scheduleFactor,
        double clipNorm,
        double clipValue,
        Averaging average,
        double averageDecay,
        int patience,
        double validation) {
    public MiniBatches {
        new Checks("Mini-batch training")
                .require(optimizer != null, "optimizer must be given", optimizer)
                .aboveZero("learningRate", learningRate)
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "batchSize", batchSize)
                .fraction("momentum", momentum)
                .fraction("decay", decay)
                .require(
                        (float) epsilon > 0 && Float.isFinite((float) epsilon),
                        "epsilon must be above 0 and finite as a float",
                        epsilon)
                .atLeastZero("weightDecay", weightDecay)
                .aboveZero("muonRate", muonRate)
                .fraction("muonMomentum", muonMomentum)
                .require(schedule != null, "schedule must be given", schedule)
                .require(warmup >= 0 && warmup <= epochs, "warmup must be at least 0 and at most epochs", warmup)
                .require(
                        schedule != Schedule.ONE_CYCLE || (warmup > 0 && 2 * warmup <= epochs),
                        "warmup must be above 0 and at most half of epochs for one-cycle",
                        warmup)
                .aboveZero("schedulePeriod", schedulePeriod)
                .require(
                        scheduleFactor <= 1
                                && (scheduleFactor > 0 || (scheduleFactor == 0 && schedule == Schedule.LINEAR)),
                        "scheduleFactor must be " + (schedule == Schedule.LINEAR ? "at least" : "above")
                                + " 0 and at most 1",
                        scheduleFactor)
                .atLeastZero("clipNorm", clipNorm)
                .atLeastZero("clipValue", clipValue)
                .require(average != null, "average must be given", average)
                .fraction("averageDecay", averageDecay)
                .atLeast(0, "patience", patience)
                .require(validation > 0 && validation < 1, "validation must be above 0 and below 1", validation)
                .report();
    }

    /**
     * Momentum with a cosine schedule, chosen for {@code Mlp} on a validation split of CIFAR-10. β₁, β₂ and ε are those
     * that Kingma and Ba (2015) recommend; λ is PyTorch's; Muon's numbers and the decay of averages are those of
     * Jordan's airbench (2024). No clipping, no average, no early stopping.
     */
    public static MiniBatches defaults() {
        return new MiniBatches(
                Optimizer.MOMENTUM,
                0.03,
                12,
                256,
                0.9,
                0.999,
                1e-8,
                0.01,
                0.24,
                0.6,
                Schedule.COSINE,
                0,
                10,
                0.1,
                0,
                0,
                Averaging.NONE,
                0.95,
                0,
                0.1);
    }

    /** The learning rate of a step, counted from 0. */
    public double rate(long step, int stepsPerEpoch) {
        long warmupSteps = Math.round(warmup * stepsPerEpoch);
        if (schedule == Schedule.ONE_CYCLE) {
            warmupSteps = Math.max(1, Math.min(warmupSteps, (long) epochs * stepsPerEpoch / 2));
        }
        double period = Math.max(1, Math.rint(schedulePeriod * stepsPerEpoch));
        return schedule.rate(learningRate, step, (long) epochs * stepsPerEpoch, warmupSteps, period, scheduleFactor);
    }

    /**
     * How many of n samples early stopping holds out; 0 without it.
     *
     * @throws IllegalArgumentException if it would hold out none or all
     */
    public int heldOut(int n) {
        if (patience == 0) {
            return 0;
        }
        int out = (int) Math.rint(validation * n);
        if (out < 1) {
            throw new IllegalArgumentException("Early stopping holds out " + out + " of " + n + " samples (validation "
                    + validation + "), at least 1 is needed; set validation to more than 0.5/" + n
                    + ", or patience to 0 for no early stopping");
        }
        if (out >= n) {
            throw new IllegalArgumentException("Early stopping holds out " + out + " of " + n + " samples (validation "
                    + validation + "); none is left to train on");
        }
        return out;
    }

    /**
     * Checks that there are enough of n samples to train on.
     *
     * @param least the fewest samples of a batch: two with batch normalisation, else one; see {@link
     *     Trainable#leastBatch}
     * @throws IllegalArgumentException if not
     */
    public void checkSamples(int n, int least) {
        int left = n - heldOut(n);
        if (Math.min(left, batchSize) < least) {
            throw new IllegalArgumentException("Batch normalisation needs at least " + least
                    + " samples in every batch, got batchSize " + batchSize + " and " + left
                    + " samples to train on");
        }
    }

    /** The settings that have no effect with this optimizer, schedule, average and patience. */
    public List<UnusedSetting> unusedSettings() {
        List<UnusedSetting> unused = new ArrayList<>();
        addUnused(
                unused,
                "momentum",
                Optimizer.MOMENTUM,
                Optimizer.NESTEROV,
                Optimizer.ADAM,
                Optimizer.ADAMW,
                Optimizer.MUON);
        addUnused(unused, "decay", Optimizer.RMSPROP, Optimizer.ADAM, Optimizer.ADAMW);
        addUnused(unused, "epsilon", Optimizer.ADAGRAD, Optimizer.RMSPROP, Optimizer.ADAM, Optimizer.ADAMW);
        addUnused(unused, "weightDecay", Optimizer.ADAMW);
        addUnused(unused, "muonRate", Optimizer.MUON);
        addUnused(unused, "muonMomentum", Optimizer.MUON);
        addUnused(unused, "schedulePeriod", Schedule.STEP, Schedule.INVERSE);
        addUnused(unused, "scheduleFactor", Schedule.STEP, Schedule.LINEAR, Schedule.ONE_CYCLE);
        if (average == Averaging.NONE) {
            unused.add(new UnusedSetting("averageDecay", "average none", "average ema or lookahead"));
        }
        if (patience == 0) {
            unused.add(new UnusedSetting("validation", "patience 0", "patience of at least 1"));
        }
        return unused;
    }

    private void addUnused(List<UnusedSetting> unused, String key, Enum<?>... readers) {
        boolean ofOptimizer = readers[0] instanceof Optimizer;
        Enum<?> chosen = ofOptimizer ? optimizer : schedule;
        String setting = ofOptimizer ? "optimizer " : "schedule ";
        List<String> names = Arrays.stream(readers).map(Checks::name).toList();
        if (!names.contains(Checks.name(chosen))) {
            unused.add(new UnusedSetting(key, setting + Checks.name(chosen), setting + String.join(" or ", names)));
        }
    }

    /** A builder that starts with {@link #defaults}. */
    public static Builder builder() {
        return defaults().toBuilder();
    }

    /** A builder that starts with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Settings by their names. */
    public static final class Builder {
        private Optimizer optimizer;
        private double learningRate;
        private int epochs;
        private int batchSize;
        private double momentum;
        private double decay;
        private double epsilon;
        private double weightDecay;
        private double muonRate;
        private double muonMomentum;
        private Schedule schedule;
        private double warmup;
        private double schedulePeriod;
        private double scheduleFactor;
        private double clipNorm;
        private double clipValue;
        private Averaging average;
        private double averageDecay;
        private int patience;
        private double validation;

        private Builder(MiniBatches start) {
            optimizer = start.optimizer;
            learningRate = start.learningRate;
            epochs = start.epochs;
            batchSize = start.batchSize;
            momentum = start.momentum;
            decay = start.decay;
            epsilon = start.epsilon;
            weightDecay = start.weightDecay;
            muonRate = start.muonRate;
            muonMomentum = start.muonMomentum;
            schedule = start.schedule;
            warmup = start.warmup;
            schedulePeriod = start.schedulePeriod;
            scheduleFactor = start.scheduleFactor;
            clipNorm = start.clipNorm;
            clipValue = start.clipValue;
            average = start.average;
            averageDecay = start.averageDecay;
            patience = start.patience;
            validation = start.validation;
        }

        public Builder optimizer(Optimizer value) {
            optimizer = value;
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder momentum(double value) {
            momentum = value;
            return this;
        }

        public Builder decay(double value) {
            decay = value;
            return this;
        }

        public Builder epsilon(double value) {
            epsilon = value;
            return this;
        }

        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        public Builder muonRate(double value) {
            muonRate = value;
            return this;
        }

        public Builder muonMomentum(double value) {
            muonMomentum = value;
            return this;
        }

        public Builder schedule(Schedule value) {
            schedule = value;
            return this;
        }

        public Builder warmup(double value) {
            warmup = value;
            return this;
        }

        public Builder schedulePeriod(double value) {
            schedulePeriod = value;
            return this;
        }

        public Builder scheduleFactor(double value) {
            scheduleFactor = value;
            return this;
        }

        public Builder clipNorm(double value) {
            clipNorm = value;
            return this;
        }

        public Builder clipValue(double value) {
            clipValue = value;
            return this;
        }

        public Builder average(Averaging value) {
            average = value;
            return this;
        }

        public Builder averageDecay(double value) {
            averageDecay = value;
            return this;
        }

        public Builder patience(int value) {
            patience = value;
            return this;
        }

        public Builder validation(double value) {
            validation = value;
            return this;
        }

        /** @throws IllegalArgumentException with all errors in the settings */
        public MiniBatches build() {
            return new MiniBatches(
                    optimizer,
                    learningRate,
                    epochs,
                    batchSize,
                    momentum,
                    decay,
                    epsilon,
                    weightDecay,
                    muonRate,
                    muonMomentum,
                    schedule,
                    warmup,
                    schedulePeriod,
                    scheduleFactor,
                    clipNorm,
                    clipValue,
                    average,
                    averageDecay,
                    patience,
                    validation);
        }
    }
}
