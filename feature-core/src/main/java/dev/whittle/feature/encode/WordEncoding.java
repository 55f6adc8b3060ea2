package dev.whittle.feature.encode;

import dev.whittle.feature.LearnedSize;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.cluster.Dictionary;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;

/** An encoder that learns words and nothing else. */
interface WordEncoding extends Spec<Rows, Encoder>, LearnedSize {
    /** How the words are learned. */
    Dictionary words();

    /** The encoder of given words. */
    Encoder encoder(Codebook words);

    @Override
    default Encoder fit(Rows train, Run run) {
        return encoder(words().fit(train, run));
    }

    @Override
    default Encoder restore(NamedArrays arrays, Run run) {
        return encoder(words().restore(arrays.part("words"), run));
    }

    /** A value for each word. */
    @Override
    default int length(int columns) {
        return words().k();
    }

    @Override
    default int leastRows() {
        return words().leastRows();
    }

    @Override
    default long heapBytes(int rows, int columns) {
        return words().heapBytes(rows, columns);
    }

    @Override
    default String instead() {
        return "a smaller k of its words";
    }
}
