package dev.whittle.classify.nn;

import dev.whittle.classify.Checks;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.feature.NamedArrays;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A multi-layer perceptron: dense layers with ReLU between them, He initialisation, trained by mini-batches to a low mean
 * cross-entropy of the softmax plus (l2/2)·Σ‖W‖². The penalty is on the weights of all layers, not on the biases. Every epoch shuffles the
 * samples anew; a last, smaller batch is used too. Standardise the features.
 *
 * @param hidden units of each hidden layer, from input to output; empty for none
 * @param optimizer SGD with momentum, or Adam
 * @param learningRate at the start, above 0
 * @param momentum of SGD, and β₁ of Adam; at least 0 and below 1
 * @param schedule how the learning rate goes from the first step to the last
 * @param l2 weight of the penalty per sample, at least 0; enters the gradient (so for Adam it is not decoupled)
 * @param epochs passes over the samples, at least 1
 * @param batchSize samples per step, at least 1
 */
public record Mlp(
        List<Integer> hidden,
        Optimizer optimizer,
        double learningRate,
        double momentum,
        Schedule schedule,
        double l2,
        int epochs,
        int batchSize)
        implements Spec<Samples, Classifier> {
    public Mlp {
        new Checks("MLP")
                .require(
                        hidden != null && hidden.stream().allMatch(size -> size != null && size >= 1),
                        "hidden must list layer sizes of at least 1",
                        hidden)
                .require(optimizer != null, "optimizer must be given", optimizer)
                .aboveZero("learningRate", learningRate)
                .fraction("momentum", momentum)
                .require(schedule != null, "schedule must be given", schedule)
                .atLeastZero("l2", l2)
                .atLeast(1, "epochs", epochs)
                .atLeast(1, "batchSize", batchSize)
                .report();
        hidden = List.copyOf(hidden);
    }

    /**
     * 256 hidden units, with settings chosen on a validation split of CIFAR-10, the same for raw pixels, HoG and HoG with colour, all
     * standardised.
     */
    public static Mlp defaults() {
        return new Mlp(List.of(256), Optimizer.SGD, 0.03, 0.9, Schedule.COSINE, 5e-3, 12, 256);
    }

    @Override
    public Classifier fit(Samples train, Run run) {
        return new MlpClassifier(train(train, run));
    }

    /** The same layers, not trained. */
    Layers initial(int inputs, int classes, Run run) {
        return Layers.he(inputs, hidden, classes, run);
    }

    Layers train(Samples train, Run run) {
        Layers layers = initial(train.features().columns(), train.classes(), run);
        int n = train.size();
        int batch = Math.min(n, batchSize);
        MiniBatchTraining training =
                new MiniBatchTraining(layers, new CrossEntropy(), l2, optimizer, momentum, batch, run);
        long steps = (long) epochs * ((n + batch - 1) / batch);
        long step = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = run.random("Mlp order", epoch).permutation(n);
            double loss = 0;
            int correct = 0;
            for (int from = 0; from < n; from += batch, step++) {
                int to = Math.min(n, from + batch);
                double rate = schedule.rate(learningRate, step, steps);
                MiniBatchTraining.Seen seen =
                        training.step(train.inMemory("MLP").data(), train.labels(), order, from, to, rate, step);
                loss += seen.loss();
                correct += seen.correct();
                requireFinite(loss, epoch);
            }
            double objective = loss / n + training.penalty();
            requireFinite(objective, epoch);
            run.iteration(epoch, objective, correct / (double) n);
        }
        return layers;
    }

    private void requireFinite(double objective, int epoch) {
        if (!Double.isFinite(objective)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Training of the MLP diverged in epoch %d: the objective is %s at learningRate %s; try a smaller one",
                    epoch,
                    objective,
                    learningRate));
        }
    }

    @Override
    public Classifier restore(NamedArrays arrays, Run run) {
        List<Integer> sizes = new ArrayList<>(hidden);
        sizes.add(-1);
        return new MlpClassifier(Layers.restore(arrays, sizes));
    }

    @Override
    public boolean needsData() {
        return true;
    }
}
