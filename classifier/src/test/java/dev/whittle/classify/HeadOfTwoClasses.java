package dev.whittle.classify;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.NamedArrays;

/** A head of two classes that learns nothing, for tests of what its scores do. */
public interface HeadOfTwoClasses extends Spec<Samples, Classifier>, Classifier {
    @Override
    default Classifier fit(Samples train, Run run) {
        return this;
    }

    @Override
    default Classifier restore(NamedArrays arrays, Run run) {
        return this;
    }

    @Override
    default int classes() {
        return 2;
    }
}
