package dev.whittle.classify.linear;

import dev.whittle.classify.Convergence;
import dev.whittle.classify.Samples;
import dev.whittle.classify.loss.Loss;
import dev.whittle.classify.optim.MiniBatchTraining;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.classify.optim.Parameter;
import dev.whittle.classify.optim.Trainable;
import dev.whittle.feature.Run;
import java.util.List;

/** A linear model for mini-batch training, starting from zero. */
final class LinearModel implements Trainable {
    /** The number of rows of a mini-batch in one task. */
    private static final int CHUNK_ROWS = 64;

    private final Samples samples;
    private final LinearPass pass;
    private final double[] gradient;
    private final List<Parameter> parameters;
    private final String structure;

    private LinearModel(Samples samples, Loss loss, Intercept intercept, List<Double> classWeights, Run run) {
        this.samples = samples;
        pass = new LinearPass(samples, loss, classWeights, CHUNK_ROWS, run);
        gradient = new double[pass.parameters()];
        structure = "linear, " + loss + ", class weights " + classWeights;
        Parameter weights = new Parameter("weights", pass.weights(), true);
        parameters = intercept == Intercept.NONE
                ? List.of(weights)
                : List.of(weights, new Parameter("bias", pass.bias(), intercept == Intercept.PENALIZED));
    }

    static LinearClassifier train(
            Samples train,
            Loss loss,
            double l2,
            double l1,
            Intercept intercept,
            List<Double> classWeights,
            MiniBatches training,
            Run run) {
        LinearModel model = new LinearModel(train, loss, intercept, classWeights, run);
        MiniBatchTraining.Result result = new MiniBatchTraining(training, l2, l1).train(model, train, run);
        double[] point = new double[model.gradient.length];
        for (int i = 0; i < point.length; i++) {
            int b = i - model.pass.weights().length;
            point[i] = b < 0 ? model.pass.weights()[i] : model.pass.bias()[b];
        }
        return LinearClassifier.of(
                point,
                train.classes(),
                train.features().columns(),
                new Convergence(result.epochs(), result.objective(), Double.NaN, Double.NaN, Convergence.Stop.EPOCHS));
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public String structure() {
        return structure;
    }

    @Override
    public Seen gradient(Samples of, int[] order, int from, int to, long step) {
        Seen seen = evaluate(of, order, from, to);
        int at = 0;
        for (Parameter parameter : parameters) {
            for (int i = 0; i < parameter.gradient().length; i++) {
                parameter.gradient()[i] = (float) gradient[at++];
            }
        }
        return seen;
    }

    @Override
    public Seen evaluate(Samples of, int[] order, int from, int to) {
        if (of != samples) {
            throw new IllegalArgumentException("This model was made for other samples");
        }
        double mean = pass.meanAndGradient(order, from, to, gradient);
        return new Seen(mean * (to - from), pass.correct());
    }
}
