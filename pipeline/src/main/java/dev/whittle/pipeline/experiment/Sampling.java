package dev.whittle.pipeline.experiment;

import dev.whittle.classify.ClassWeighted;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import dev.whittle.pipeline.data.DataPlaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which images of a data set an experiment uses. Where it names fewer than there are, a random choice with every class's share is
 * taken, the same for all seeds; a seed then decides which of the training images are held out for validation.
 */
final class Sampling {
    /** The seed of the choice among all images: it belongs to the experiment's data, not to a repetition. */
    private static final long CHOICE = 0;

    private Sampling() {}

    /**
     * Opens the experiment's data: {@code train} holds its training and validation images, {@code test} its test images.
     *
     * @throws IOException if the data is absent or damaged, or has fewer images than the experiment wants, or a head has weights for
     *     another number of classes
     */
    static Splits open(Experiment experiment, DataPlaces where, Run run) throws IOException {
        DataSpec data = experiment.data();
        Splits all = data.source().open(where, run);
        checkClassWeights(experiment, all.train().classes().size());
        Run choice = run.withSeed(CHOICE);
        Dataset train = all.train();
        if (data.train() != DataSpec.ALL) {
            train = choose(train, data.train() + data.validation(), "training and validation", choice);
        } else if (data.validation() >= train.size()) {
            throw new IOException("The data set " + data.set() + " has " + train.size()
                    + " training images, but the experiment holds " + data.validation()
                    + " of them out for validation");
        }
        Dataset test = data.test() == DataSpec.ALL ? all.test() : choose(all.test(), data.test(), "test", choice);
        return new Splits(train, test);
    }

    /** Before hours of features: how many classes there are is known only when the data is open. */
    private static void checkClassWeights(Experiment experiment, int classes) throws IOException {
        for (int h = 0; h < experiment.heads().size(); h++) {
            Experiment.Head head = experiment.heads().get(h);
            for (Spec<Samples, ? extends Classifier> candidate : head.candidates()) {
                int weights = candidate instanceof ClassWeighted weighted
                        ? weighted.classWeights().size()
                        : 0;
                if (weights != 0 && weights != classes) {
                    throw new IOException("heads/" + h + ": the head '" + head.name() + "' has " + weights
                            + " classWeights, but the data set "
                            + experiment.data().set() + " has " + classes
                            + " classes");
                }
            }
        }
    }

    private static Dataset choose(Dataset images, int count, String what, Run run) throws IOException {
        if (count > images.size()) {
            throw new IOException(
                    "The experiment wants " + count + " " + what + " images, but the data set has " + images.size());
        }
        return count == images.size() ? images : Subset.stratified(images, count, run, what + " images");
    }

    /** The training and validation images of every seed. */
    static List<Fold> folds(Experiment experiment, Splits data, Run run) {
        List<Fold> folds = new ArrayList<>();
        for (long seed : experiment.seeds()) {
            Subset validation = Subset.stratified(
                    data.train(), experiment.data().validation(), run.withSeed(seed), "validation split");
            folds.add(new Fold(seed, validation.complement(), validation));
        }
        return folds;
    }
}
