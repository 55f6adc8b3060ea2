package dev.whittle.feature;

import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.encode.BagOfWords;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.local.Patches;
import java.util.List;
import java.util.stream.Stream;

class ConcatContractTest extends ExtractorContract {
    @Override
    protected Stream<Concat> specs() {
        BagOfWords words =
                new BagOfWords(new Patches(4, 2), 200, true, new KMeans(10, 2, KMeans.Start.RANDOM, 0), 1, true);
        Concat two = new Concat(List.of(Hog.cells(), ColorHistogram.defaults()));
        return Stream.of(two, new Concat(List.of(new RawPixels(true), words, two, words)));
    }

    @Override
    protected String pin() {
        return "609dd882";
    }
}
