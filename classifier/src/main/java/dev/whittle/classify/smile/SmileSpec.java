package dev.whittle.classify.smile;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.TrainingNeeds;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;

/** A head that Smile trains: it is in no file, and its bits are not promised. */
interface SmileSpec extends Spec<Samples, Classifier>, TrainingNeeds {
    @Override
    default Classifier restore(NamedArrays arrays, Run run) {
        throw SmileClassifier.notRestorable();
    }

    @Override
    default long heapBytes(int samples, int features, int classes) {
        return SmileClassifier.heapBytes(samples, features);
    }

    @Override
    default boolean bitsPromised() {
        return false;
    }

    @Override
    default boolean canBeSaved() {
        return false;
    }
}
