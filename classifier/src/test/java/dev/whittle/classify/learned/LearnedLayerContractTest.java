package dev.whittle.classify.learned;

import dev.whittle.classify.nn.Architecture;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.optim.MiniBatches;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ExtractorContract;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Spec;
import java.util.List;
import java.util.stream.Stream;

class LearnedLayerContractTest extends ExtractorContract {
    @Override
    protected Stream<Spec<Dataset, FeatureExtractor>> specs() {
        MiniBatches training = MiniBatches.builder().epochs(2).build();
        ImageNetwork lenet = new ImageNetwork(Architecture.LENET, 2, List.of(), true, 1, 0, 0, training);
        ImageNetwork residual = new ImageNetwork(Architecture.RESIDUAL, 2, List.of(), false, 0, 0, 0, training);
        return Stream.of(
                new LearnedLayer(lenet, "hidden", true),
                new LearnedLayer(lenet, "pool2", false),
                new LearnedLayer(residual, "stage2block1", true));
    }

    @Override
    protected String pin() {
        return "3143069d";
    }
}
