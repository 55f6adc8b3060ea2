package dev.whittle.pipeline.explore;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.LossName;
import dev.whittle.classify.nn.Activation;
import dev.whittle.classify.nn.Mlp;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Optimizer;
import dev.whittle.classify.optim.Schedule;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Progress;
import dev.whittle.feature.Run;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network with one hidden layer of tanh, s = W₂·tanh(W₁x + b₁) + b₂, and how well it does while it learns: trained on
 * all training points at once by Adam, without any penalty.
 *
 * @param classifier after the last epoch
 * @param loss mean cross entropy of the softmax on training, validation and test points, for each of them before the
 *     first epoch and after every epoch
 * @param accuracy share of points that are classified correctly, in the same way
 */
public record HiddenUnits(Classifier classifier, double[][] loss, double[][] accuracy) {
    private static final double RATE = 0.05;

    /**
     * Trains a network and watches it.
     *
     * @param units of the hidden layer, at least 1
     * @param epochs at least 1; each is one step
     */
    public static HiddenUnits of(int units, int epochs, Split split, Run run) {
        Mlp mlp = head(units, epochs, split);
        Mlp.Networks networks = mlp.initial(
                split.training().features().columns(), split.training().classes(), run);
        Trainable training = networks.scores().training(mlp.loss().loss(), run);
        double[][] loss = new double[3][epochs + 1];
        double[][] accuracy = new double[3][epochs + 1];
        evaluate(training, split, 0, loss, accuracy);
        Run listening = run.withProgress(new Progress() {
            @Override
            public void iteration(int epoch, double objective, double correct) {
                evaluate(training, split, epoch, loss, accuracy);
            }
        });
        new MiniBatchTraining(mlp.training(), mlp.l2(), mlp.l1()).train(training, split.training(), listening);
        return new HiddenUnits(mlp.restore(networks.scores().arrays(), run), loss, accuracy);
    }

    /** The head whose training is watched; its {@code fit} gives the same classifier. */
    public static Mlp head(int units, int epochs, Split split) {
        MiniBatches settings = MiniBatches.builder()
                .optimizer(Optimizer.ADAM)
                .learningRate(RATE)
                .schedule(Schedule.CONSTANT)
                .epochs(epochs)
                .batchSize(split.training().size())
                .build();
        return new Mlp(List.of(units), Activation.TANH, LossName.CROSS_ENTROPY, 0, false, 0, 0, settings);
    }

    private static void evaluate(Trainable training, Split split, int epoch, double[][] loss, double[][] accuracy) {
        for (int part = 0; part < 3; part++) {
            Samples samples = split.parts().get(part);
            int n = samples.size();
            Trainable.Seen seen =
                    training.evaluate(samples, IntStream.range(0, n).toArray(), 0, n);
            loss[part][epoch] = seen.loss() / n;
            accuracy[part][epoch] = seen.correct() / (double) n;
        }
    }

    /** The epoch with the lowest loss on the validation points, at which early stopping would end. */
    public int bestEpoch() {
        int best = 0;
        for (int epoch = 1; epoch < loss[1].length; epoch++) {
            best = loss[1][epoch] < loss[1][best] ? epoch : best;
        }
        return best;
    }

    /**
     * How much larger the score of the second class is than that of the first, on a grid: 0 at the border of the
     * decision regions.
     *
     * @param range of x and of y, from the first to the last place of the grid
     * @param places along each side, at least 2
     * @return rows of y from below, each of x from left to right
     */
    public double[][] margins(double[] range, int places, Run run) {
        Matrix points = new Matrix(places * places, 2);
        for (int i = 0; i < places * places; i++) {
            points.set(i, 0, (float) (range[0] + (range[1] - range[0]) * (i % places) / (places - 1)));
            points.set(i, 1, (float) (range[0] + (range[1] - range[0]) * (i / places) / (places - 1)));
        }
        Matrix scores = classifier.scores(points, run);
        double[][] margins = new double[places][places];
        for (int i = 0; i < places * places; i++) {
            margins[i / places][i % places] = scores.get(i, 1) - scores.get(i, 0);
        }
        return margins;
    }
}
