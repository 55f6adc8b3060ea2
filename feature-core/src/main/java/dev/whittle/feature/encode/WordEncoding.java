package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.UnusedSetting;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.List;

/** An encoder that learns words by k-means and nothing else. */
interface WordEncoding extends Spec<Rows, Encoder>, LearnedSize {
    /** How the words are learned. */
    KMeans kMeans();

    /** The encoder of given words. */
    Encoder encoder(Codebook words);

    @Override
    default Encoder fit(Rows train, Run run) {
        return encoder(kMeans().fit(train, run));
    }

    @Override
    default Encoder restore(NamedArrays arrays, Run run) {
        return encoder(kMeans().restore(arrays.part("words"), run));
    }

    /** A value for each word. */
    @Override
    default int length(int columns) {
        return kMeans().k();
    }

    @Override
    default int leastRows() {
        return kMeans().k();
    }

    @Override
    default long heapBytes(int rows, int columns) {
        return kMeans().heapBytes(rows, columns);
    }

    @Override
    default String instead() {
        return "a smaller k of kMeans";
    }

    @Override
    default boolean needsData() {
        return true;
    }

    @Override
    default List<UnusedSetting> unusedSettings() {
        return UnusedSetting.within("kMeans", kMeans().unusedSettings());
    }
}
