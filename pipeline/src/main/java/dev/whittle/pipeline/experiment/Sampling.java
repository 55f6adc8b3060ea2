package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.io.IOException;

/**
 * Chooses the images of a data set that an experiment uses. If it uses only some of the images, a stratified random
 * choice is taken: the same for all seeds, unless each of them divides the images anew. The seed also determines which
 * of the training images are held out for validation.
 */
final class Sampling {
    /** The seed of the choice among all images where it is the same for all seeds of the experiment. */
    static final long SAME_FOR_ALL = 0;

    private Sampling() {}

    /**
     * An experiment's data: {@code train} holds its training and validation images, {@code test} its test images.
     *
     * @param all the open data set
     * @param run its seed decides which images
     * @throws IOException if it has fewer images than the experiment needs
     */
    static Splits of(DataSpec data, Splits all, Run run) throws IOException {
        Dataset train = all.train();
        if (data.train() != DataSpec.ALL) {
            train = choose(train, data.train() + data.validation(), "training and validation", run);
        } else if (data.validation() >= train.size()) {
            throw new IOException("The data set " + data.set() + " has " + train.size()
                    + " training images, but the experiment holds " + data.validation()
                    + " of them out for validation");
        }
        Dataset test = data.test() == DataSpec.ALL ? all.test() : choose(all.test(), data.test(), "test", run);
        return new Splits(train, test, all.origin());
    }

    private static Dataset choose(Dataset images, int count, String what, Run run) throws IOException {
        if (count > images.size()) {
            throw new IOException(
                    "The experiment needs " + count + " " + what + " images, but the data set has " + images.size());
        }
        return count == images.size() ? images : Subset.stratified(images, count, run, what + " images");
    }
}
